"""Formats a feed as JSON Feed 1.1 (jsonfeed.org), with the same content as Atom."""

from __future__ import annotations

import json

from sitegen.features.feeds.feed_views import FeedEntry, FeedView
from sitegen.features.feeds.texts import plain, shown, summary_of

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed_of(view: FeedView) -> bytes:
    """Formats a feed; equal entries give equal bytes."""
    feed = {
        "version": VERSION,
        "title": shown(view.title),
        "home_page_url": view.home,
        "feed_url": view.json_url,
        "description": shown(view.summary),
        "authors": [{"name": plain(view.author)}],
        "language": view.lang,
        "items": [_item(entry) for entry in view.entries],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _item(entry: FeedEntry) -> dict[str, str]:
    """Converts an entry; its text is the full text, the summary or the title."""
    summary, content = summary_of(entry), plain(entry.content)
    item = {
        "id": entry.url,
        "url": entry.url,
        "title": shown(entry.title),
        "summary": summary,
        "content_html": content,
        "content_text": "" if content else summary or shown(entry.title),
        "date_published": entry.published.isoformat() if entry.published else "",
        "date_modified": entry.updated.isoformat(),
        "language": entry.lang,
    }
    return {name: value for name, value in item.items() if value}
