"""Texts of generators whose folders do not name languages and types: Jekyll and Eleventy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.features.importing.imported import HOME, Field, ImportedEntry, Shape
from sitegen.features.importing.languages import is_language, language_code
from sitegen.types.file_names import plain_name

PAGES = "pages"
FEWEST = 3
"""Number of pages from which on a folder is a type of its own."""
HALF = 0.5


class Document(Struct, frozen=True, kw_only=True):
    """A text before its type and language are known."""

    path: str
    """Path in the source."""
    rel: str
    """Logical path without ending, below its collection or the folder of the site: `fr/guides/harbour`."""
    collection: str = ""
    """Type that its generator gives it; empty for a page."""
    language: str = ""
    """Language that its front matter names."""
    version_key: str = ""
    """Key that versions of one text share."""
    fields: tuple[Field, ...]
    body: str
    addresses: tuple[str, ...]
    comments: tuple[str, ...] = ()
    data: bool = False


class Place(Struct, frozen=True):
    type: str
    name: str
    language: str


def language_folders(documents: Iterable[Document], default: str) -> frozenset[str]:
    """Folders at the top that are languages: their texts say so, or have counterparts beside them."""
    found = tuple(documents)
    rels = {(document.collection, document.rel) for document in found}
    inside: Counter[str] = Counter()
    matching: Counter[str] = Counter()
    for document in found:
        first, slash, rest = document.rel.partition("/")
        if not slash or not is_language(first):
            continue
        inside[first] += 1
        named = document.language and language_code(document.language) == language_code(first)
        others = (rest, f"{default}/{rest}")
        if named or (not document.language and any((document.collection, other) in rels for other in others)):
            matching[first] += 1
    return frozenset(name for name, number in inside.items() if matching[name] >= HALF * number)


def places(documents: Iterable[Document], default: str) -> Mapping[str, Place]:
    """Type, name and language of each document, by its path."""
    found = tuple(documents)
    folders = language_folders(found, default)
    plain: dict[str, tuple[str, str]] = {}
    for document in found:
        first, slash, rest = document.rel.partition("/")
        if slash and first in folders:
            plain[document.path] = (rest, language_code(first))
        elif not slash and first in folders:
            plain[document.path] = ("", language_code(first))
        else:
            stem, dot, code = document.rel.rpartition(".")
            is_suffix = bool(dot) and is_language(code) and "/" not in code
            code = code if is_suffix else document.language or default
            plain[document.path] = (stem if is_suffix else document.rel, language_code(code))
    types = _folder_types(found, plain)
    return {document.path: _place(document, *plain[document.path], types) for document in found}


def _folder_types(documents: Iterable[Document], plain: Mapping[str, tuple[str, str]]) -> frozenset[str]:
    """Folders of pages that are types."""
    counts = Counter(
        plain[document.path][0].partition("/")[0]
        for document in documents
        if not document.collection and "/" in plain[document.path][0]
    )
    return frozenset(name for name, number in counts.items() if number >= FEWEST)


def _place(document: Document, rel: str, language: str, types: frozenset[str]) -> Place:
    main = next(iter(document.addresses), "").removesuffix("index.html").strip("/")
    if document.addresses and (not main or ("/" not in main and language_code(main) == language)):
        return Place(HOME, "", language)
    if document.collection:
        return Place(document.collection, rel, language)
    if not rel:
        return Place(HOME, "", language)
    first, slash, rest = rel.partition("/")
    if first in types:
        return Place(type_name(first), rest if slash else "", language)
    return Place(PAGES, rel, language)


def type_name(folder: str) -> str:
    name = plain_name(folder)
    return name if name[:1].isalpha() else f"n-{name}".rstrip("-")


def entries_of(documents: Iterable[Document], default: str) -> Iterator[ImportedEntry]:
    """The documents as entries. Versions with another name say of which entry they are one."""
    found = tuple(documents)
    known = places(found, default)
    keys: dict[str, Place] = {}
    for document in found:
        if document.version_key and known[document.path].language == default:
            keys.setdefault(document.version_key, known[document.path])
    for document in found:
        place = known[document.path]
        fields = document.fields
        original = keys.get(document.version_key)
        if (
            original
            and place.language != default
            and (original.type, original.name) != (place.type, place.name)
        ):
            fields = (*fields, Field("ref", f"{original.type}/{original.name}"))
        is_index = not place.name
        yield ImportedEntry(
            type=place.type,
            name=place.name,
            language=place.language,
            fields=fields,
            body=document.body,
            source=document.path,
            addresses=document.addresses,
            comments=document.comments,
            shape=Shape.SECTION if is_index else Shape.FILE,
            data=document.data and not is_index,
        )
