"""The share of the pages of a site that are written in a language."""

from __future__ import annotations

from msgspec import Struct

from sitegen.types import EntryKey, Site


class Coverage(Struct, frozen=True):
    entries: int
    """Number of the entries that are written in the language."""
    of: int
    """Number of all entries that have a page."""


def offered_to_all(site: Site) -> tuple[EntryKey, ...]:
    """The entries with a page that are meant for every language, without those that are no longer offered."""
    return tuple(
        entry
        for entry, versions in site.versions.items()
        if entry not in site.retired
        and entry not in site.only_in
        and any(site.pages[key].output for key in versions.values())
    )


def coverage(site: Site, language: str) -> Coverage:
    """The number of entries that are written in a language, and of all."""
    entries = offered_to_all(site)
    return Coverage(sum(language in site.versions[entry] for entry in entries), len(entries))
