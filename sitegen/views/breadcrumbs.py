"""The way from the home page to a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.model.sections import ancestors
from sitegen.types import EntryKey, SubjectKey
from sitegen.types.keys import Listing, kind_and_key, owner_of, parse_listing, scope_of, subject_key
from sitegen.views.subjects import ViewContext, page_view
from sitegen.views.titled import ENTRY, HOME, LISTING
from sitegen.views.viewer import Viewer
from sitegen.views.views import Crumb, PageView


def breadcrumbs(context: ViewContext, name: SubjectKey) -> tuple[Crumb, ...]:
    """The path from the home page to the parent of a page."""
    kind, key = kind_and_key(name)
    viewer = context.viewer
    if kind == HOME:
        return ()
    home = Crumb(context.words.gettext("Home"), viewer.href(viewer.here("/")), viewer.language.code)
    owner = owner_of(scope_of(key)) if kind == LISTING else EntryKey("")
    if owner:
        own = (*entries_above(viewer, owner), owner)
        return (home, *_type_crumb(viewer, owner), *crumbs_of(viewer, own))
    view = page_view(context, name)
    is_index = kind == LISTING and view.kind != "facet" and parse_listing(key).number == 1
    above = crumbs_of(viewer, entries_above(viewer, key)) if kind == ENTRY else ()
    if is_index or not view.type_url or view.type_url == view.url:
        return (home, *above)
    title = _parent_title(context, kind, key, view)
    return (home, Crumb(title, view.type_url, viewer.language.code), *above)


def _type_crumb(viewer: Viewer, entry: EntryKey) -> Iterator[Crumb]:
    """The index of the type of an entry, if there is one."""
    name = viewer.page(entry).type
    url = viewer.type_url(name)
    if url:
        yield Crumb(viewer.text(viewer.config.types[name].plural), url, viewer.language.code)


def entries_above(viewer: Viewer, entry: EntryKey) -> tuple[EntryKey, ...]:
    """The entries with a page above an entry, from the top of its type."""
    above = tuple(ancestors(viewer.site.parents, entry))[::-1]
    return tuple(found for found in above if viewer.page(found).output)


def crumbs_of(viewer: Viewer, entries: Iterable[EntryKey]) -> tuple[Crumb, ...]:
    pages = map(viewer.page, entries)
    return tuple(
        Crumb(viewer.isolated(page.title, page.language), viewer.href(page.url), page.language)
        for page in pages
    )


def _parent_title(context: ViewContext, kind: str, key: str, view: PageView) -> str:
    if kind != LISTING:
        return view.type_plural
    return page_view(context, subject_key(LISTING, Listing(scope_of(key)).key)).title
