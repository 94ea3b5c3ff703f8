"""Extensions in each command: `build`, `serve`, `why`, `diff`, `overlay`, `schema`, commands of their own."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from sitegen.commands.options import moment_of_run
from sitegen.review.overlay import FolderTree, overlay
from sitegen.serve.session import Builder, SessionOptions
from sitegen.types.registers import activate, active_extensions, extender
from tests.build.builds import build, replace_in, tree, write
from tests.sites import attempt, base_text, build_good, entry, load, make_site, write_files

ROOT = Path(__file__).parents[2]
LOUD = "def loud(text):\n    return text.upper()\n\n\nFILTERS = {'loud': loud}\n"
PAGE = base_text("templates/base.html").replace("<h1>{{ page.title }}", "<h1>{{ page.title|loud }}")
SITE = {"extensions/loud.py": LOUD, "templates/base.html": PAGE}
FOOD = "public/topics/food/index.html"


def sitegen(
    root: Path, *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    known = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1780185600", **(environment or {})}
    command = [sys.executable, "-m", "sitegen", *arguments]
    return subprocess.run(command, cwd=root, env=known, capture_output=True, encoding="utf-8", check=False)


def text(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


# --- build -----------------------------------------------------------------------------------------


def test_a_build_with_nothing_to_do_and_one_after_an_edit_of_an_extension(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", SITE)

    assert sitegen(root, "build").returncode == 0
    assert "<h1>FOOD</h1>" in text(root, FOOD)
    assert ": 0 files written" in sitegen(root, "build").stdout

    replace_in(root, "extensions/loud.py", "upper", "swapcase")
    assert ": 0 files written" not in sitegen(root, "build").stdout
    assert "<h1>fOOD</h1>" in text(root, FOOD)


def test_an_edit_within_the_same_second_counts_and_no_bytecode_is_written(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", SITE)

    for method in ("upper", "lower", "title", "upper"):
        write(root, "extensions/loud.py", LOUD.replace("upper", method))
        build(root)
        assert f"<h1>{getattr('Food', method)()}</h1>" in text(root, FOOD)
    assert {path.name for path in (root / "extensions").iterdir()} == {"loud.py"}


def test_two_sites_in_one_process_have_their_own_extensions(tmp_path: Path) -> None:
    one = make_site(tmp_path / "one", SITE)
    two = make_site(tmp_path / "two", {**SITE, "extensions/loud.py": LOUD.replace("upper", "lower")})
    plain = make_site(tmp_path / "plain")

    for root, title in ((one, "FOOD"), (two, "food"), (plain, "Food"), (one, "FOOD"), (two, "food")):
        build(root)
        assert f"<h1>{title}</h1>" in text(root, FOOD)
    assert [extension.name for extension in active_extensions()] == ["loud"]


def test_an_extension_that_is_removed_is_gone(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", SITE)
    build(root)
    (root / "extensions/loud.py").unlink()

    assert [problem.code for problem in build(root).report.problems] == ["template.syntax"]

    write(root, "templates/base.html", base_text("templates/base.html"))
    assert build(root).report.problems == ()
    assert "<h1>Food</h1>" in text(root, FOOD)


@pytest.mark.parametrize("jobs", [1, 2])
def test_processes_that_are_started_without_a_fork_have_the_same_extensions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    spawned = multiprocessing.get_context("spawn")
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: spawned)
    types = "name: Person\nplural: People\nfields:\n  phone: {kind: phone}\n"
    people = {f"content/people/p{n}.md": entry(f"P{n}", f"phone: '+47 {n}'") for n in range(150)}
    kind = (
        "from sitegen.extend import Kind\n\n\n"
        "def read(reading, field, node):\n    return node.text.upper()\n\n\n"
        "KINDS = {'phone': Kind(name='phone', read=read)}\n"
    )

    built = build_good(
        tmp_path,
        {**SITE, "extensions/phone.py": kind, "content/people/_type.yaml": types, **people},
        jobs=jobs,
    )

    assert "<h1>P7</h1>" in built["people/p7/index.html"]
    assert "+47 7" in built["people/p7/index.html"]


# --- purity ----------------------------------------------------------------------------------------

READS = (
    "from pathlib import Path\n\n\ndef loud(text):\n"
    "    try:\n        return Path({path!r}).read_text()\n    except Exception:\n        return text\n\n\n"
    "FILTERS = {{'loud': loud}}\n"
)


def test_verify_names_a_filter_that_reads_a_file(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", SITE)
    write(tmp_path, "outside.txt", "Outside")
    write(root, "extensions/loud.py", READS.format(path=str(tmp_path / "outside.txt")))

    assert sitegen(root, "build").returncode == 0
    done = sitegen(root, "build", "--verify")

    assert done.returncode == 1
    assert 'extensions/loud.py:6: extension.impure: the filter "loud" uses the file ' in done.stdout
    assert "fault of sitegen" not in done.stdout + done.stderr


def test_verify_allows_a_file_that_is_declared(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {**SITE, "extensions/words.txt": "Words"})
    code = READS.format(path=str(root / "extensions/words.txt"))
    write(root, "extensions/loud.py", code + "FILES = ('extensions/words.txt',)\n")

    done = sitegen(root, "build", "--verify")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "every file is identical to that of a clean build" in done.stdout


@pytest.mark.parametrize(
    ("statement", "used"),
    [
        ("__import__('subprocess').run(['true'], check=False)", "another program"),
        ("__import__('socket').create_connection(('127.0.0.1', 9))", "the network"),
        ("__import__('os').listdir('/')", "the folder"),
    ],
)
def test_verify_names_a_filter_that_leaves_the_build(tmp_path: Path, statement: str, used: str) -> None:
    code = LOUD.replace("    return", f"    {statement}\n    return")
    root = make_site(tmp_path / "site", {**SITE, "extensions/loud.py": code})

    done = sitegen(root, "build", "--verify")

    assert f'extensions/loud.py:2: extension.impure: the filter "loud" uses {used}' in done.stdout
    assert done.returncode == 1


# --- serve -----------------------------------------------------------------------------------------


def test_serve_follows_edits_of_extensions_and_shows_their_mistakes(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", SITE)
    said: list[str] = []
    session = SessionOptions(root, 8000, moment_of_run)
    output = root / ".sitegen/serve/public"
    builder = Builder(session, output, said.append, lambda ps: "\n".join(f"{p.code}" for p in ps))

    builder.build()
    page = output / "topics/food/index.html"
    assert "<h1>FOOD</h1>" in page.read_text(encoding="utf-8")

    write(root, "extensions/loud.py", LOUD.replace("(text):", "(text:"))
    assert builder.build().problems == "extension.syntax"
    write(root, "extensions/loud.py", LOUD.replace("text.upper()", "text.nothing()"))
    assert builder.build().problems == "extension.failed"
    loads = extender()
    assert loads is not None
    loads.watch()
    write(root, "extensions/loud.py", READS.format(path="/etc/hostname").replace("Exception", "OSError"))
    assert builder.build().problems == "extension.impure"
    write(root, "extensions/loud.py", LOUD.replace("upper", "swapcase"))
    update = builder.build()
    assert update.problems == ""
    assert "topics/food/index.html" in update.changed
    assert "<h1>fOOD</h1>" in page.read_text(encoding="utf-8")


# --- other commands --------------------------------------------------------------------------------


def test_why_names_the_extension(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", SITE)
    sitegen(root, "build")
    replace_in(root, "extensions/loud.py", "upper", "swapcase")

    said = sitegen(root, "why").stdout

    assert said.startswith("changed     extensions/loud.py\n\nrebuilt     ")
    assert said.endswith("because     extension extensions/loud.py\n")


def test_diff_builds_each_side_with_its_own_extensions(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", SITE)
    write(root, ".gitignore", "public/\n.sitegen/\n.public*\n")
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "one"]):
        author = ["-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run(["git", *author, *arguments], cwd=root, check=True)
    replace_in(root, "extensions/loud.py", "upper", "swapcase")

    done = sitegen(root, "diff", "--against", "main", "--format", "json")

    assert done.returncode == 0, done.stderr
    places = [place for place in (root / ".sitegen/diff").iterdir() if place.is_dir()]
    titles = {
        text(place, FOOD).partition("<h1>")[2].partition("</h1>")[0]
        for place in places
        if (place / FOOD).exists()
    }
    assert titles == {"FOOD", "fOOD"}


def test_an_overlay_has_the_extensions_of_the_base_and_never_those_of_a_stranger(tmp_path: Path) -> None:
    base = make_site(tmp_path / "base", SITE)
    stranger = copytree(base, tmp_path / "pr")
    write(stranger, "extensions/loud.py", "raise SystemExit('stolen')\n")
    write(stranger, "extensions/more.py", "raise SystemExit('stolen')\n")
    write_files(stranger, {"content/topics/air.md": entry("Air")})

    made = overlay(base, FolderTree(stranger), tmp_path / "out")

    assert made.added == ("content/topics/air.md",)
    assert [it.path for it in made.left_out] == ["extensions/loud.py", "extensions/more.py"]
    assert {path for path in tree(tmp_path / "out") if path.startswith("extensions/")} == {
        "extensions/loud.py"
    }
    assert text(tmp_path / "out", "extensions/loud.py") == LOUD
    build(tmp_path / "out")
    assert "<h1>AIR</h1>" in text(tmp_path / "out", "public/topics/air/index.html")


COMMAND = """
import click

