"""Field kinds: everything about each of them, in a module of its own, and the register of all.

To add a kind, write a module with a `Kind` (see `sitegen/kinds/kind.py`) and put it into the
table below, or into `KINDS` of a feature.
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
from sitegen.types import Field
from sitegen.types.registers import by_name, on_change


class _Kinds(dict[str, Kind]):
    """Kinds by name. Those of features are added when they are first asked for."""

    def __missing__(self, name: str) -> Kind:
        if name not in self.complete():
            raise KeyError(name)
        return self[name]

    def complete(self) -> Mapping[str, Kind]:
        """The kinds with those of features."""
        added: Mapping[str, Kind] = by_name({}, "KINDS")
        if not added.keys() <= self.keys():
            self.update(added)
        return self

    def forget(self) -> None:
        """Forgets the kinds that are not those of the core."""
        for name in self.keys() - CORE:
            del self[name]


_KINDS = _Kinds(
    (kind.name, kind)
    for kind in (
        TEXT, MARKDOWN, INTEGER, NUMBER, BOOLEAN, DATE, DATETIME, CHOICE, REFERENCE, COUNTRY, COORDINATES,
        LANGUAGE, URL, EMAIL, IMAGE, FILE, GROUP, REPEATS,
    )
)  # fmt: skip
CORE = frozenset(_KINDS)
on_change(_KINDS.forget)
KINDS: Mapping[str, Kind] = _KINDS
"""The kinds that a field can have, by name, for look-ups."""
every_kind = _KINDS.complete
"""Returns all kinds by name, with those of features."""


def is_translated(field: Field) -> bool:
    """True if the values of a field are texts that translations translate; other values they inherit."""
    return field.translate and KINDS[field.kind].text


__all__ = ["KINDS", "every_kind", "is_translated"]
