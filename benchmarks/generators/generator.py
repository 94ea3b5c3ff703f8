"""What `run.py` has to know of a generator, and what the generators share in writing a site."""

from __future__ import annotations

import json
import shutil
import subprocess
import venv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.corpus import Entry

SITES = Path(__file__).parents[1] / "sites"
PACKAGES = Path(__file__).parents[1] / "packages"
REPOSITORY = Path(__file__).parents[2]
NODE_PACKAGES = ("package.json", "package-lock.json")


@dataclass(frozen=True, slots=True)
class Command:
    arguments: tuple[str, ...]
    folder: Path
    """Where it is run."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Environment variables beside those of this process."""


@dataclass(frozen=True, slots=True)
class Setup:
    """A generator's site of one corpus."""

    write: Callable[[Path, Iterable[Entry]], None]
    """Writes templates, configuration and content below a folder."""
    text_of: Callable[[Entry], str]
    template: str
    """The template of every page, with the words of the footer in it if the corpus has an edit of it."""
    type_definition: str | None = None
    """The definition of a content type, where the generator has such a thing."""


@dataclass(frozen=True, slots=True)
class Generator:
    name: str
    program: str
    """The folder of the program and of its sites; variants of a generator share it."""
    version: Callable[[], str]
    incremental: bool
    """It remembers between two runs of its command what it has already made."""
    prepare: Callable[[Path], None]
    """Installs the program in its folder, if it is not there yet."""
    setups: Mapping[str, Setup]
    """By the names of the corpora that it can build."""
    command: Callable[[Path, Path], Command]
    """How the program in one folder builds the site in another."""
    server: Callable[[Path, Path, int], Command] | None = None
    """How it shows the site at a port of this machine and follows its edits, where it can."""
    output: str = "public"
    leavings: tuple[str, ...] = ()
    """What a build leaves in the site beside the output; without all of it, a build is cold."""
    added: str = ""
    """Pattern for the names of pages that the program always adds; they are neither counted nor compared."""


def write_files(
    root: Path,
    templates: str,
    entries: Iterable[Entry],
    text_of: Callable[[Entry], str],
) -> None:
    """The files below `sites/<templates>` and one file for each entry."""
    shutil.copytree(SITES / templates, root, dirs_exist_ok=True)
    folders = set()
    for entry in entries:
        path = root / path_of(entry)
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        path.write_text(text_of(entry), encoding="utf-8")


def plain_setup(generator: str, template: str) -> Setup:
    """The site of the plain corpus, whose texts are the same for every generator."""

    def write(root: Path, entries: Iterable[Entry]) -> None:
        write_files(root, f"plain/{generator}", entries, plain_text)

    return Setup(write, plain_text, template)


def plain_text(entry: Entry) -> str:
    """A title as front matter, and the body."""
    return front_matter([f"title: {entry.title}"]) + "\n\n".join(entry.blocks) + "\n"


def path_of(entry: Entry) -> str:
    """Where the file of an entry lies in the site of any generator."""
    return f"content/{entry.section}/{entry.name}.md"


def front_matter(lines: Iterable[str]) -> str:
    """These lines of YAML between fences, and a blank line."""
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def body_of(entry: Entry, address: str) -> str:
    """The Markdown of an entry with its links; `{section}` and `{name}` of `address` are filled in."""
    body = "\n\n".join(entry.blocks)
    for section, name in entry.see_also:
        body = body.replace(f"[[{section}/{name}]]", address.format(section=section, name=name))
    return body


def install_python(folder: Path, requirements: str) -> None:
    """A virtual environment in `folder/venv` with what the lines of a requirements file ask for."""
    environment = folder / "venv"
    installed = environment / "installed.txt"
    if is_written(installed, requirements):
        return
    venv.create(environment, clear=True, with_pip=True)
    wanted = environment / "wanted.txt"
    wanted.write_text(requirements, encoding="utf-8")
    python = str(environment / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-qq", "--requirement", str(wanted)], check=True)
    wanted.rename(installed)


def install_node(folder: Path, program: str) -> None:
    """What the package files below `packages/<program>` name; sites below the folder find it there."""
    wanted = (PACKAGES / program / NODE_PACKAGES[1]).read_text(encoding="utf-8")
    installed = folder / "installed.json"
    if is_written(installed, wanted):
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in NODE_PACKAGES:
        shutil.copy(PACKAGES / program / name, folder)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
    installed.write_text(wanted, encoding="utf-8")


def node_version(program: str, package: str) -> str:
    """The version of a package that the package files below `packages/<program>` name."""
    wanted = json.loads((PACKAGES / program / NODE_PACKAGES[0]).read_text(encoding="utf-8"))
    return str(wanted["dependencies"][package])


def is_written(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
