"""What feeds are called, and which concern a page."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.model.subjects import Speaker
from sitegen.model.titled import ENTRY, LISTING
from sitegen.model.views import Feed
from sitegen.types import FeedPlan


def title_of(speaker: Speaker, feed: FeedPlan) -> str:
    viewer = speaker.viewer
    site_title = viewer.text(viewer.config.title)
    kind, _, name = feed.key.partition(":")
    if feed.key == "site":
        return site_title
    if kind == "type":
        part = viewer.text(viewer.config.types[name].plural)
    elif kind == "list":
        part = viewer.text(viewer.config.lists[name].title)
    else:
        part = viewer.page(feed.key).title
    return speaker.words.titled(site_title, part)


def feeds_of(speaker: Speaker, subject: str) -> tuple[Feed, ...]:
    """The feeds that concern a page, the most special first."""
    return _concerning(speaker, speaker.feeds, subject)


def calendars_of(speaker: Speaker, subject: str) -> tuple[Feed, ...]:
    """The calendars that concern a page, the most special first."""
    return _concerning(speaker, speaker.calendars, subject)


def _concerning(speaker: Speaker, plans: Mapping[str, FeedPlan], subject: str) -> tuple[Feed, ...]:
    viewer = speaker.viewer
    kind, _, key = subject.partition(":")
    scope = key.partition("?")[0].partition("#")[0] if kind == LISTING else ""
    own_type = f"type:{key.partition('/')[0]}" if kind == ENTRY else ""
    wanted = [key if kind == ENTRY else scope, own_type, "site"]
    return tuple(
        Feed(title_of(speaker, plans[name]), viewer.href(viewer.here(plans[name].url)))
        for name in wanted
        if name in plans
    )
