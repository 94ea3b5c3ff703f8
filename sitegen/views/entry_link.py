"""Links to entries from the cards of others."""

from __future__ import annotations

from msgspec import Struct

from sitegen.views.views import OutsideAddress


class EntryLink(Struct, frozen=True):
    """The entry that a field on a card refers to."""

    key: str
    name: str
    type: str
    title: str
    url: str
    """Address with the base path; empty if there is none."""
    lang: str
    dir: str
    foreign: bool
    """True if its title is in a language other than the page's."""
    outside: OutsideAddress | None
