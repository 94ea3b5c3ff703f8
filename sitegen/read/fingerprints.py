"""Splits a document into the parts that are translated, each with a fingerprint: the digest of its words.

A translation is recorded with the fingerprints of its source, so that later changes of the source can be
found. Fingerprints ignore what readers do not see: how lines are wrapped, the level of headings and
quotations, and the targets of links within the site, which differ between languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from sitegen.digest import digest_of_bytes, fingerprint
from sitegen.kinds import KINDS, is_translated
from sitegen.markdown.places import heading_lines
from sitegen.read.front_matter import Parts
from sitegen.types import ContentType, Digest, Field, Heading, Part
from sitegen.types.document import LEAD
from sitegen.types.patterns import lazy_pattern
from sitegen.yaml.nodes import Mapping, Node, Scalar, Sequence

WORDS_OF_PICTURES = ("alt", "credit", "caption")
MARKS = "#>"
"""Characters that precede the words of a heading, and each line of a quotation."""
SCHEME = r"(?!<?[A-Za-z][A-Za-z0-9+.-]*:)"
WITHIN = lazy_pattern(rf"\]\([ \t]*{SCHEME}[^)\s]*")
"""Matches the target of a link to a page or file of the site."""
DEFINED = lazy_pattern(rf"^[ \t]*\[(?!\^)[^\]\n]+\]:[ \t]*{SCHEME}\S+", re.MULTILINE)
"""Matches the definition of such a target on its own line: `[food]: food.md`."""


def parts_of(content_type: ContentType, written: Parts, headings: tuple[Heading, ...]) -> tuple[Part, ...]:
    """The parts of a document in order: its text fields, then the blocks of its body."""
    fields = sorted(_fields(content_type, written.fields), key=lambda part: part.name)
    return (*fields, *_blocks(written, headings))


def as_line(parts: Iterable[Part]) -> str:
    """The fingerprints as text: `title=0a1b2c3d #how-it-began=4e5f6071`."""
    return " ".join(f"{part.name}={part.digest}" for part in parts)


def _fields(content_type: ContentType, fields: Mapping) -> Iterator[Part]:
    for key, node in fields.entries:
        known = content_type.fields.get(key.text)
        if known is None:
            continue
        texts = tuple(_texts(known, node))
        if texts:
            yield Part(known.name, known.name, node.line, _digest("\0".join(texts)))


def _texts(known: Field, node: Node) -> Iterator[str]:
    """The words of a field, those of a group with the names of its own fields."""
    kind = KINDS[known.kind]
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar) and is_translated(known):
            yield item.text
        elif isinstance(item, Mapping) and kind.picture:
            words = ((key.text, value) for key, value in item.entries if key.text in WORDS_OF_PICTURES)
            yield from (f"{name}:{value.text}" for name, value in sorted(words) if isinstance(value, Scalar))
        elif isinstance(item, Mapping) and known.fields:
            for key, value in sorted(item.entries, key=lambda entry: entry[0].text):
                inner = known.fields.get(key.text)
                if inner is not None:
                    yield from (f"{inner.name}:{text}" for text in _texts(inner, value))


def _blocks(written: Parts, headings: tuple[Heading, ...]) -> Iterator[Part]:
    """Yields the text before the first heading, unless it is empty, and each heading with its text."""
    lines = written.body.split("\n")
    where = zip(headings, heading_lines(headings, written.source), strict=True)
    found = [(line - written.body_line, heading) for heading, line in where if line is not None]
    starts = [start for start, _ in found] + [len(lines)]
    lead = "\n".join(lines[: starts[0]])
    if lead.strip():
        above = lead[: len(lead) - len(lead.lstrip())].count("\n")
        yield Part(LEAD, "", written.body_line + above, _digest(lead))
    for number, (start, heading) in enumerate(found):
        block = "\n".join(lines[start : starts[number + 1]])
        yield Part(LEAD + heading.anchor, heading.text, written.body_line + start, _digest(block))


def _digest(text: str) -> Digest:
    if "](" in text:
        text = WITHIN.sub("](", text)
    if "]:" in text:
        text = DEFINED.sub("]:", text)
    for mark in MARKS:
        text = text.replace(mark, "")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return fingerprint(digest_of_bytes("".join(text.split()).encode("utf-8", "backslashreplace")))
