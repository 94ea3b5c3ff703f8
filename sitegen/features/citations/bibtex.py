"""A work as BibTeX, in UTF-8.

Braces around a title keep its capitals; braces around the name of a group keep it whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.features.citations.dates import parts
from sitegen.features.citations.names import Name
from sitegen.features.citations.publications import PUBLICATIONS, PUBLISHER
from sitegen.features.citations.work import Work

SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_"},
})  # fmt: skip
"""Characters with a meaning in TeX. BibTeX counts braces even behind a backslash, so these have names."""
IN_ADDRESSES = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"})
"""Fields with addresses are verbatim; only braces and backslashes would harm them."""
NO_KEY = re.compile(r"[^A-Za-z0-9_:.+-]+")
SEVERAL = re.compile(r"\band\b|[,{}]", re.IGNORECASE)
"""Marks that would divide a name."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""Names of months in BibTeX, which a style prints in its language."""


def bibtex(work: Work) -> str:
    """The entry of a work in a BibTeX file."""
    publication = PUBLICATIONS[work.kind]
    fields = dict(_fields(work, PUBLISHER.get(publication.bibtex, "publisher")))
    kind = publication.bibtex
    if not set(publication.needs) <= fields.keys():
        kind, fields = "misc", dict(_fields(work, "publisher"))
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return f"@{kind}{{{NO_KEY.sub('-', work.name)},\n{lines}}}\n"


def _fields(work: Work, publisher: str) -> Iterator[tuple[str, str]]:
    when = parts(work.date)
    values = {
        "author": " and ".join(map(_name, work.authors)),
        "title": f"{{{_escaped(work.title)}}}",
        "year": f"{when[0]:04d}" if when else "",
        "month": MONTHS[when[1] - 1] if len(when) > 1 else "",
        "day": str(when[2]) if len(when) > 2 else "",
        publisher: f"{{{_escaped(work.publisher)}}}" if work.publisher else "",
        "number": _escaped(work.number),
        "doi": work.doi.translate(IN_ADDRESSES),
        "isbn": _escaped(work.isbn),
        "url": work.url.translate(IN_ADDRESSES),
    }
    for name, value in values.items():
        if value:
            yield name, value if name == "month" else f"{{{value}}}"


def _name(name: Name) -> str:
    """A name as `van Steenbergen, Jr., Frank`, or a group in braces."""
    if name.literal:
        return f"{{{_escaped(name.literal)}}}"
    family = " ".join(filter(None, (_part(name.particle), _part(name.family))))
    return ", ".join(filter(None, (family, _part(name.suffix), _part(name.given))))


def _part(text: str) -> str:
    """A part of a name; in braces if it would be read as several."""
    return f"{{{_escaped(text)}}}" if SEVERAL.search(text) else _escaped(text)


def _escaped(text: str) -> str:
    return text.translate(SPECIAL)
