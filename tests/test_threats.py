"""What a pull request can carry, put into whole sites: nothing runs, nothing leaks, nothing is lost.

What single parts do with it is tested beside them: texts in read/test_markdown.py, files in
read/test_media.py and read/test_scan.py, addresses in check/test_hosts.py, messages in test_cli.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from sitegen.types import ENGINES
from tests.sites import Files, Outcome, attempt, base_files, base_text, build_good, entry, make_site

EVIL = (
    "\"'></title></script><script>alert(1)</script>]]><img src=x onerror=alert(1)>"
    "{{ 7*7 }}{% include 'x' %}&#x27;"
)
YAML_EVIL = json.dumps(EVIL)


def engine(name: str) -> str:
    return base_text("content/site.yaml") + f"markdown: {{engine: {name}}}\n"


def tags_and_attributes(outcome: Outcome) -> set[tuple[str, str]]:
    """Every pair of element and attribute on any page, as a browser sees them."""
    pages = [text for path, text in outcome.files.items() if path.endswith(".html")]
    found = (html5lib.parse(page, namespaceHTMLElements=False).iter() for page in pages)
    return {(str(e.tag), name) for elements in found for e in elements for name in ("", *e.attrib)}


# --- text, wherever it goes ------------------------------------------------------------------


@pytest.mark.parametrize("name", ENGINES)
def test_what_an_entry_says_adds_no_element_to_any_page(name: str, tmp_path: Path) -> None:
    body = f"{EVIL}\n\n## {EVIL}\n\nText.\n\n> {EVIL}\n\n- {EVIL}\n\n[x](food.md)\n"
    files: Files = {"content/site.yaml": engine(name)}
    plain = body.replace(EVIL, "evil")
    control = build_good(
        tmp_path / "control", {**files, "content/topics/air.md": entry("Air", "summary: x", body=plain)}
    )
    hostile = build_good(
        tmp_path / "hostile",
        {**files, "content/topics/air.md": entry(YAML_EVIL, f"summary: {YAML_EVIL}", body=body)},
        warned=["field.markup", "markdown.html", "markdown.template"],
    )

    assert tags_and_attributes(hostile) == tags_and_attributes(control)


def test_what_an_entry_says_is_read_as_written_from_every_feed_and_every_file_of_data(tmp_path: Path) -> None:
    project = entry(YAML_EVIL, f"summary: {YAML_EVIL}", "start: 2026-01")
    outcome = build_good(tmp_path, {"content/projects/glow.md": project}, warned=["field.markup"])

    titles = []
    for path, text in outcome.files.items():
        if path.endswith(".xml"):
            titles += [e.text for e in ElementTree.fromstring(text).iter() if e.tag.endswith("title")]
        elif path.endswith(".json"):
            entries = json.loads(text).get("entries", [])
            titles += [found.get("title") for found in entries]
    assert titles.count(EVIL) >= 2


def test_what_looks_like_a_template_is_printed(tmp_path: Path) -> None:
    text = entry("'{{ 7*7 }}'", "summary: '{% include \"base.html\" %}'", body="{{ 7*7 }} {% raw %} {# x #}")
    files: Files = {"content/topics/air.md": text}
    warned = ["field.markup", "markdown.comment", "markdown.template"]
    page = build_good(tmp_path, files, warned=warned)["topics/air/index.html"]

    assert "49" not in page
    for written in ("<h1>{{ 7*7 }}</h1>", "{% raw %} {# x #}"):
        assert written in page


def test_spam_that_a_style_would_hide_is_text_that_everybody_sees(tmp_path: Path) -> None:
    spam = '<div style="position:absolute;left:-9999px"><a href="https://casino.example/">slots</a></div>'
    files: Files = {"content/topics/air.md": entry("Air", body=spam)}
    page = build_good(tmp_path, files, warned=["markdown.html"])["topics/air/index.html"]

    shown = html5lib.parse(page, namespaceHTMLElements=False)
    assert spam in "".join(shown.itertext())
    assert not any("style" in element.attrib for element in shown.iter())


# --- paths -------------------------------------------------------------------------------------

OUTSIDE = {
    "a slug that climbs": entry("Air", "slug: ../../evil"),
    "a slug that is a path": entry("Air", "slug: /etc/passwd"),
    "an old address on another site": entry("Air", "aliases: //evil.example/"),
    "an old address that climbs": entry("Air", "aliases: /../evil/"),
    "a template": entry("Air", "template: /etc/passwd"),
    "a picture": entry("Air", body="![x](../../../secret.png)"),
    "a picture by its address": entry("Air", body="![x](file:///etc/passwd)"),
    "a link": entry("Air", body="[x](../../../../secret.md)"),
    "a reference": entry("Air", "sources: [../../secret]"),
}


@pytest.mark.parametrize("case", OUTSIDE)
def test_nothing_outside_the_site_is_read_or_written(case: str, tmp_path: Path) -> None:
    canary = "the canary of the outside"
    for name in ("secret.png", "secret.md"):
        (tmp_path / name).write_text(canary)
    root = make_site(tmp_path / "site", {"content/topics/air.md": OUTSIDE[case]})
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(root)}
    outcome = attempt(root)

    assert [p.location.path for p in outcome.found if p.severity.value == "error"] == [
        "content/topics/air.md"
    ]
    assert canary not in outcome.problems
    assert not any(canary.encode() in artifact.data for artifact in outcome.artifacts)
    assert {path for path in tmp_path.rglob("*") if not path.is_relative_to(root)} == before


NAMES = {
    "con.md": "a device of Windows",
    "aux.fr.md": "another device of Windows",
    "air .md": "a blank at its end",
    "air..md": "a full stop at its end",
    "a:b.md": "a stream",
    "a\x1b[2Jb.md": "an escape",
    "a\u202eb.md": "an override",
    "a\nb.md": "a line end",
    "-rf.md": "an option",
    "a\\b.md": "a path of Windows",
    "a?b.md": "a pattern",
    "%2e%2e.md": "an escaped path",
    "a" * 210 + ".md": "a long name",
    "\u200bair.md": "a blank without width",
}


@pytest.mark.parametrize("name", NAMES, ids=NAMES.values())
def test_a_name_that_another_system_takes_for_something_else_is_refused(name: str, tmp_path: Path) -> None:
    outcome = attempt(tmp_path, {f"content/topics/{name}": entry("Air")})

    assert [problem.code for problem in outcome.found] == ["file.name"]
    first = outcome.problems.split("\n")[0]
    assert first.startswith("content/topics/")
    assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in first)


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    Path(os.fsdecode(os.fsencode(root) + b"/content/topics/a\xff.md")).write_text(entry("Air"))

    assert attempt(root).codes == ["file.name"]


DEPLOYMENT = [
    "_redirects", "_headers", "CNAME", ".htaccess", ".env", "sw.js", "robots.txt", ".git/config",
    ".well-known/x.txt", "x.html", "x.htm", "x.svg", "x.xml", "x.php", "x.js", "x.css", "x.json",
]  # fmt: skip


@pytest.mark.parametrize("name", DEPLOYMENT)
def test_a_file_that_a_host_or_a_browser_obeys_does_not_come_from_content(name: str, tmp_path: Path) -> None:
    canary = "the canary of the content"
    outcome = attempt(tmp_path, {f"content/topics/{name}": canary, f"content/{name}": canary})

    assert not any(canary.encode() in artifact.data for artifact in outcome.artifacts)


# --- the network, other programs, the environment ----------------------------------------------

WATCHED = """\
import sys
REFUSED = ("socket.connect", "socket.bind", "socket.get", "subprocess.", "os.exec", "os.system", "os.spawn")
def hook(event, arguments):
    if event.startswith(REFUSED):
        print("refused", event, arguments, flush=True)
