"""The tree around the page of an entry: the pages above it, those beside it, and those below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sitegen.digest import digest_of_parts
from sitegen.model.sections import ancestors
from sitegen.types import Digest, EntryKey
from sitegen.types.keys import type_of
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource

MOST_BESIDE = 20
"""Limit on the entries on either side of one, and on twice as many below it.

With all of them, the pages of a section would grow with the square of its entries.
"""


class TreeItem(Struct, frozen=True):
    """A page in side navigation; at the top the type."""

    title: str
    url: str
    """Address; empty if it has no page."""
    lang: str
    current: bool = False
    """True for the page itself."""
    items: tuple[TreeItem, ...] = ()
    more: str = ""
    """Address of the page with the whole list, if some of the items are left out."""


class _Level(Struct, frozen=True):
    """The entries shown below one entry or type."""

    entries: Sequence[EntryKey]
    is_cut: bool


def _tree(inputs: InputSource, entry: EntryKey) -> TreeItem | None:
    """The tree around an entry; None if no entries of its type are nested."""
    viewer, site, name = inputs.viewer, inputs.site, type_of(entry)
    if name not in site.children:
        return None
    url = viewer.type_url(name) or ""
    item = _item(inputs, entry, _around(inputs, entry), tuple(ancestors(site.parents, entry)))
    top = _beside(inputs, entry) if entry not in site.parents else _Level((), is_cut=False)
    items = tuple(item if it == entry else _leaf(inputs, it) for it in top.entries) or (item,)
    title = viewer.text(viewer.config.types[name].plural)
    return TreeItem(title, url, viewer.language.code, items=items, more=url if top.is_cut else "")


def _item(
    inputs: InputSource, entry: EntryKey, levels: tuple[_Level, _Level], above: Sequence[EntryKey]
) -> TreeItem:
    """The item of the first entry above an entry, or of the entry itself, with all items that it contains."""
    beside, below = levels
    item = _with(_leaf(inputs, entry, current=True), tuple(_leaf(inputs, it) for it in below.entries), below)
    for number, parent in enumerate(above):
        items: tuple[TreeItem, ...] = (item,)
        if number == 0:
            items = tuple(item if it == entry else _leaf(inputs, it) for it in beside.entries) or (item,)
        item = _with(_leaf(inputs, parent), items, beside if number == 0 else _Level((), is_cut=False))
    return item


def _with(item: TreeItem, items: tuple[TreeItem, ...], level: _Level) -> TreeItem:
    more = item.url if level.is_cut else ""
    return TreeItem(item.title, item.url, item.lang, item.current, items, more)


def _leaf(inputs: InputSource, entry: EntryKey, current: bool = False) -> TreeItem:
    viewer = inputs.viewer
    page = viewer.page(entry)
    url = viewer.href(page.url) if page.url else ""
    return TreeItem(viewer.isolated(page.title, page.language), url, page.language, current)


def _around(inputs: InputSource, entry: EntryKey) -> tuple[_Level, _Level]:
    """The entries beside an entry, with itself, and those below it."""
    below = inputs.site.children.get(entry, ())
    most = 2 * MOST_BESIDE
    return _beside(inputs, entry), _Level(below[:most], len(below) > most)


def _beside(inputs: InputSource, entry: EntryKey) -> _Level:
    found, place = inputs.siblings(entry)
    if place is None:  # retired
        return _Level((), is_cut=False)
    first, last = max(0, place - MOST_BESIDE), place + MOST_BESIDE + 1
    return _Level(found[first:last], first > 0 or last < len(found))


def _digest(inputs: InputSource, entry: EntryKey) -> Digest:
    site, name = inputs.site, type_of(entry)
    return digest_of_parts(*_parts(inputs, entry)) if name in site.children else ""


def _parts(inputs: InputSource, entry: EntryKey) -> Iterator[str]:
    yield inputs.type_parts(type_of(entry)).names
    for level in _around(inputs, entry):
        yield str(level.is_cut)
        yield from map(inputs.crumb_digest, level.entries)
    yield from map(inputs.crumb_digest, (entry, *ancestors(inputs.site.parents, entry)))


TREE = InputKind(_tree, _digest)
