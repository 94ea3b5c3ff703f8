"""What a template sees of the facets of an index."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FacetTerm:
    value: str
    label: str
    url: str
    """Of the list with this filter; where it is the current one, of the list without it."""
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    name: str
    label: str
    terms: tuple[FacetTerm, ...]
    replaces: bool = False
    """Its values cannot be chosen beside the filters that are on: they take their place."""
