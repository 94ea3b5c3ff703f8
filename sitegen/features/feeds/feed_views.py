"""Views of feeds, and the feeds and calendars that belong to a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from sitegen.features.feeds.dates import feed_dates, moment_of
from sitegen.features.feeds.plans import FeedPlan, calendars, feeds
from sitegen.model.dates import first_given
from sitegen.model.versions import master
from sitegen.types import EntryKey, Page, SubjectKey, When
from sitegen.types.keys import LIST, TYPE, kind_and_key, scope_key, scope_of, type_of
from sitegen.types.zones import site_zone
from sitegen.views.subjects import ViewContext
from sitegen.views.titled import ENTRY, LISTING

ATOM, JSON = "feed.xml", "feed.json"


class FeedEntry(Struct, frozen=True):
    """An entry of a feed; texts are plain, addresses have scheme and host."""

    url: str
    title: str
    summary: str
    lang: str
    summary_lang: str
    """Language of the summary, which a translation may take from its source."""
    locale: str
    """CLDR locale of the entry's language."""
    published: datetime | None
    updated: datetime
    start: When | None
    """Day or moment on which an event begins; shown before the summary."""
    end: When | None
    document: str = ""
    """Key of the document whose whole text belongs to the entry; empty if none does."""
    content: str = ""
    """The whole text as HTML, whose addresses have scheme and host."""


class FeedView(Struct, frozen=True):
    title: str
    author: str
    """The site's title, since RFC 4287 (4.1.1) requires the name of an author."""
    summary: str
    url: str
    """Address of the feed, with scheme and host."""
    json_url: str
    """Address of the feed as JSON."""
    home: str
    lang: str
    updated: datetime
    entries: tuple[FeedEntry, ...]


class Feed(Struct, frozen=True):
    title: str
    url: str
    json: str = ""
    """Address of the same feed as JSON; empty for a calendar."""


def title_of(context: ViewContext, feed: FeedPlan) -> str:
    viewer = context.viewer
    site_title = viewer.text(viewer.config.title)
    kind, name = kind_and_key(feed.key)
    if feed.key == "site":
        return site_title
    if kind == TYPE:
        part = viewer.text(viewer.config.types[name].plural)
    elif kind == LIST:
        part = viewer.text(viewer.config.lists[name].title)
    else:
        part = viewer.page(EntryKey(feed.key)).title
    return context.words.joined_title(site_title, part)


def json_url(url: str) -> str:
    """The address of a JSON feed, given that of the Atom feed."""
    return url.removesuffix(ATOM) + JSON


def feed_view(context: ViewContext, feed: FeedPlan) -> FeedView:
    """A feed in the language of the context."""
    viewer = context.viewer
    site, url = viewer.site_view, viewer.permalink(viewer.here(feed.url))
    entries = tuple(_entry(context, feed, entry) for entry in feed.entries)
    return FeedView(
        title=title_of(context, feed),
        author=site.title,
        summary=site.description,
        url=url,
        json_url=json_url(url),
        home=site.url,
        lang=site.lang,
        updated=max(entry.updated for entry in entries),
        entries=entries,
    )


def _entry(context: ViewContext, feed: FeedPlan, entry: EntryKey) -> FeedEntry:
    viewer = context.viewer
    config, zone = viewer.config, site_zone(viewer.config)
    page = viewer.page(entry)
    dates = feed_dates(page, master(viewer.site, entry), config)
    updated = dates.updated or feed.since
    assert updated is not None, "every entry of a feed has a date"
    start, end = _event_dates(page, context)
    return FeedEntry(
        url=viewer.permalink(viewer.url_of(page)),
        title=page.title,
        summary=page.summary,
        lang=page.language,
        summary_lang=page.source_language if "summary" in page.inherited else page.language,
        locale=config.languages[page.language].locale,
        published=moment_of(dates.published, zone) if dates.published else None,
        updated=moment_of(updated, zone),
        start=start,
        end=end,
        document=page.document if feed.full and page.output else "",
    )


def _event_dates(page: Page, context: ViewContext) -> tuple[When | None, When | None]:
    """Start and end of an event."""
    rule = context.viewer.config.types[page.type].calendar
    if rule is None:
        return None, None
    return first_given(page.dated_fields, (rule.start,)), first_given(page.dated_fields, (rule.end,))


def feeds_of(context: ViewContext, subject: SubjectKey) -> tuple[Feed, ...]:
    """The feeds that belong to a page, most specific first."""
    found = _concerning(context, feeds(context.viewer.site), subject)
    return tuple(Feed(feed.title, feed.url, json_url(feed.url)) for feed in found)


def calendars_of(context: ViewContext, subject: SubjectKey) -> tuple[Feed, ...]:
    """The calendars that belong to a page, most specific first."""
    return _concerning(context, calendars(context.viewer.site), subject)


def _concerning(context: ViewContext, plans: Mapping[str, FeedPlan], subject: SubjectKey) -> tuple[Feed, ...]:
    viewer = context.viewer
    kind, key = kind_and_key(subject)
    scope = scope_of(key) if kind == LISTING else ""
    own_type = scope_key(TYPE, type_of(key)) if kind == ENTRY else ""
    wanted = [key if kind == ENTRY else scope, own_type, "site"]
    return tuple(
        Feed(title_of(context, plans[name]), viewer.href(viewer.here(plans[name].url)))
        for name in wanted
        if name in plans
    )
