"""A work as CSL-JSON, the data of citation processors (CSL 1.0.2)."""

from __future__ import annotations

import json

from sitegen.features.citations.dates import parts
from sitegen.features.citations.names import Name
from sitegen.features.citations.work import Work


def csl_json(work: Work) -> str:
    """A list with the item of a work."""
    when = parts(work.date)
    item: dict[str, object] = {
        "id": work.name,
        "type": work.kind,
        "title": work.title,
        "author": [_name(name) for name in work.authors],
        "issued": {"date-parts": [list(when)]} if when else None,
        "publisher": work.publisher,
        "number": work.number,
        "DOI": work.doi,
        "ISBN": work.isbn,
        "language": work.language,
        "URL": work.url,
    }
    known = {name: value for name, value in item.items() if value}
    return json.dumps([known], ensure_ascii=False, indent=1) + "\n"


def _name(name: Name) -> dict[str, str]:
    written = {
        "literal": name.literal,
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in written.items() if text}
