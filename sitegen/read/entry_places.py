"""Finds the type, name and language of an entry from the path of its file."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.definition.content_types import BUILT_IN
from sitegen.kinds.codes import known_language
from sitegen.problems.formats import suggest
from sitegen.types import Config, ContentType, Location, Problem
from sitegen.types.file_names import plain_name

INTRO = "_index"
"""Name of the file with the text above an index, or at the top of `content/` above the home page."""

OF_FOLDER = (INTRO, "index", "README")
"""Names that other programs use for the page of a folder."""

INTRO_FIELDS = ("title", "summary", "updated", "owner", "review_by", "noindex")
INTRO_TYPE = ContentType(
    name="",
    singular={"": "Introduction"},
    plural={"": "Introductions"},
    description={"": ""},
    template="",
    permalink="",
    page=True,
    dates=(),
    sort=(),
    unknown_fields="error",
    fields={f.name: f for f in BUILT_IN if f.name in INTRO_FIELDS},
    state=None,
    index=None,
    timeline=None,
    entry_feeds=False,
    path="",
)
"""Content type of every `_index.md`, in any folder."""


def place_of(path: str, config: Config, problems: list[Problem]) -> tuple[ContentType, str, str] | None:
    """Type, name and language of a document, from the path of its file; None, with a problem, if it is
    misplaced."""
    folders, stem = path.split("/")[1:-1], path.rpartition("/")[2].rpartition(".")[0]
    name, language = _language(path, stem, config, problems)
    if name == INTRO and len(folders) <= 1:
        return (INTRO_TYPE, name, language) if not folders or folders[0] in config.types else None
    if len(folders) != 1:
        hint = _right_place(folders, name, path, config)
        problems.append(Problem("file.place", "an entry cannot be here", Location(path), hint))
        return None
    if name.startswith("_"):
        hint = "the text above an index is _index.md"
        problems.append(Problem("file.place", f'"{name}" is not a name sitegen knows', Location(path), hint))
        return None
    content_type = config.types.get(folders[0])
    return None if content_type is None else (content_type, name, language)


def _right_place(folders: Sequence[str], name: str, path: str, config: Config) -> str:
    """The right path for a file in a language folder, or below or above the folder of a type."""
    ending = path.rpartition(".")[2]
    codes = [folder for folder in folders if folder in config.languages]
    types = [folder for folder in folders if folder in config.types]
    if codes and types:
        code = "" if codes[0] == config.default_language else f".{codes[0]}"
        return f"the language belongs in the name of the file: content/{types[0]}/{name}{code}.{ending}"
    if name in OF_FOLDER and types and folders[-1] not in (*codes, *types):
        file = f"{folders[-1]}{path.rpartition('/')[2].removeprefix(name)}"
        return (
            f"rename it to content/{types[0]}/{file}; pictures can stay in their folder, "
            f"and the text names them like {folders[-1]}/photo.jpg"
        )
    if types:
        return f"put it directly into the folder of its type: content/{types[0]}/{path.rpartition('/')[2]}"
    return "put it directly into the folder of its type, like content/topics/"


def _language(path: str, stem: str, config: Config, problems: list[Problem]) -> tuple[str, str]:
    name, dot, code = stem.rpartition(".")
    if not dot:
        return stem, config.default_language
    if code not in config.languages:
        renamed = f"{path.rpartition('/')[0]}/{plain_name(stem)}.{path.rpartition('.')[2]}"
        hint = suggest(code, config.languages) or f"the languages are {', '.join(config.languages)}"
        if not known_language(code):
            hint = f"the part after a full stop is read as a language; rename the file: {renamed}"
        message = f'"{code}" is not a language of this site'
        problems.append(Problem("language.unknown", message, Location(path), hint))
        return name, config.default_language + "?"
    return name, code
