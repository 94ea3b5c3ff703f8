"""What a template sees of the facets of an index."""

from __future__ import annotations

from msgspec import Struct


class FacetTerm(Struct, frozen=True):
    value: str
    label: str
    url: str
    """Of the list with this filter; where it is the current one, of the list without it."""
    count: int
    current: bool


class FacetView(Struct, frozen=True):
    name: str
    label: str
    terms: tuple[FacetTerm, ...]
    replaces: bool = False
    """Its values cannot be chosen beside the filters that are on: they take their place."""
