"""The pages of the contents of long lists: `/articles/page/`, in each language.

A list has them if it has more than `MOST_PAGES` pages and the theme has the template.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sitegen.definition.config import SITE
from sitegen.model.listings import base_url, rule_of, scopes, shown_of
from sitegen.model.urls import page_number_url
from sitegen.plan.common import GeneratedPage, of_each_language
from sitegen.types import Output, ScopeKey, Site, Sources
from sitegen.types.keys import LIST, TYPE, Listing, kind_and_key, parse_listing, subject_key
from sitegen.views.pagers import page_count
from sitegen.views.subjects import SubjectKind, ViewContext, generated, title_of
from sitegen.views.titled import LISTING
from sitegen.views.views import PageView

CONTENTS = "contents"
TEMPLATE = "contents.html"
MOST_PAGES = 100
"""Pages of a list without contents, and those that one page of the contents names."""


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    if f"templates/{TEMPLATE}" not in sources.templates:
        return iter(())
    return of_each_language(site, _pages)


def _pages(site: Site) -> Iterator[GeneratedPage]:
    for scope in scopes(site.config):
        for number in range(1, pages_of_contents(site, scope) + 1):
            key = Listing(scope, number=number).key
            yield GeneratedPage(
                url=page_number_url(contents_url(site, scope), number),
                subject=subject_key(CONTENTS, key),
                template=TEMPLATE,
                source=_source(site, parse_listing(key)),
                own={"contents": "contents", "pager": "contents_pager"},
                key=key,
            )


def _source(site: Site, listing: Listing) -> str:
    return site.config.types[listing.type].path if listing.type else SITE


def pages_of_list(site: Site, scope: ScopeKey) -> int:
    """Number of pages of a list without filters."""
    return page_count(len(shown_of(site, scope)), rule_of(site.config, scope).paginate_by)


def pages_of_contents(site: Site, scope: ScopeKey) -> int:
    """Number of pages of the contents of a list; 0 if it is short."""
    if kind_and_key(scope)[0] not in (TYPE, LIST):
        return 0
    pages = pages_of_list(site, scope)
    return page_count(pages, MOST_PAGES) if pages > MOST_PAGES else 0


def contents_url(site: Site, scope: ScopeKey) -> str:
    """Address of the contents of a list, without a language prefix: the folder of its pages."""
    return f"{base_url(site.config, scope)}page/"


def _page(context: ViewContext, key: str) -> PageView:
    viewer, listing = context.viewer, parse_listing(key)
    whole = title_of(context, subject_key(LISTING, Listing(listing.scope).key))
    title = context.words.joined_title(whole, context.words.gettext("Contents"))
    url = page_number_url(contents_url(viewer.site, listing.scope), listing.number)
    view = generated(context, CONTENTS, listing.name, url, title, "")
    parent = viewer.href(viewer.here(base_url(viewer.config, listing.scope)))
    return replace(view, type=listing.type, type_plural=whole, type_url=parent)


def _is_made(site: Site, key: str) -> bool:
    listing = parse_listing(key)
    return listing.number <= pages_of_contents(site, listing.scope)


SUBJECTS = {CONTENTS: SubjectKind(_page, is_made=_is_made)}
