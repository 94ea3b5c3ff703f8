"""Selections of entries that features make once the site is joined, and that are stored with it.

`selectors` is the register: `SELECTORS` of each feature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from sitegen.types import Selection, Site
from sitegen.types.registers import by_name, per_extensions


class Selector(Struct, frozen=True):
    select: Callable[[Site], Iterator[Selection]]
    type: type[Selection]
    """Type of the selections, by which they are read when they have been stored."""

    def selections(self, site: Site) -> Mapping[str, Selection]:
        """Selections with at least one entry, by key."""
        return {found.key: found for found in self.select(site) if found.entries}


@per_extensions
def selectors() -> Mapping[str, Selector]:
    """Selectors of the features by name, such as `feeds`."""
    return by_name({}, "SELECTORS")


def select_all(site: Site) -> Mapping[str, Mapping[str, Selection]]:
    return {name: selector.selections(site) for name, selector in selectors().items()}
