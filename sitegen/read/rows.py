"""Encodes the result of reading a file as two lines of text, and decodes it.

The first line has the facts that every build needs for every document, the second those that are rarely
needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from sys import intern
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.json import Decoder
from msgspec.structs import replace

from sitegen.digest import digest_of_bytes
from sitegen.store.codec import as_json, encode, value_of
from sitegen.types import (
    BodyPlace,
    Digest,
    Document,
    Heading,
    Link,
    LoadedFindings,
    Part,
    Problem,
    ReadFile,
    Shortcode,
)
from sitegen.types.keys import document_key, entry_key

Problems: TypeAlias = tuple[Problem, ...]


class StoredFindings(Struct, frozen=True, gc=False):
    """Findings of a document as a row, decoded on demand and cached briefly.

    Decoded findings of all documents would take half of a build's memory.
    """

    row: str

    @property
    def whole(self) -> LoadedFindings:
        return _found_in(self.row)

    @property
    def positions(self) -> Mapping[str, tuple[int, int]]:
        return self.whole.positions

    @property
    def links(self) -> tuple[Link, ...]:
        return self.whole.links

    @property
    def headings(self) -> tuple[Heading, ...]:
        return self.whole.headings

    @property
    def shortcodes(self) -> tuple[Shortcode, ...]:
        return self.whole.shortcodes

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.whole.parts


@lru_cache(maxsize=16)
def _found_in(row: str) -> LoadedFindings:
    return _FOUND.decode(row.partition("\n")[2])


class _DocumentFacts(Struct, array_like=True):
    """Facts in the first line of a row, except the fields of the document."""

    type: str
    name: str
    language: str
    facts: Digest
    body: Digest
    place: BodyPlace | None
    targets: tuple[str, ...]
    calls: tuple[tuple[str, ...], ...]
    written: Digest


_FIRST = Decoder(tuple[Digest, _DocumentFacts | None, Any, Any, Any])
_FOUND = Decoder(LoadedFindings)


def row_of(key: Digest, document: Document | None, problems: Problems = (), remarks: Problems = ()) -> str:
    if document is None:
        return f"[{as_json(key)},null,null,{encode(problems)},{encode(remarks)}]\n"
    fields = encode(document.fields)
    facts = digest_of_bytes(f"{document.type} {document.name} {document.language} {fields}".encode())
    found = document.findings
    known = _DocumentFacts(
        type=document.type,
        name=document.name,
        language=document.language,
        facts=facts,
        body=document.body,
        place=document.place,
        targets=tuple(link.target for link in found.links),
        calls=tuple((call.name, *call.args, *call.named, *call.named.values()) for call in found.shortcodes),
        written=document.written,
    )
    whole = LoadedFindings(found.positions, found.links, found.headings, found.shortcodes, found.parts)
    first = f"[{as_json(key)},{as_json(known)},{fields},{encode(problems)},{encode(remarks)}]"
    return f"{first}\n{as_json(whole)}"


def file_of(path: str, row: str) -> ReadFile:
    """Decodes a row. Raises ValueError, TypeError, KeyError or IndexError if the text is not a valid row."""
    key, known, fields, problems, remarks = _FIRST.decode(row[: row.index("\n")])
    if known is None:
        return ReadFile(key, None, _problems(problems), _problems(remarks), row)
    read_fields: Any = value_of(fields)
    entry = intern(entry_key(known.type, known.name))
    document = Document(
        path=path,
        type=intern(known.type),
        name=known.name,
        language=intern(known.language),
        fields=read_fields,
        facts=known.facts,
        body=known.body,
        place=(intern(known.place[0]), *known.place[1:]) if known.place else None,
        targets=known.targets,
        calls=known.calls,
        findings=StoredFindings(row),
        entry=entry,
        key=document_key(entry, known.language),
        written=known.written,
    )
    return ReadFile(key, document, _problems(problems), _problems(remarks), row)


def _problems(plain: Any) -> Problems:
    found: Any = value_of(plain) if len(plain) > 1 else ()
    return found  # type: ignore[no-any-return]


def places(files: Iterable[ReadFile]) -> Iterator[BodyPlace]:
    """Yields the places where the bodies of these files are stored."""
    return (file.document.place for file in files if file.document and file.document.place)


def moved_to(file: ReadFile, place: BodyPlace) -> ReadFile:
    """A copy of the file with its body in a new place."""
    assert file.document is not None
    document = replace(file.document, place=place)
    return replace(file, document=document, row=row_of(file.key, document, file.problems, file.remarks))
