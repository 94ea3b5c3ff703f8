"""The files for editors' tools beside what lies there: compared, written, and nobody else's overwritten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from sitegen.authoring import github, vscode
from sitegen.authoring.definition_schemas import definition_schemas
from sitegen.authoring.entry_schemas import entry_schemas
from sitegen.read.entry_places import INTRO
from sitegen.read.scan import is_document, scan
from sitegen.store.own_files import replace_file
from sitegen.types import Config

MADE = "Made by `sitegen schema` from content/site.yaml and the _type.yaml files: change those, not this."
MARK = "Made by `sitegen schema`"
SCRIPT = "build.py"
"""What starts sitegen in its own repository."""
NEAR = 400
"""Characters of a file among which the mark stands."""
FOLDERS = (".vscode/schemas", ".vscode", ".github", ".github/ISSUE_TEMPLATE")
"""Where a file with the mark that is made no longer is taken away."""


class Outside(Exception):
    """The place of a file is a link that leads out of the folder."""


class MadeFile(Struct, frozen=True):
    path: str
    text: str
    of_content: bool = False
    """It lists entries, so that every new one changes it; to be behind is no mistake."""


class Comparison(Struct, frozen=True):
    """What is made beside what lies there, as paths."""

    stale: tuple[str, ...]
    """Missing or different."""
    behind: tuple[str, ...]
    """The same of those that list entries."""
    left_over: tuple[str, ...]
    """Made once, for what is no longer there."""
    foreign: tuple[str, ...]
    """Somebody else's, in the place of one of ours."""


def made_files(root: Path, config: Config) -> tuple[MadeFile, ...]:
    """All the files for the site below `root`, sorted by path."""
    names = _names(root, config)
    files = [
        MadeFile(f".vscode/schemas/{name}", _json({"$comment": MADE, **schema}), name == "_names.json")
        for name, schema in (definition_schemas(config) | entry_schemas(config, names)).items()
    ]
    script = SCRIPT if (root / SCRIPT).is_file() else ""
    for name, settings in vscode.settings(config, script).items():
        files.append(MadeFile(f".vscode/{name}", f"// {MADE}\n{_json(settings)}"))
    snippets = vscode.name_snippets(config, names)
    files.append(MadeFile(".vscode/names.code-snippets", f"// {MADE}\n{_json(snippets)}", True))
    for name, text in github.templates(config).items():
        comment = f"<!-- {MADE} -->\n\n" if name.endswith(".md") else f"# {MADE}\n"
        files.append(MadeFile(f".github/{name}", comment + text))
    return tuple(sorted(files, key=lambda file: file.path))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _names(root: Path, config: Config) -> dict[str, list[str]]:
    """The names of the entries of each type, by their files; drafts too."""
    found: dict[str, dict[str, None]] = {name: {} for name in config.types}
    for path in scan(root).content:
        folders, _, file = path.rpartition("/")
        stem = file.rpartition(".")[0]
        name, _, code = stem.rpartition(".")
        folder = folders.removeprefix("content/")
        if is_document(path) and folder in found and not stem.startswith(INTRO):
            found[folder][name if code in config.languages and name else stem] = None
    return {folder: sorted(names) for folder, names in found.items()}


def compare(folder: Path, files: tuple[MadeFile, ...]) -> Comparison:
    """What lies in a folder beside the files that should. Raises Outside and OSError."""
    stale: list[str] = []
    behind: list[str] = []
    foreign: list[str] = []
    for file in files:
        there = _text(folder, file.path)
        if there == file.text:
            continue
        if there is not None and MARK not in there[:NEAR]:
            foreign.append(file.path)
        else:
            (behind if file.of_content else stale).append(file.path)
    left_over = _left_over(folder, {file.path for file in files})
    return Comparison(tuple(stale), tuple(behind), tuple(left_over), tuple(foreign))


def write(folder: Path, files: tuple[MadeFile, ...]) -> Comparison:
    """Writes what is missing or different and takes away what is left over; gives what it found before.

    Raises Outside and OSError.
    """
    found = compare(folder, files)
    wanted = {*found.stale, *found.behind}
    for file in files:
        if file.path in wanted:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target, file.text.encode("utf-8"))
    for path in found.left_over:
        (folder / path).unlink()
    return found


def _text(folder: Path, path: str) -> str | None:
    target = folder / path
    if not target.resolve().is_relative_to(folder.resolve()):
        raise Outside(f"{path} is a link that leads out of the folder")
    return target.read_text(encoding="utf-8", errors="replace") if target.exists() else None


def _left_over(folder: Path, wanted: set[str]) -> Iterator[str]:
    for place in FOLDERS:
        for target in sorted((folder / place).glob("*")):
            path = f"{place}/{target.name}"
            ours = path not in wanted and target.is_file() and not target.is_symlink()
            if ours and MARK in (_text(folder, path) or "")[:NEAR]:
                yield path
