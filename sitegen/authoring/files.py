"""The generated files: compared with a folder, and written. Files of other origin are not overwritten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from sitegen.authoring import github, vscode
from sitegen.authoring.definition_schemas import definition_schemas
from sitegen.authoring.entry_schemas import entry_schemas
from sitegen.read.entry_places import INTRO_TYPE, place_of
from sitegen.read.scan import is_document, scan
from sitegen.store.own_files import replace_file
from sitegen.types import Config

MADE = "Made by `sitegen schema` from content/site.yaml and the _type.yaml files: change those, not this."
MARK = "Made by `sitegen schema`"
SCRIPT = "build.py"
"""Starts sitegen in its own repository."""
NEAR = 400
"""Characters at the start of a file that are searched for the mark."""
FOLDERS = (".vscode/schemas", ".vscode", ".github", ".github/ISSUE_TEMPLATE")
"""Folders from which generated files are removed when they are no longer needed."""


class OutsideFolder(Exception):
    """The path of a file leads out of the folder through a link."""


class GeneratedFile(Struct, frozen=True):
    path: str
    text: str
    of_content: bool = False
    """True if the file lists entries, and so changes with every new one. It may be out of date."""


class Comparison(Struct, frozen=True):
    """Differences between the generated files and a folder, as paths."""

    stale: tuple[str, ...]
    """Missing or changed files."""
    behind: tuple[str, ...]
    """Missing or changed files that list entries."""
    left_over: tuple[str, ...]
    """Files that were generated for something that no longer exists."""
    foreign: tuple[str, ...]
    """Files that sitegen did not generate, in the place of a generated one."""


def generated_files(root: Path, config: Config) -> tuple[GeneratedFile, ...]:
    """Returns all generated files for the site below `root`, sorted by path."""
    names = _names(root, config)
    files = [
        GeneratedFile(f".vscode/schemas/{name}", _json({"$comment": MADE, **schema}), name == "_names.json")
        for name, schema in (definition_schemas(config) | entry_schemas(config, names)).items()
    ]
    script = SCRIPT if (root / SCRIPT).is_file() else ""
    for name, settings in vscode.settings(config, script).items():
        files.append(GeneratedFile(f".vscode/{name}", f"// {MADE}\n{_json(settings)}"))
    snippets = vscode.name_snippets(config, names)
    files.append(GeneratedFile(".vscode/names.code-snippets", f"// {MADE}\n{_json(snippets)}", True))
    forms = github.templates(config) if _is_of_github(root) else {}
    for name, text in forms.items():
        comment = f"<!-- {MADE} -->\n\n" if name.endswith(".md") else f"# {MADE}\n"
        files.append(GeneratedFile(f".github/{name}", comment + text))
    return tuple(sorted(files, key=lambda file: file.path))


def _is_of_github(root: Path) -> bool:
    return (root / ".github").is_dir() or not (root / ".gitlab-ci.yml").is_file()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _names(root: Path, config: Config) -> dict[str, list[str]]:
    """Names of the entries of each type, taken from their file names; drafts included."""
    found: dict[str, dict[str, None]] = {name: {} for name in config.types}
    for path in scan(root).content:
        place = place_of(path, config, []) if is_document(path) else None
        if place and place.content_type is not INTRO_TYPE and place.folder in found:
            found[place.folder][place.name] = None
    return {folder: sorted(names) for folder, names in found.items()}


def compare(folder: Path, files: tuple[GeneratedFile, ...]) -> Comparison:
    """Compares a folder with the generated files. Raises OutsideFolder and OSError."""
    stale: list[str] = []
    behind: list[str] = []
    foreign: list[str] = []
    for file in files:
        existing = _text(folder, file.path)
        if existing == file.text:
            continue
        if existing is not None and MARK not in existing[:NEAR]:
            foreign.append(file.path)
        else:
            (behind if file.of_content else stale).append(file.path)
    left_over = _left_over(folder, {file.path for file in files})
    return Comparison(tuple(stale), tuple(behind), tuple(left_over), tuple(foreign))


def write(folder: Path, files: tuple[GeneratedFile, ...]) -> Comparison:
    """Writes missing and changed files and removes those left over; returns the comparison made before that.

    Raises OutsideFolder and OSError.
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
        raise OutsideFolder(f"{path} is a link that leads out of the folder")
    return target.read_text(encoding="utf-8", errors="replace") if target.exists() else None


def _left_over(folder: Path, wanted: set[str]) -> Iterator[str]:
    for place in FOLDERS:
        for target in sorted((folder / place).glob("*")):
            path = f"{place}/{target.name}"
            ours = path not in wanted and target.is_file() and not target.is_symlink()
            if ours and MARK in (_text(folder, path) or "")[:NEAR]:
                yield path