@click.command()
@click.argument("name")
@click.option("--root")
def greet(name, root):
    \"\"\"Greet somebody.\"\"\"
    if name == "nobody":
        raise ValueError("nobody is here")
    click.echo(f"Good morning, {name}.")

COMMANDS = {"greet": greet}
"""


def test_a_command(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"extensions/greet.py": COMMAND})

    assert sitegen(root, "greet", "Ann").stdout == "Good morning, Ann.\n"
    assert sitegen(tmp_path, "greet", "Ann", "--root", str(root)).stdout == "Good morning, Ann.\n"
    assert "  greet" in sitegen(root, "--help").stdout
    assert "Greet somebody." in sitegen(root, "help", "greet").stdout
    assert 'there is no command "gret" (did you mean greet?)' in sitegen(root, "gret").stderr
    assert 'there is no command "greet"' in sitegen(tmp_path, "greet").stderr


def test_a_command_that_fails_names_its_line(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"extensions/greet.py": COMMAND})

    done = sitegen(root, "greet", "nobody")

    assert done.returncode == 1
    assert (
        "extensions/greet.py:10:9: extension.failed: the extension fails: ValueError: nobody is here"
        in done.stdout
    )
    assert "Traceback" not in done.stderr


KIND = (
    "from sitegen.extend import Kind\n\n"
    "KINDS = {'colour': Kind(name='colour', noun='a colour', pattern='#[0-9a-f]{6}', example='#0b5fff')}\n"
)
COLOURS = "name: Brand\nplural: Brands\nfields:\n  colour: {kind: colour, required: true}\n"


def test_editors_tools_know_a_field_kind(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"extensions/colour.py": KIND, "content/brands/_type.yaml": COLOURS})

    sitegen(root, "schema")
    assert sitegen(root, "new", "brands", "Blue").stdout == "content/brands/blue.md\n"

    schema = json.loads(text(root, ".vscode/schemas/brands.json"))
    assert "#[0-9a-f]{6}" in json.dumps(schema["properties"]["colour"])
    assert "#0b5fff" in text(root, "content/brands/blue.md")
    assert '"colour"' in text(root, ".vscode/schemas/_type.json")


KEYS = """
from sitegen.extend import Contributed, Key, Location, Problem, Rule, Scope, Severity, TEXT

