"""Contents of feeds and calendars, as the site stores them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from sitegen.types import Selection, Site

FEEDS, CALENDARS = "feeds", "calendars"
"""Names of the selectors."""


class FeedPlan(Selection, frozen=True, array_like=True):
    """Content of a feed or calendar for all languages. The key is `site`, an index's scope, or an entry.

    The entries have a date: newest first in a feed, earliest first in a calendar.
    """

    url: str
    since: date | None = None
    """Earliest publication day on the site; the date of a feed without published entries."""
    full: bool = False
    """True if the feed has the full texts of its entries."""


def feeds(site: Site) -> Mapping[str, FeedPlan]:
    return cast("Mapping[str, FeedPlan]", site.selections[FEEDS])


def calendars(site: Site) -> Mapping[str, FeedPlan]:
    return cast("Mapping[str, FeedPlan]", site.selections[CALENDARS])
