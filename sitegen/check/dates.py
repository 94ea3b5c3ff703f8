"""What begins must not end before.

start: 2025-03
end: 2020        →   date.order: "end" is before "start"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sitegen.model.dates import first_day, first_given, last_day
from sitegen.types import Config, Document, Location, Problem, SourceText


def check(document: Document, config: Config, _: SourceText) -> Iterator[Problem]:
    content_type = config.types.get(document.type)
    rule = content_type.state if content_type else None
    if rule is None:
        return
    start, end = first_given(document.fields, rule.start), first_given(document.fields, rule.end)
    if start is not None and end is not None and last_day(end) < first_day(start):
        first, last = _name(document.fields, rule.start), _name(document.fields, rule.end)
        place = Location(document.path, *document.positions[last])
        yield Problem("date.order", f'"{last}" is before "{first}"', place, "exchange or correct them")


def _name(fields: Mapping[str, object], names: Iterable[str]) -> str:
    return next(name for name in names if name in fields)
