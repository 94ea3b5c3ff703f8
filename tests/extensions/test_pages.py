"""Pages, templates, reports and turning days of extensions, and mistakes in them."""

# ruff: noqa: E501 - messages are as long as they are

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.builds import build, write
from tests.sites import attempt, entry, make_site

ROOT = Path(__file__).parents[2]
PLAN = (
    "from sitegen.extend import *\n\n\ndef plan(site, sources):\n"
    "    page = GeneratedPage('/x/', '{subject}', '{template}', 'content/site.yaml', {{}})\n"
    "    yield from in_languages(page, site.config)\n\n\nPLANNERS = (plan,)\n{more}"
)
VIEW = "\n\ndef view(context, key):\n    return {}\n\n\nSUBJECTS = {{'x': view}}\n"
GOOD = VIEW.format("generated(context, 'x', 'x', '/x/', 'X', '')")
A = "extensions/a.html"

MISTAKES: dict[str, tuple[str, str, str]] = {
    "a subject that is a number": (
        "SUBJECTS = {'x': 5}\n", "",
        'extensions/f.py:1:13: extension.value: the kind of page "x" is a number, not a function',
    ),
    "a subject that returns a text": (
        PLAN.format(subject="x:", template="404.html", more=VIEW.format("key")), "",
        'extensions/f.py:16:13: extension.result: the kind of page "x" returns a text, not a PageView; write '
        "generated(context, …); while rendering /x/index.html",
    ),
    "a subject that fails": (
        PLAN.format(subject="x:", template="404.html", more=VIEW.format("context.nope")), "",
        "extensions/f.py:13:12: extension.failed: the kind of page \"x\" fails: AttributeError: 'ViewContext' "
        "object has no attribute 'nope'; while rendering /x/index.html",
    ),
    "a subject that no extension has": (
        PLAN.format(subject="y:", template="404.html", more=GOOD), "",
        'extensions/f.py:9:13: extension.result: the planner plan yields an Output with a page of the kind "y", '
        "which does not exist",
    ),
    "an entry that does not exist": (
        PLAN.format(subject="entry:topics/nope", template="404.html", more=""), "",
        'extensions/f.py:9:13: extension.result: the planner plan yields an Output with the page of the entry '
        '"topics/nope", which does not exist in the language en',
    ),
    "a template that does not exist": (
        PLAN.format(subject="x:", template="nope.html", more=GOOD), "",
        'content/site.yaml: template.missing: there is no template "nope.html"',
    ),
    "a template without a file": (
        "TEMPLATES = {'a.html': 'b.html'}\n", "text",
        'extensions/f.py:1:14: extension.value: the template "a.html" has no file "b.html"',
    ),
    "a template outside": (
        "TEMPLATES = {'a.html': '../templates/base.html'}\n", "text",
        'extensions/f.py:1:14: extension.value: the template "a.html" has the path "../templates/base.html"',
    ),
    "a template with a mistake": (
        "TEMPLATES = {'a.html': 'a.html'}\n", "text\n{% fi %}",
        "extensions/a.html:2:4: template.syntax: the template cannot be read: Encountered unknown tag 'fi'.",
    ),
    "a template of sitegen": (
        "TEMPLATES = {'robots.txt': 'a.html'}\n", "text",
        'extensions/f.py:1:14: extension.taken: sitegen has a template "robots.txt" already',
    ),
    "a misspelt attribute in its template": (
        PLAN.format(subject="x:", template="a.html", more=GOOD + "TEMPLATES = {'a.html': 'a.html'}\n"),
        "<!doctype html>\n{{ page.titel }}",
        'extensions/a.html:2:9: template.undefined: page has no "titel"',
    ),
    "a shared input with the name of an input": (
        "SHARED_INPUTS = {'page': lambda inputs, key: 1}\n", "",
        'extensions/f.py:1:18: extension.taken: sitegen has a shared input "page" already',
    ),
    "a shared input with a key": (
        "from sitegen.extend import *\n\n\ndef plan(site, sources):\n"
        "    yield Output('a.txt', 'r', 'en', {'s': Input('s', 'k')}, 'content/site.yaml')\n\n\n"
        "PLANNERS, RENDERERS = (plan,), {'r': lambda job: b''}\nSHARED_INPUTS = {'s': lambda inputs, key: 1}\n",
        "",
        'extensions/f.py:8:24: extension.result: the planner plan yields an Output with the input "s", which is '
        'not Input("s", "") as on every other page',
    ),
    "a view that is no struct": (
        "VIEWS = {'s': dict}\n", "", 'extensions/f.py:1:10: extension.value: the view "s" is a class, not a Struct',
    ),
    "a rule on templates that fails": (
        "def rule(template, templates):\n    return template.nope\n\n\nTEMPLATE_RULES = (rule,)\n", "",
        "extensions/f.py:2:12: extension.failed: the rule rule fails: AttributeError: 'ParsedTemplate' object has "
        "no attribute 'nope'",
    ),
    "a turn that is a number": (
        "TURNS = (1,)\n", "", "extensions/f.py:1:10: extension.value: the turn is a number, not a Turn",
    ),
    "a media type without a slash": (
        "MEDIA_TYPES = {'a': 'b'}\n", "",
        'extensions/f.py:1:16: extension.value: the media type "a" is a text, not a media type',
    ),
    "files that are a number": (
        "FILES = 5\nFILTERS = {'f': str.upper}\n", "",
        "extensions/f.py:1:9: extension.files: FILES is not a tuple of paths",
    ),
    "a slow renderer that is a number": (
        "SLOW = (5,)\n", "",
        "extensions/f.py:1:9: extension.value: the slow renderer is a number, not the name of a renderer",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_has_its_place(tmp_path: Path, name: str) -> None:
    code, template, expected = MISTAKES[name]

    outcome = attempt(tmp_path, {"extensions/f.py": code, A: template or None})

    assert outcome.problems.partition("\n")[0] == expected
    assert outcome.problems.count(expected) == 1


def test_a_missing_file_that_is_added_is_found(tmp_path: Path) -> None:
    code = "FILES = ('extensions/words.txt',)\nTEMPLATES = {'a.html': 'a.html'}\n"
    assert "extension.files" in attempt(tmp_path, {"extensions/f.py": code}).problems

    (tmp_path / "extensions/words.txt").touch()
    assert "extension.value" in attempt(tmp_path, {}).problems
    write(tmp_path, A, "text")

    assert attempt(tmp_path, {}).problems == ""


def test_a_rule_on_templates(tmp_path: Path) -> None:
    rule = (
        "from sitegen.extend import Location, Problem\n\n\ndef rule(template, templates):\n"
        "    if 'style=' in template.text:\n"
        "        yield Problem('house.style', 'no style here', Location(template.path))\n\n\n"
        "TEMPLATE_RULES = (rule,)\n"
    )
    files = {"extensions/f.py": rule, "templates/404.html": "<!doctype html><p style=''>"}
    assert attempt(tmp_path, files).problems == "templates/404.html: house.style: no style here"


def sitegen(root: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "sitegen", *arguments, "--root", str(root), "--now", "2026-05-31"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


REPORTS = """from sitegen.extend import Location, Problem, Report, Severity

def short(checked):
    for document in checked.site.documents.values():
        if len(document.fields["title"]) < 4:
            yield warning(document)

def warning(document):
    return Problem("house.short", "a short title", Location(document.path), severity=Severity.WARNING)

def look(document):
    return [warning(document)] if document.path.endswith("ann.md") else []

def counted(checked):
    return Report(look=look, summary=f"{len(checked.site.documents) > 1} entries")

def broken(checked):
    return checked.nope

REPORTS = (short, counted)
"""


def test_reports_run_in_sitegen_check(tmp_path: Path) -> None:
    files = {"extensions/f.py": REPORTS, "content/topics/ann.md": entry("Annette"),
             "content/topics/bob.md": entry("Bob")}  # fmt: skip
    root = make_site(tmp_path, files)

    assert "house.short" not in sitegen(root, "build")
    found = sitegen(root, "check")
    assert "content/topics/ann.md: warning: house.short: a short title\n" in found
    assert "content/topics/bob.md: warning: house.short: a short title\n" in found
    assert "True entries" in found

    write(root, "extensions/f.py", REPORTS.replace("(short, counted)", "(broken, counted)"))
    failed = sitegen(root, "check")
    assert "extensions/f.py:18:12: extension.failed: the report broken fails: AttributeError" in failed


TURNS = """from datetime import date
from sitegen.extend import Turn

def days(config):
    return lambda document: [date(2026, 7, 1)] if document.path.endswith("ann.md") else []

TURNS = (Turn(days, lambda page, config: config.today >= date(2026, 7, 1), "moves to the archive"),)
"""


def test_a_turn_is_the_next_change(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"extensions/f.py": TURNS, "content/topics/ann.md": entry("Ann")})

    found = sitegen(root, "next-change")

    assert found.startswith("2026-07-01")
    assert "moves to the archive" in found


def test_a_template_of_an_installed_package_is_part_of_its_digest(tmp_path: Path) -> None:
    from sitegen.features.extensions.installed import digest_of_entry
    from sitegen.store.packages import PackageEntry

    (tmp_path / "songs").mkdir()
    write(tmp_path, "songs/__init__.py", "")
    write(tmp_path, "songs/song.html", "one")
    sys.path.insert(0, str(tmp_path))
    try:
        package = PackageEntry("songs-1", "songs", "songs")
        before = digest_of_entry(package)
        write(tmp_path, "songs/song.html", "two")
        assert digest_of_entry(package) != before
    finally:
        sys.path.remove(str(tmp_path))


def test_a_type_of_a_variable_is_checked_in_templates(tmp_path: Path) -> None:
    code = (
        "from msgspec import Struct\n\n\nclass Sponsor(Struct, frozen=True):\n    name: str\n\n\n"
        "SHARED_INPUTS = {'sponsor': lambda inputs, key: Sponsor('Ann')}\nVIEWS = {'sponsor': Sponsor}\n"
    )
    files = {"extensions/f.py": code, "templates/404.html": "<!doctype html>{{ sponsor.nam }}"}

    outcome = attempt(tmp_path, files)

    assert outcome.problems.startswith(
        'templates/404.html:1:27: template.undefined: sponsor has no "nam"\n'
        "  | <!doctype html>{{ sponsor.nam }}\n"
    )
    write(tmp_path, "templates/404.html", "<!doctype html>{{ sponsor.name }}")
    build(tmp_path)
    assert (tmp_path / "public/404.html").read_text() == "<!doctype html>Ann"
