"""A new site includes sitegen, and nothing takes it from the package index by its name."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from sitegen import __version__
from sitegen.authoring.scaffold import make_site
from sitegen.authoring.scaffold.vendored import vendored_files
from sitegen.problems.extras import EXTRAS, install_command, installer, with_installer
from tests.sites import write_files

ROOT = Path(__file__).parents[3]
BY_NAME = re.compile(
    r"""
    \b(?:uvx|(?:pip3?|pipx|uv|poetry|pdm|conda)\b[^\n|;&`]*?\b(?:install|add|tool\ run|pipx\ run))\b
        (?![^\n|;&`]*\ --(?:from|spec)\b) [^\n|;&`]*?[\s"'`] sitegen (?:\[|[=<>~!]=|@|["'`\s]|$)
    | \bpipx\ run\ sitegen\b
    | ^\s* sitegen \s* (?:\[[\w,-]*\])? \s* (?:[=<>~!]=|@\s)
    | (?<!/)sitegen\[[\w,-]+\]
    """,
    re.VERBOSE | re.MULTILINE,
)
"""A command or requirement that takes the package named sitegen from the package index."""


@pytest.mark.parametrize(
    "text",
    ["pip install sitegen", "pip install -U sitegen", '`pip install "sitegen[search]"`', "uv add sitegen==1",
     "uvx install sitegen", "pipx install sitegen", "sitegen==0.1.0", "sitegen[gfm]", "  sitegen >= 1",
     "sitegen @ git+https://example.org/sitegen@v1", "sitegen @ pypi", "python -m pip install 'sitegen'",
     "uvx sitegen init", "uv tool run sitegen", "pipx run sitegen build", "pipx install sitegen==0.1"],
)  # fmt: skip
def test_what_would_install_a_program_of_somebody_else_is_recognised(text: str) -> None:
    assert BY_NAME.search(text)


@pytest.mark.parametrize(
    "text",
    ["pip install sitegen-networks", 'pip install "sitegen-networks[gfm]"', "pipx install sitegen-networks",
     "uvx --from sitegen-networks sitegen init", "pipx run --spec ./vendor/a.whl sitegen init",
     "pip install -r requirements.txt && sitegen build", "sitegen_networks-0.1.0-py3-none-any.whl",
     "install it; sitegen then checks", "the lines install sitegen and its packages", "uv run sitegen build"],
)  # fmt: skip
def test_our_own_name_and_other_commands_are_not(text: str) -> None:
    assert not BY_NAME.search(text)


def test_nothing_tells_anybody_to_install_it_by_its_name() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    names = tracked.decode("utf-8").split("\0")
    shipped = [ROOT / name for name in names if name and not name.startswith("tests/")]
    assert {
        ROOT / "README.md",
        ROOT / ".ci/site.sh",
        ROOT / "docs/content/manual/developers/deploy.md",
    } < set(shipped)
    found = []
    for path in shipped:
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        found += [f"{path.relative_to(ROOT)}: {match[0].strip()}" for match in BY_NAME.finditer(text)]
    assert found == []


def test_extras_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = project["optional-dependencies"]

    assert {name: [it.split(";")[0].strip() for it in needs] for name, needs in declared.items()} == {
        name: list(needs) for name, needs in EXTRAS.items()
    }


@pytest.mark.parametrize(
    ("file", "folder", "command"),
    [
        ("pyvenv.cfg", "site/.venv", "pip install"),
        ("pipx_metadata.json", "pipx/venvs/sitegen-networks", "pipx inject sitegen-networks"),
    ],
)
def test_the_command_is_the_one_of_the_tool_that_made_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, folder: str, command: str
) -> None:
    write_files(tmp_path, {f"{folder}/{file}": ""})
    monkeypatch.setattr("sys.prefix", str(tmp_path / folder))

    assert installer.__wrapped__() == command


def test_a_command_names_the_packages_of_an_extra() -> None:
    assert with_installer(install_command("gfm")) == 'pip install "comrak>=0.0.12,<0.0.13"'


def test_packages_for_build_py_are_installed_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITEGEN_PROGRAM", "python3 build.py")

    assert installer.__wrapped__() == f'"{sys.executable}" -m pip install'


def test_an_environment_of_uv_has_no_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr("sitegen.problems.extras.find_spec", lambda _: None)

    assert installer.__wrapped__() == f'uv pip install --python "{tmp_path}"'


def test_every_requirement_of_a_new_site_has_a_digest(tmp_path: Path) -> None:
    make_site(tmp_path)
    text = (tmp_path / "requirements.txt").read_text("utf-8")
    option, own, *needed = [it for it in re.split(r"(?<!\\)\n", text) if it and not it.startswith("#")]
    lock = (ROOT / "requirements.lock").read_text("utf-8")

    assert option == "--require-hashes"
    path, digest = own.split(" --hash=sha256:")
    name = rf"sitegen_networks-{re.escape(__version__)}\+b[0-9a-f]{{12}}-py3-none-any\.whl"
    assert re.fullmatch(rf"\./vendor/{name}", path)
    assert hashlib.sha256((tmp_path / path).read_bytes()).hexdigest() == digest
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", requirement) for requirement in needed)
    assert "\n".join(needed) == "\n".join(line for line in lock.splitlines() if not line.startswith("#"))


def test_the_wheel_is_the_same_wherever_and_whenever_it_is_made() -> None:
    assert vendored_files() == vendored_files()
    name, data = list(vendored_files().items())[1]
    assert len(data) < 2_000_000, f"{name}: every site has it in its history"


def test_a_new_site_installs_and_builds_with_what_it_brings(tmp_path: Path) -> None:
    """Works without network: only the wheel, with the command of the workflows and the digest of the site."""
    root = tmp_path / "site"
    make_site(root)
    own = next(
        it for it in (root / "requirements.txt").read_text("utf-8").splitlines() if it.startswith("./")
    )
    write_files(root, {"own.txt": f"{own}\n"})
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--require-hashes",
           "--requirement", "own.txt", "--target", str(tmp_path / "installed")]  # fmt: skip
    environment = {"PYTHONPATH": str(tmp_path / "installed"), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*command: str, where: Path = root) -> str:
        done = subprocess.run(
            command, cwd=where, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(*pip)
    first, code, *_ = run(sys.executable, "-m", "sitegen", "--version").splitlines()
    assert first == f"sitegen {__version__}"
    assert code.replace("code: digest ", f"-{__version__}+b") in own
    run(sys.executable, "-m", "sitegen", "build", "--strict")
    assert (root / "public/fr/index.html").is_file()
    run(sys.executable, "-m", "sitegen", "init", "again", where=tmp_path)
    assert (tmp_path / "again/requirements.txt").read_bytes() == (root / "requirements.txt").read_bytes()


def test_the_wheel_says_what_it_needs(tmp_path: Path) -> None:
    path, data = list(vendored_files().items())[1]
    write_files(tmp_path, {path: data})
    with zipfile.ZipFile(tmp_path / path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        (metadata,) = (archive.read(name).decode("utf-8") for name in names if name.endswith("/METADATA"))
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
    assert "sitegen/authoring/scaffold/presets/institute/content/site.yaml" in names
    needed = re.findall(r"^Requires-Dist: (.*)", metadata, re.MULTILINE)
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert len(needed) == len(re.findall(r"^[a-z].*==", lock, re.MULTILINE))
    assert any(re.fullmatch(r"comrak==\S+; python_full_version < '3\.15'", it) for it in needed), needed
