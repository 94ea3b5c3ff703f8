"""Views of the facets of an index for templates."""

from __future__ import annotations

from msgspec import Struct


class FacetTerm(Struct, frozen=True):
    value: str
    label: str
    url: str
    """Address of the list with this filter, or of its only entry; for the current filter, of the list
    without it."""
    count: int
    current: bool
    entry: str = ""
    """Title of the only entry with this value, if `url` leads to its page; otherwise empty."""


class FacetView(Struct, frozen=True):
    name: str
    label: str
    terms: tuple[FacetTerm, ...]
    replaces: bool = False
    """True if its values cannot be combined with the current filters and replace them."""
