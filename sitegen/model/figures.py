"""Which entries are figures."""

from __future__ import annotations

from sitegen.types import Site

FIGURES = "figures"
"""The content type that the shortcode `number` and the name `figures` look in."""


def figures_of(site: Site) -> tuple[str, ...]:
    """The entries that are figures: those in the order of their type, and then those that no list has."""
    offered = site.entries.get(FIGURES, ())
    others = {e for e in (*site.retired, *site.only_in) if e.startswith(f"{FIGURES}/")}.difference(offered)
    return (*offered, *sorted(others))
