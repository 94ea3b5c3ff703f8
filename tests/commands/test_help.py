"""Help, version, completion and the manual page."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen import __version__
from sitegen.authoring.scaffold.vendored import packed, short_digest
from sitegen.commands import about, commands
from sitegen.commands.cli import UNSOUND
from sitegen.commands.manual import PAGE, STATUSES, manual_page
from tests.sites import make_site, write_files

ROOT = Path(__file__).parents[2]
SITE = {
    "content/site.yaml": "",
    "content/topics/_type.yaml": "",
    "content/topics/_index.md": "",
    "content/topics/water.md": "",
    "content/topics/water.fr.md": "",
    "content/topics/waste.zh-Hans.md": "",
    "content/topics/air/index.md": "",
    "content/topics/air/index.fr.md": "",
    "content/topics/air/smog.md": "",
    "content/topics/picture.png": "",
    "content/people/_type.yaml": "",
    "content/people/ada.yaml": "",
    "content/projects/_type.yaml": "",
    "content/fr/topics/water.md": "",
}


def run(*arguments: str, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, "-m", "sitegen", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def completed(typed: str, folder: Path) -> list[str]:
    """What bash is offered for a command line, whose last word is completed."""
    words = typed.split(" ")
    done = run(
        cwd=folder, COMP_WORDS=typed, COMP_CWORD=str(len(words) - 1), _SITEGEN_COMPLETE="bash_complete"
    )
    assert done.returncode == 0, done.stderr
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


# --- version and help -------------------------------------------------------------------------


def test_version_has_what_a_report_of_a_fault_needs() -> None:
    short, long = run("-V").stdout, run("--version").stdout

    assert short == long
    first, code, python, extras = short.splitlines()
    assert first == f"sitegen {__version__}"
    assert re.fullmatch(r"code: commit [0-9a-f]{12}(, with changes)?", code)
    assert python.startswith("Python: {}.{}.{} (cpython, ".format(*sys.version_info))
    assert {"cards", "sheets", "importing"} <= set(extras.removeprefix("extras: ").split(", "))


def test_an_installed_program_gives_the_digest_in_the_name_of_its_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(about, "REPOSITORY", tmp_path)

    assert f"\ncode: digest {short_digest(packed())}\n" in about.version_text()


@pytest.mark.parametrize("name", ["build", "next-change", "import"])
def test_help_shows_what_a_command_shows_itself(name: str) -> None:
    assert run("help", name).stdout == run(name, "--help").stdout


def test_help_alone_lists_every_command() -> None:
    done = run("help")

    assert done.stdout == run("--help").stdout
    assert [name for name in commands() if not re.search(rf"^  {name} ", done.stdout, re.MULTILINE)] == []


def test_help_suggests_the_command_that_was_meant() -> None:
    done = run("help", "biuld")

    assert done.returncode == 2
    assert done.stderr.startswith('sitegen: there is no command "biuld" (did you mean build?)')


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("build.py", "build.py"),
        ("../sitegen/build.py", "../sitegen/build.py"),
        ("a b/build.py", '"a b/build.py"'),
    ],
)
def test_messages_name_build_py_as_it_was_typed(typed: str, named: str) -> None:
    program = runpy.run_path(str(ROOT / "build.py"))["program"]

    assert program(typed).split(" ", 1)[1] == named


# --- completion -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("sitegen ne", ["new", "next-change"]),
        ("sitegen help ove", ["overlay"]),
        ("sitegen build --format ", ["text", "json", "github"]),
        ("sitegen build --ba", ["--base-url"]),
        ("sitegen new ", ["people", "projects", "topics"]),
        ("sitegen new p", ["people", "projects"]),
        ("sitegen mv ", ["people/", "projects/", "topics/"]),
        ("sitegen mv p", ["people/", "projects/"]),
        ("sitegen mv pe", ["people/ada"]),
        ("sitegen mv topics/wa", ["topics/waste", "topics/water"]),
        ("sitegen why topics/air/", ["topics/air/smog"]),
        ("sitegen why top", ["topics/air", "topics/air/smog", "topics/waste", "topics/water"]),
        ("sitegen mv nothing/", []),
    ],
)
def test_a_shell_is_offered(typed: str, offered: list[str], tmp_path: Path) -> None:
    write_files(tmp_path, SITE)

    assert completed(typed, tmp_path) == offered


def test_a_shell_is_offered_names_of_the_site_that_root_names(tmp_path: Path) -> None:
    write_files(tmp_path / "site", SITE)

    assert completed("sitegen new --root site to", tmp_path) == ["topics"]
    assert completed("sitegen mv to", tmp_path) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_asks_the_program(shell: str) -> None:
    done = run("completion", shell)

    assert done.returncode == 0
    assert f"_SITEGEN_COMPLETE={shell}_complete" in done.stdout


def test_completing_imports_nothing_that_is_slow(tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    code = (
        "import sys; from sitegen.commands.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(*sys.modules)"
    )
    asked = {"COMP_WORDS": "sitegen mv to", "COMP_CWORD": "2", "_SITEGEN_COMPLETE": "bash_complete"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT), **asked},
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip

    assert "plain,topics/water" in done.stdout
    assert not {"jinja2", "babel", "yaml", "markdown", "PIL"} & set(done.stdout.split())


# --- the manual page --------------------------------------------------------------------------


def test_the_manual_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == manual_page(), "run: python -m sitegen.commands.manual"


def test_the_manual_page_has_the_statuses_of_the_documentation() -> None:
    commands_page = next(ROOT.glob("docs/**/commands.md")).read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", commands_page, re.MULTILINE)

    documented = {int(status): meaning.replace("`", "") for status, meaning in rows}
    assert {status: f"{text[0].lower()}{text[1:-1]}" for status, text in STATUSES.items()} == {
        status: f"{text[0].lower()}{text[1:]}" for status, text in documented.items()
    }


def test_the_manual_page_is_well_formed() -> None:
    """Each line is a request of man(7) that is used here, or text without one."""
    requests = {line.split(" ")[0] for line in manual_page().splitlines() if line.startswith((".", "'"))}

    assert requests == {".TH", ".SH", ".SS", ".PP", ".TP", ".B"}
    assert manual_page().count("\n.SS ") == len(commands())


EXTENSION = """import click

@click.command()
@click.option("--loud", is_flag=True, help="Louder.")
def hello(loud):
    \"\"\"Say hello.\"\"\"

@click.command(hidden=True)
def hidden():
    pass

COMMANDS = {"hello": hello, "hidden-hello": hidden}
"""
BROKEN = "print('noise')\nimport nothing_of_that_name\n"


@pytest.mark.parametrize("broken", [False, True])
def test_commands_of_a_site_are_completed_and_listed_in_its_folder(tmp_path: Path, broken: bool) -> None:
    root = make_site(tmp_path / "site", {"extensions/hello.py": EXTENSION})
    if broken:
        (root / "extensions/broken.py").write_text(BROKEN)
    inside = root / "content/topics"

    assert completed("sitegen he", inside) == ["help", "hello"]
    assert completed("sitegen hello --", inside) == ["--loud", "--help"]
    assert completed("sitegen help hel", inside) == ["help", "hello"]
    assert completed("sitegen he", tmp_path) == ["help"]
    assert completed("sitegen hi", inside) == []

    done = run("help", cwd=inside)
    assert done.returncode == 0
    assert "  hello           Say hello.\n" in done.stdout
    assert "hidden-hello" not in done.stdout
    assert "noise" not in done.stdout
    assert done.stderr == (f"sitegen: {UNSOUND}\n" if broken else "")
    assert "hello" not in run("help", cwd=tmp_path).stdout