def check(checked):
    motto = checked.site.config.contributed["motto"]
    if motto:
        yield Problem("motto.seen", motto, Location("content/site.yaml"), severity=Severity.WARNING)

KEYS = Contributed(site=(Key("motto", TEXT, "A motto."),))
RULES = (Rule(check, Scope.FACTS),)
"""


def test_a_key_and_a_rule(tmp_path: Path) -> None:
    site = base_text("content/site.yaml")

    outcome = attempt(
        tmp_path, {"extensions/motto.py": KEYS, "content/site.yaml": site + "motto: Together\n"}
    )
    assert outcome.problems == "content/site.yaml: warning: motto.seen: Together"

    outcome = attempt(tmp_path, {"content/site.yaml": site + "moto: Together\n"})
    assert "did you mean motto?" in outcome.problems


def test_a_key_that_sitegen_has(tmp_path: Path) -> None:
    code = KEYS.replace('"motto"', '"title"')

    outcome = attempt(tmp_path, {"extensions/motto.py": code})

    assert outcome.codes == ["extension.value"]
    assert 'have the key "title", which sitegen has already' in outcome.problems


IMPORTER = """
from sitegen.features.importing.imported import Imported

def notes(source, options):
    return "nothing"

IMPORTERS = {"notes": notes}
"""


def test_an_importer_that_returns_something_else(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"extensions/notes.py": IMPORTER})
    write(tmp_path, "notes.txt", "Notes")

    done = sitegen(root, "import", "notes", str(tmp_path / "notes.txt"), str(tmp_path / "new"))

    assert (
        'extensions/notes.py:7:14: extension.result: the importer "notes" returns a text, not Imported'
        in (done.stdout)
    )


# --- installed packages ----------------------------------------------------------------------------


def installed(folder: Path, version: str, code: str) -> dict[str, str]:
    """The environment with an installed package that has an extension."""
    record = folder / f"sitegen_loud-{version}.dist-info"
    for old in folder.glob("*.dist-info"):
        old.rename(record)
    record.mkdir(parents=True, exist_ok=True)
    (folder / "sitegen_loud").mkdir(exist_ok=True)
    write(
        folder, f"{record.name}/METADATA", f"Metadata-Version: 2.1\nName: sitegen-loud\nVersion: {version}\n"
    )
    write(folder, f"{record.name}/entry_points.txt", "[sitegen.extensions]\nloud = sitegen_loud\n")
    write(folder, "sitegen_loud/__init__.py", code)
    return {"PYTHONPATH": f"{ROOT}{os.pathsep}{folder}"}


def test_an_installed_package(tmp_path: Path) -> None:
    root, folder = make_site(tmp_path / "site", {"templates/base.html": PAGE}), tmp_path / "packages"
    environment = installed(folder, "1.0", LOUD)

    assert sitegen(root, "build", environment=environment).returncode == 0
    assert "<h1>FOOD</h1>" in text(root, FOOD)
    assert ": 0 files written" in sitegen(root, "build", environment=environment).stdout

    installed(folder, "1.0", LOUD.replace("upper", "swapcase"))  # as in an editable installation
    sitegen(root, "build", environment=environment)
    assert "<h1>fOOD</h1>" in text(root, FOOD)

    installed(folder, "1.0", LOUD.replace("upper", "lower"))  # and a text of another entry
    with (root / "content/topics/water.md").open("a", encoding="utf-8") as file:
        file.write("More words.\n")
    sitegen(root, "build", environment=environment)
    assert "<h1>food</h1>" in text(root, FOOD)

    installed(folder, "1.1", LOUD.replace("upper", "swapcase"))
    why = sitegen(root, "why", environment=environment).stdout
    assert why.endswith("because     extension sitegen_loud-1.1: sitegen_loud\n")

    without = sitegen(root, "build")
    assert 'there is no filter "loud"' in without.stdout


def test_a_failure_in_an_installed_package_names_its_file(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"templates/base.html": PAGE})
    environment = installed(tmp_path / "packages", "1.0", LOUD.replace("text.upper()", "text.nothing()"))

    done = sitegen(root, "build", environment=environment)

    failure = 'sitegen_loud/__init__.py:2:12: extension.failed: the filter "loud" fails: AttributeError'
    assert failure in done.stdout
    assert "called from templates/base.html:" in done.stdout


def test_a_site_and_a_package_with_one_name(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", SITE)
    environment = installed(tmp_path / "packages", "1.0", LOUD)

    done = sitegen(root, "build", environment=environment)

    assert (
        'extensions/loud.py:5:12: extension.taken: sitegen_loud-1.0: sitegen_loud has a filter "loud" already'
        in (done.stdout)
    )


@pytest.fixture(autouse=True)
def _no_extensions() -> Any:
    yield
    activate(())


def test_the_configuration_names_the_active_extensions(tmp_path: Path) -> None:
    root = make_site(tmp_path, SITE)

    ((name, digest),) = load(root).extensions

    assert name == "loud"
    assert len(digest) == 32
