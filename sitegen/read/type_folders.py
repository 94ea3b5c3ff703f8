"""Checks that the folders with entries are those of types."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.problems.formats import suggest
from sitegen.read.scan import is_document
from sitegen.types import Config, Location, Problem, Sources
from sitegen.types.file_names import plain_name
from sitegen.types.paths import CONTENT, language_folder, type_folder


def folders_without_type(sources: Sources, config: Config) -> Iterator[Problem]:
    folders: dict[str, str] = {}
    for path in sorted(filter(is_document, sources.content)):
        folders.setdefault(type_folder(path, config.folder_codes), path)
    for folder, path in sorted(folders.items()):
        if folder and folder not in config.types:
            plain = plain_name(folder) or "name"
            rename = "" if plain == folder else ", and rename the folder"
            hint = suggest(folder, config.types) or f"add content/{plain}/_type.yaml{rename}"
            if language_folder(path, config.languages)[0]:
                stem, _, ending = path.rpartition("/")[2].rpartition(".")
                hint = (
                    "write language_folders: true into site.yaml, or the language into the names of the "
                    f"files: content/TYPE/{stem}.{folder}.{ending}"
                )
            message = f'the folder "{folder}" has no _type.yaml, so its entries have no type'
            yield Problem("type.missing", message, Location(path), hint)


def misplaced_definitions(sources: Sources) -> Iterator[Problem]:
    """Definitions in folders that cannot be types."""
    for path in sources.content:
        if path.endswith("/_type.yaml") and path.count("/") != len(CONTENT.split("/")):
            message = "a type is a folder directly in content/, and this one is deeper"
            hint = f"remove this file, or move the folder to {CONTENT}{path.split('/')[-2]}/"
            yield Problem("file.place", message, Location(path), hint)