sys.addaudithook(hook)
from sitegen.commands.cli import main
sys.exit(main(["build", "--root", sys.argv[1], "--now", "2026-05-31", "--jobs", sys.argv[2]]))
"""
CALLERS = (
    "![x](pic.png) [a](http://127.0.0.1/) [b](https://169.254.169.254/latest/meta-data/) https://localhost/"
)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("body", ["Text.", CALLERS])
def test_a_build_opens_no_connection_and_starts_no_program(body: str, jobs: str, tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": entry("Air", body=body)})
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(root), jobs], capture_output=True, text=True, check=False
    )

    assert "refused" not in done.stdout
    assert done.returncode == (1 if body == CALLERS else 0)
    assert "host.address" in done.stdout or body != CALLERS


def test_no_template_and_no_output_sees_the_environment(tmp_path: Path) -> None:
    names = ("environ", "env", "os", "config", "self.environment", "request", "getenv('SITEGEN_CANARY')")
    home = "".join(f"{{{{ {name} is defined }}}}" for name in names if "(" not in name)
    template = base_text("templates/home.html")
    files: Files = {
        "templates/home.html": template.replace("{% block main %}", "{% block main %}" + home),
        "content/topics/air.md": entry("'$SITEGEN_CANARY ${SITEGEN_CANARY} %SITEGEN_CANARY%'"),
    }
    root = make_site(tmp_path, files)
    environment = {**os.environ, "SITEGEN_CANARY": "the canary of the environment"}
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "build", "-v", "--profile", "--root", str(root)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout
    assert (root / "public/index.html").read_text().count("False") == len(names) - 1
    written = [path for path in root.rglob("*") if path.is_file()]
    assert len(written) > 2 * len(base_files())
    for path in written:
        assert b"canary of the environment" not in path.read_bytes(), path
    assert "canary of the environment" not in done.stdout + done.stderr


def test_a_process_that_works_on_content_has_no_environment() -> None:
    script = (
        "import os\n"
        "from sitegen.execute import ItemLimits, executor_for\n"
        "def look(_): return dict(os.environ)\n"
        "print(list(executor_for(2).guarded(look, range(1), ItemLimits(10, 2**30))))\n"
    )
    environment = {**os.environ, "SITEGEN_CANARY": "x"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout == "[{}]\n"


# --- size ----------------------------------------------------------------------------------------

BIG = {
    "a text of ten megabytes": ("word " * 2_000_000, "file.size"),
    "a title of a megabyte": (entry("x" * 60_000), "field.length"),
    "a word of half a megabyte": (entry("Air", body="x" * 500_000), None),
    "twenty thousand headings": (
        entry("Air", body="\n\n".join(f"## H\n\nText {n}." for n in range(20_000))),
        None,
    ),
    "a table of three thousand columns": (
        entry("Air", body="\n".join(["|a" * 3000, "|-" * 3000, "|b" * 3000])),
        None,
    ),
    "fifty thousand links": (entry("Air", body="[a](food.md) " * 50_000), None),
    "fifty thousand brackets": (entry("Air", body="[" * 50_000), None),
    "fifty thousand stars": (entry("Air", body="*a_ " * 50_000), None),
    "deep quotations": (entry("Air", body=">" * 5_000 + "a"), None),
    "deep lists": (entry("Air", body="\n".join("  " * n + "- a" for n in range(400))), None),
    "many backticks": (entry("Air", body="".join("`" * n + "a" for n in range(800))), None),
    "many notes": (entry("Air", body="[^1] " * 20_000 + "\n\n[^1]: x"), None),
    "many shortcodes": (entry("Air", body="{{< note a >}}" * 20_000), None),
    "control characters": (entry("Air", body="\x01\n" * 100_000), "file.character"),
    "many open shortcodes": (entry("Air", body="{{< note >}}" * 20_000), None),
}
ENOUGH = "limits: {page_seconds: 3}\n"


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("case", BIG)
def test_a_text_of_any_size_becomes_a_page_or_an_error_with_its_name(
    case: str, name: str, tmp_path: Path
) -> None:
    text, code = BIG[case]
    site = engine(name) + ENOUGH
    outcome = attempt(tmp_path, {"content/site.yaml": site, "content/topics/air.md": text})

    errors = [problem for problem in outcome.found if problem.severity.value == "error"]
    assert {problem.location.path for problem in errors} <= {"content/topics/air.md"}
    assert errors or outcome.artifacts
    if code:
        assert {problem.code for problem in errors} == {code}


SEARCH = {
    "content/site.yaml": base_text("content/site.yaml") + "search: {}\n",
    "templates/search.html": "{{ page.title }}",
    "pagefind.toml": 'site = "/etc"\n',
    "pagefind.yml": "site: /etc\n",
}


@pytest.mark.parametrize(("command", "programs"), [("build", 2), ("check", 0)])
def test_with_a_search_a_build_starts_the_program_that_indexes_for_each_language_and_a_check_none(
    command: str, programs: int, tmp_path: Path
) -> None:
    root = make_site(tmp_path, SEARCH)
    code = WATCHED.replace('"build"', f'"{command}"')
    done = subprocess.run(
        [sys.executable, "-c", code, str(root), "1"],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={**os.environ, "PAGEFIND_BINARY_PATH": "/bin/false", "PAGEFIND_OUTPUT_PATH": str(tmp_path / "x")},
    )
    started = [line for line in done.stdout.splitlines() if line.startswith("refused subprocess.Popen")]

    assert done.returncode == 0, done.stdout
    assert len(started) == programs
    assert all("pagefind_bin" in line for line in started)
    assert not (tmp_path / "x").exists()
