"""Encodes the result of reading a file as two lines of text, and decodes it.

The first line has the facts that every build needs for every document, the second those that are rarely
needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from sys import intern
from typing import Any, TypeAlias

from msgspec import Raw, Struct
from msgspec.json import Decoder
from msgspec.structs import replace

from sitegen.definition.built_in import REF
from sitegen.digest import digest_of_bytes
from sitegen.read.entry_places import entry_of_file
from sitegen.store.codec import as_json, encode, value_of
from sitegen.types import BodyPlace, Digest, Document, LoadedFindings, Problem, ReadFile
from sitegen.types.keys import EntryKey, document_key

Problems: TypeAlias = tuple[Problem, ...]


class StoredFindings(Struct, frozen=True, gc=False):
    """Findings of a document as a row, decoded on demand and cached briefly.

    Decoded findings of all documents would take half of a build's memory.
    """

    row: object

    @property
    def whole(self) -> LoadedFindings:
        return _found_in(self.row)


@lru_cache(maxsize=16)
def _found_in(row: object) -> LoadedFindings:
    return _FOUND.decode(str(row).partition("\n")[2])


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


_FIRST = Decoder(tuple[Digest, _DocumentFacts | None, Any, Problems, Problems])
_FOUND = Decoder(LoadedFindings)


def row_of(key: Digest, document: Document | None, problems: Problems = (), remarks: Problems = ()) -> str:
    if document is None:
        return f"{as_json((key, None, None, problems, remarks))}\n"
    fields = encode(document.fields).encode()
    known = _DocumentFacts(
        type=document.type,
        name=document.name,
        language=document.language,
        facts=digest_of_bytes(f"{document.type} {document.name} {document.language} ".encode() + fields),
        body=document.body,
        place=document.place,
        targets=tuple(link.target for link in document.links),
        calls=tuple(
            (call.name, *call.args, *call.named, *call.named.values()) for call in document.shortcodes
        ),
        written=document.written,
    )
    first = as_json((key, known, Raw(fields), problems, remarks))
    return f"{first}\n{as_json(document.findings.whole)}"


def file_of(path: str, row: str, kept: object = None) -> ReadFile:
    """Decodes a row; `kept` is what reads it later, if it is not kept itself."""
    kept = row if kept is None else kept
    _, known, fields, problems, remarks = _FIRST.decode(row[: row.index("\n")])
    if known is None:
        return ReadFile(None, problems, remarks, kept)
    read_fields: Any = value_of(fields)
    entry = EntryKey(intern(entry_of_file(known.type, known.name, read_fields)))
    document = Document(
        path=path,
        type=intern(known.type),
        language=intern(known.language),
        fields=read_fields,
        facts=known.facts,
        body=known.body,
        place=(intern(known.place[0]), *known.place[1:]) if known.place else None,
        targets=tuple(map(intern, known.targets)),
        calls=known.calls,
        findings=StoredFindings(kept),
        entry=entry,
        key=document_key(entry, known.language),
        written=known.written,
        own_name=known.name if REF in read_fields else "",
    )
    return ReadFile(document, problems, remarks, kept)


def key_of(file: ReadFile) -> Digest:
    """Digest of everything that the result of reading a file depends on."""
    return str(file.row).split('"', 2)[1]


def places(files: Iterable[ReadFile]) -> Iterator[BodyPlace]:
    """Yields the places where the bodies of these files are stored."""
    return (file.document.place for file in files if file.document and file.document.place)


def moved_to(file: ReadFile, place: BodyPlace) -> ReadFile:
    """A copy of the file with its body in a new place."""
    assert file.document is not None
    document = replace(file.document, place=place)
    return replace(file, document=document, row=row_of(key_of(file), document, file.problems, file.remarks))
