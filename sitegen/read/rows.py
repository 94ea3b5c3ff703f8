"""What reading a file gave, as a text of two lines and back.

The first line has what every build needs of every document, the second what few ask for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from sys import intern
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from sitegen.codec import as_json, encode, value_of
from sitegen.digest import digest_of_bytes
from sitegen.types import (
    Digest,
    Document,
    Findings,
    Found,
    Heading,
    Link,
    Part,
    Place,
    Problem,
    ReadFile,
    Shortcode,
    document_key,
    entry_key,
)

Problems: TypeAlias = tuple[Problem, ...]


class KeptFound(Struct, frozen=True):
    """A `Found` in a row, taken apart when somebody asks for what is in it, and soon forgotten: taken apart,
    those of all documents would be half of what a build holds in memory."""

    row: str

    @property
    def whole(self) -> Found:
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


def _text_of(found: Findings) -> str:
    links = [(link.target, link.text, link.line, link.column, link.image) for link in found.links]
    headings = [(h.level, h.text, h.anchor, h.empty) for h in found.headings]
    calls = [(c.name, c.args, dict(c.named), c.line, c.column, c.closed) for c in found.shortcodes]
    parts = [(part.name, part.text, part.line, part.digest) for part in found.parts]
    return as_json([found.positions, links, headings, calls, parts])


@lru_cache(maxsize=16)
def _found_in(row: str) -> Found:
    positions, links, headings, calls, parts = json.loads(row.partition("\n")[2])
    return Found(
        positions={name: (line, column) for name, (line, column) in positions.items()},
        links=tuple(Link(*link) for link in links),
        headings=tuple(Heading(*heading) for heading in headings),
        shortcodes=tuple(Shortcode(name, tuple(args), *rest) for name, args, *rest in calls),
        parts=tuple(Part(*part) for part in parts),
    )


def row_of(key: Digest, document: Document | None, problems: Problems = (), remarks: Problems = ()) -> str:
    if document is None:
        return encode((key, problems)) + "\n"
    fields = encode(document.fields)
    facts = digest_of_bytes(f"{document.type} {document.name} {document.language} {fields}".encode())
    found = document.found
    targets = [link.target for link in found.links]
    calls = [[call.name, *call.args, *call.named, *call.named.values()] for call in found.shortcodes]
    plain = (document.type, document.name, document.language, facts, document.body)
    rest = as_json([key, *plain, document.place, targets, calls, document.written])
    return f"[{rest},{fields},{encode(problems)},{encode(remarks)}]\n{_text_of(found)}"


def file_of(path: str, row: str) -> ReadFile:
    """Raises ValueError, TypeError, KeyError or IndexError where the text is not one of ours."""
    first = row[: row.index("\n")]
    plain: Any = json.loads(first)
    if plain[0] == "t":
        return ReadFile(plain[1], None, _problems(plain[2]), (), row)
    known, fields, problems, remarks = plain
    key, kind, name, language, facts, body, place, targets, calls, written = known
    read_fields: Any = value_of(fields)
    document = Document(
        path=path,
        type=intern(kind),
        name=name,
        language=intern(language),
        fields=read_fields,
        facts=facts,
        body=body,
        place=(intern(place[0]), place[1], place[2]) if place else None,
        targets=tuple(targets),
        calls=tuple(map(tuple, calls)),
        found=KeptFound(row),
        entry=intern(entry_key(kind, name)),
        key=document_key(kind, name, language),
        written=written,
    )
    return ReadFile(key, document, _problems(problems), _problems(remarks), row)


def _problems(plain: Any) -> Problems:
    found: Any = value_of(plain) if len(plain) > 1 else ()
    return found  # type: ignore[no-any-return]


def places(files: Iterable[ReadFile]) -> Iterator[Place]:
    """Where the bodies of these files are kept."""
    return (file.document.place for file in files if file.document and file.document.place)


def moved_to(file: ReadFile, place: Place) -> ReadFile:
    """The same with its body in another place."""
    assert file.document is not None
    document = replace(file.document, place=place)
    return replace(file, document=document, row=row_of(file.key, document, file.problems, file.remarks))
