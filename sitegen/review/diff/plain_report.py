"""A report as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.problems.formats import printable
from sitegen.review.diff.outline import Finding, Part, sections, summary
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
            yield f"  {_line(item)}"
            for hunk in item.hunks[:most]:
                yield f"    {marked(hunk)}"
        if len(section.items) > most:
            yield f"  and {len(section.items) - most:,} more (--format json has all)"


def _line(item: Finding) -> str:
    return "".join(map(_part, item.parts))


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
