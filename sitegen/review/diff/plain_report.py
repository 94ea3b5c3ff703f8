"""A report as text for a terminal, and as JSON, whose format the documentation describes (Reviewing)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import Struct

from sitegen.problems.formats import printable
from sitegen.review.diff.outline import Part, sections, summary
from sitegen.review.diff.types import DiffReport, Hunk

MOST_ITEMS = 40
MOST_FOLDED = 5
LONGEST = 600


def as_text(report: DiffReport) -> str:
    """The report as lines; long sections are cut."""
    return "\n".join([summary(report), *_lines(report)])


def _lines(report: DiffReport) -> Iterator[str]:
    for section in sections(report):
        yield ""
        yield f"{section.heading}{' (!)' if section.alarming else ''}"
        most = MOST_FOLDED if section.folded else MOST_ITEMS
        for item in section.items[:most]:
            yield f"  {''.join(map(_part, item.parts))}"
            for hunk in item.hunks[:most]:
                yield f"    {marked(hunk)}"
        if len(section.items) > most:
            yield f"  and {len(section.items) - most:,} more (--format json has all)"


def _part(part: Part) -> str:
    return part if isinstance(part, str) else printable(part.text)


def marked(hunk: Hunk) -> str:
    """A change in the format of `git diff --word-diff`: `the [-old-] {+new+} words`."""
    forms = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    texts = (
        forms[segment.op].format(printable(_cut(" ".join(segment.text.split("\n"))))) for segment in hunk
    )
    return "".join(texts).strip()


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


VERSION = 1


def as_json(report: DiffReport) -> str:
    """The whole report as one JSON document in ASCII."""
    data = {"version": VERSION, "summary": summary(report), **_object(report)}
    return json.dumps(data, indent=1, ensure_ascii=True)


def _object(value: Struct) -> dict[str, object]:
    return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}


def _plain(value: object) -> object:
    if isinstance(value, Struct):
        return _object(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
