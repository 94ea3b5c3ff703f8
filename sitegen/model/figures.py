"""Lists the entries that are figures."""

from __future__ import annotations

from sitegen.types import EntryKey, Site
from sitegen.types.keys import type_of

FIGURES = "figures"
"""Content type used by the shortcode `number` and the name `figures`."""


def figures_of(site: Site) -> tuple[EntryKey, ...]:
    """Entries that are figures: in the order of their type, followed by retired ones and those limited to
    other languages."""
    offered = site.entries.get(FIGURES, ())
    others = {e for e in (*site.retired, *site.only_in) if type_of(e) == FIGURES}.difference(offered)
    return (*offered, *sorted(others))
