"""Menus as a page shows them: with the item that links to the page, and the items above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeAlias

from msgspec.structs import replace

from sitegen.digest import digest_of_parts
from sitegen.model.listings import url_of
from sitegen.types import Digest, EntryKey, Input, SubjectKey
from sitegen.types.keys import Listing, kind_and_key, owner_of, parse_listing, type_of
from sitegen.views.breadcrumbs import breadcrumbs, crumbs_of, entries_above
from sitegen.views.inputs import digest_of_input, resolve
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.subjects import page_view
from sitegen.views.titled import ENTRY, LISTING
from sitegen.views.viewer import Viewer
from sitegen.views.views import MenuItem

MENUS = Input("menus", "")
Menus: TypeAlias = Mapping[str, tuple[MenuItem, ...]]


def _menus(inputs: InputSource) -> Menus:
    found = resolve(inputs, MENUS)
    assert isinstance(found, dict)
    return found


def _addresses(inputs: InputSource, subject: SubjectKey) -> tuple[str, frozenset[str]]:
    """The address of a page, and those of the pages above it, without the home page."""
    viewer = inputs.viewer
    kind, key = kind_and_key(subject)
    if kind == ENTRY:
        return viewer.href(viewer.page(key).url), frozenset(_above(viewer, key))
    if kind == LISTING:
        listing = parse_listing(key)
        url, first = (_url(viewer, one) for one in (listing, Listing(listing.scope)))
        owner = owner_of(listing.scope)
        own = (*_above(viewer, owner), viewer.href(viewer.page(owner).url)) if owner else (first,)
        return url, frozenset(own) - {url}
    view = page_view(inputs.context, subject)
    crumbs = (crumb.url for crumb in breadcrumbs(inputs.context, subject)[1:])
    return view.url, frozenset((view.type_url or "", *crumbs)) - {view.url}


def _url(viewer: Viewer, listing: Listing) -> str:
    return viewer.href(viewer.here(url_of(viewer.site, listing, viewer.language.code)))


def _above(viewer: Viewer, entry: EntryKey) -> Iterator[str]:
    """Addresses of the index and of the sections above an entry."""
    yield viewer.type_url(type_of(entry)) or ""
    yield from (crumb.url for crumb in crumbs_of(viewer, entries_above(viewer, entry)))


def _marked(items: Iterable[MenuItem], url: str, above: frozenset[str]) -> Iterator[MenuItem]:
    """Yields the items, those on the way to a page marked; the others are not copied."""
    for item in items:
        below = tuple(_marked(item.items, url, above))
        current = item.url == url
        is_open = (item.url in above and item.url != "") or any(one.current or one.open for one in below)
        yield replace(item, items=below, current=current, open=is_open) if current or is_open else item


def _navigation(inputs: InputSource, subject: SubjectKey) -> Menus:
    url, above = _addresses(inputs, subject)
    return {name: tuple(_marked(items, url, above)) for name, items in _menus(inputs).items()}


def _digest(inputs: InputSource, subject: SubjectKey) -> Digest:
    """The digest of the menus, with the addresses among those of the page that are in one."""
    url, above = _addresses(inputs, subject)
    known = _known(inputs)
    marked = sorted(address for address in above if address in known)
    return digest_of_parts(digest_of_input(inputs, MENUS), url if url in known else "", *marked)


def _known(inputs: InputSource) -> frozenset[str]:
    """The addresses in all menus, found once in a language."""
    wanted = Input("navigation", "addresses of menus")
    found = inputs.shared.get(wanted, lambda: frozenset(_urls(chain.from_iterable(_menus(inputs).values()))))
    assert isinstance(found, frozenset)
    return found


def _urls(items: Iterable[MenuItem]) -> Iterator[str]:
    for item in items:
        if item.url:
            yield item.url
        yield from _urls(item.items)


KINDS = {"navigation": InputKind(_navigation, _digest)}
