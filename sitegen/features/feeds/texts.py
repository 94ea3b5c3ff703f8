"""Texts for feeds and calendars: plain, and valid in XML."""

from __future__ import annotations

import re

from babel import Locale

from sitegen.features.feeds.feed_views import FeedEntry
from sitegen.markdown.typography import isolated_plain_text
from sitegen.render.filters import show_range

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 does not allow (section 2.2)."""


def plain(text: str) -> str:
    """Removes characters that XML does not allow."""
    return FORBIDDEN.sub("", str(text))


def shown(text: str) -> str:
    """Prepares plain text for feed readers; codes keep their order among Arabic or Hebrew words."""
    return isolated_plain_text(plain(text))


def summary_of(entry: FeedEntry) -> str:
    """Summary of an entry; for an event, preceded by its date."""
    when = show_range(entry.start, entry.end, Locale.parse(entry.locale)) if entry.start else ""
    return " – ".join(filter(None, (when, shown(entry.summary))))
