"""Finds the type, name and language of an entry from the path of its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from sitegen.definition.built_in import BUILT_IN, REF
from sitegen.kinds.codes import known_language
from sitegen.problems.formats import suggest
from sitegen.types import Config, ContentType, Document, EntryKey, Location, Problem
from sitegen.types.keys import entry_key, referred_entry
from sitegen.types.paths import CONTENT, language_folder

INTRO = "_index"
"""Name of the file with the page of a section, or in the folder of a type with the text above its index.

At the top of `content/` it has the text of the home page.
"""

PAGE_FOLDER = "index"
"""Name of the file of an entry in a folder of its own, with its pictures and files beside it."""

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
"""Content type of `_index.md` at the top of `content/` and in the folder of a type."""


class Place(NamedTuple):
    """Type, name and language of a document."""

    content_type: ContentType
    folder: str
    """Name of its type, also for the text above an index; empty for the home page."""
    name: str
    """See `Document.name`."""
    language: str


def place_of(path: str, config: Config, problems: list[Problem]) -> Place | None:
    """The place of a document, from the path of its file; None if it is misplaced, with a problem."""
    code, inside = language_folder(path, config.folder_codes)
    folder, *inner = inside.split("/")[1:-1] or [""]
    name, language = _language(path, code, config, problems)
    content_type = config.types.get(folder)
    if name == INTRO and not inner and (content_type or not folder):
        return Place(INTRO_TYPE, folder, name, language)
    if not folder or content_type is None:
        if not folder:
            hint = "put it directly into the folder of its type, like content/topics/"
            problems.append(Problem("file.place", "an entry cannot be here", Location(path), hint))
        return None  # a folder without a type is reported once for all of its files
    if name == INTRO and content_type.page:
        return Place(_section_type(content_type), folder, "/".join(inner), language)
    if name.startswith("_"):
        hint = "the text above an index or of a section is _index.md"
        hint = hint if content_type.page else "entries without a page have no sections: remove this file"
        problems.append(Problem("file.place", f'"{name}" is not a name sitegen knows', Location(path), hint))
        return None
    is_folder = name == PAGE_FOLDER and inner and content_type.page
    return Place(content_type, folder, "/".join(inner if is_folder else (*inner, name)), language)


def entry_of_file(type_name: str, name: str, fields: Mapping[str, object]) -> EntryKey:
    """The entry that a file is a version of: the one that it refers to, or the one of its own name."""
    ref = fields.get(REF)
    return referred_entry(str(ref), type_name) if ref else entry_key(type_name, name)


def entry_of_path(path: str, config: Config) -> EntryKey:
    """The entry that a file would be a version of, if it could be read."""
    place = place_of(path, config, [])
    return entry_key(place.folder, place.name) if place else EntryKey("")


def translation_path(path: str, language: str, config: Config) -> str:
    """Path of the translation of a source file: `content/topics/food.fr.md`, or in the folder of its
    language."""
    _, inside = language_folder(path, config.folder_codes)
    folder, _, file = inside.rpartition("/")
    stem, _, ending = file.rpartition(".")
    before, _, code = stem.rpartition(".")
    name = before if code in config.languages else stem
    if config.language_folders and language != config.default_language:
        return f"{CONTENT}{language}/{folder.removeprefix(CONTENT)}/{name}.{ending}"
    return f"{folder}/{name}.{language}.{ending}"


def is_folder_page(document: Document) -> bool:
    """True if a document is the page of the folder that it is in, below that of its type."""
    stem = document.path.rpartition("/")[2].partition(".")[0]
    return stem in (INTRO, PAGE_FOLDER) and document.name not in (INTRO, PAGE_FOLDER)


def is_section(document: Document) -> bool:
    """True if a document is the page of a section: of a folder below that of its type."""
    return document.name != INTRO and document.path.rpartition("/")[2].startswith(f"{INTRO}.")


def _section_type(content_type: ContentType) -> ContentType:
    """The type of a section: the fields of the type's entries, none required except the title."""
    fields = content_type.fields.items()
    optional = {name: replace(field, required=name == "title", default=None) for name, field in fields}
    return replace(content_type, fields=optional)


def _language(path: str, folder: str, config: Config, problems: list[Problem]) -> tuple[str, str]:
    """Name of a file without the language, and the language; `folder` is that of its language folder."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    name, dot, code = stem.rpartition(".")
    default = folder or config.default_language
    near = suggest(code, config.languages) if dot and code not in config.languages else ""
    if not dot or (code not in config.languages and not near and not known_language(code)):
        return stem, default
    if code in config.languages and folder in ("", code):
        return name, code
    if code in config.languages:
        message = f'this file is in the folder of "{folder}", and its name says "{code}"'
        problems.append(Problem("file.place", message, Location(path), "move it, or rename it"))
    else:
        hint = near or f"the languages are {', '.join(config.languages)}"
        message = f'"{code}" is not a language of this site'
        problems.append(Problem("language.unknown", message, Location(path), hint))
    return name, f"{code}?"
