"""What reading a file gave, as a text of two lines and back.

The first line has what every build needs of every document, the second what few ask for.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, TypeAlias

from sitegen.codec import KeptFound, encode, value_of
from sitegen.digest import digest_of_bytes
from sitegen.types import Digest, Document, Place, Problem, ReadFile

Problems: TypeAlias = tuple[Problem, ...]


def row_of(key: Digest, document: Document | None, problems: Problems = (), remarks: Problems = ()) -> str:
    if document is None:
        return encode((key, problems)) + "\n"
    fields = encode(document.fields)
    facts = digest_of_bytes(f"{document.type} {document.name} {document.language} {fields}".encode())
    found = document.found
    targets = [link.target for link in found.links]
    calls = [[call.name, *call.args, *call.named, *call.named.values()] for call in found.shortcodes]
    plain = (document.type, document.name, document.language, facts, document.body, document.words)
    rest = json.dumps([key, *plain, document.place, targets, calls], ensure_ascii=False)
    return f"[{rest},{fields},{encode(problems)},{encode(remarks)}]\n{encode(found)}"


def file_of(path: str, row: str) -> ReadFile:
    """Raises ValueError, TypeError, KeyError or IndexError where the text is not one of ours."""
    first, _, found = row.partition("\n")
    plain: Any = json.loads(first)
    if plain[0] == "t":
        return ReadFile(plain[1], None, _problems(plain[2]), (), row)
    known, fields, problems, remarks = plain
    key, kind, name, language, facts, body, words, place, targets, calls = known
    read_fields: Any = value_of(fields)
    document = Document(
        path=path,
        type=kind,
        name=name,
        language=language,
        fields=read_fields,
        facts=facts,
        body=body,
        place=tuple(place) if place else None,
        words=words,
        targets=tuple(targets),
        calls=tuple(map(tuple, calls)),
        found=KeptFound(found),
    )
    return ReadFile(key, document, _problems(problems), _problems(remarks), row)


def _problems(plain: Any) -> Problems:
    found: Any = value_of(plain) if len(plain) > 1 else ()
    return found  # type: ignore[no-any-return]


def moved_to(file: ReadFile, place: Place) -> ReadFile:
    """The same with its body in another place."""
    assert file.document is not None
    document = replace(file.document, place=place)
    return replace(file, document=document, row=row_of(file.key, document, file.problems, file.remarks))
