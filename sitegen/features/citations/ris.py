"""A work as RIS: a line for each value, with a tag of two characters, from `TY` to `ER`."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.features.citations.dates import parts
from sitegen.features.citations.publications import PUBLICATIONS
from sitegen.features.citations.work import Work

END = "\r\n"
"""The format has the line ends of DOS."""


def ris(work: Work) -> str:
    """The record of a work in an RIS file."""
    return "".join(f"{tag}  - {value}{END}" for tag, value in _lines(work))


def _lines(work: Work) -> Iterator[tuple[str, str]]:
    when = parts(work.date)
    yield "TY", PUBLICATIONS[work.kind].ris
    for name in work.authors:
        yield "AU", name.inverted
    values = {
        "TI": work.title,
        "PY": f"{when[0]:04d}" if when else "",
        "DA": _date(when) if when else "",
        "PB": work.publisher,
        "M1": work.number,
        "DO": work.doi,
        "SN": work.isbn,
        "LA": work.language,
        "UR": work.url,
        "ID": work.name,
    }
    yield from ((tag, value) for tag, value in values.items() if value)
    yield "ER", ""


def _date(when: tuple[int, ...]) -> str:
    """`2024/04/15/`; parts that are not known are empty, and the slashes stay: `2024///`."""
    month, day = (f"{when[n]:02d}" if len(when) > n else "" for n in (1, 2))
    return f"{when[0]:04d}/{month}/{day}/"
