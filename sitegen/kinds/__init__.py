"""Field kinds: everything about each of them, in a module of its own, and the register of all.

To add a kind, write a module with a `Kind` (see `sitegen/kinds/kind.py`) and put it into `KINDS`.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.kinds.addresses import EMAIL, URL
from sitegen.kinds.boolean import BOOLEAN
from sitegen.kinds.choice import CHOICE
from sitegen.kinds.coordinates import COORDINATES
from sitegen.kinds.country import COUNTRY
from sitegen.kinds.dates import DATE, DATETIME
from sitegen.kinds.files import FILE, IMAGE
from sitegen.kinds.group import GROUP
from sitegen.kinds.kind import Kind
from sitegen.kinds.language import LANGUAGE
from sitegen.kinds.numbers import INTEGER, NUMBER
from sitegen.kinds.reference import REFERENCE
from sitegen.kinds.repeats import REPEATS
from sitegen.kinds.text import MARKDOWN, TEXT

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        TEXT, MARKDOWN, INTEGER, NUMBER, BOOLEAN, DATE, DATETIME, CHOICE, REFERENCE, COUNTRY, COORDINATES,
        LANGUAGE, URL, EMAIL, IMAGE, FILE, GROUP, REPEATS,
    )
}  # fmt: skip
"""The kinds that a field can have, by name."""

__all__ = ["KINDS"]
