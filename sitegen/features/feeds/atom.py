"""Formats a feed as Atom (RFC 4287), with feedgenerator."""

from __future__ import annotations

from typing import Any

from feedgenerator import Atom1Feed, rfc3339_date

from sitegen.features.feeds.feed_views import FeedView
from sitegen.features.feeds.texts import plain, shown, summary_of


class _Atom(Atom1Feed):  # type: ignore[misc]
    """Atom feed whose entries have a language each, summaries as plain text, and full texts if requested."""

    def item_attributes(self, item: Any) -> dict[str, str]:
        return {"xml:lang": item["lang"]}

    def add_item_elements(self, handler: Any, item: Any) -> None:
        handler.addQuickElement("title", item["title"])
        handler.addQuickElement("link", "", {"href": item["link"], "rel": "alternate"})
        handler.addQuickElement("id", item["unique_id"])
        if item["pubdate"] is not None:
            handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        if item["description"]:
            attributes = {"type": "text"}
            if item["summary_lang"] != item["lang"]:
                attributes["xml:lang"] = item["summary_lang"]
            handler.addQuickElement("summary", item["description"], attributes)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


def atom_of(view: FeedView) -> bytes:
    """Formats a feed; equal entries give equal bytes."""
    summary = shown(view.summary)
    atom = _Atom(
        title=shown(view.title), link=view.home, description=summary, language=view.lang, feed_url=view.url,
        subtitle=summary, feed_guid=view.url, author_name=plain(view.author),
    )  # fmt: skip
    for entry in view.entries:
        atom.add_item(
            title=shown(entry.title), link=entry.url, description=summary_of(entry), unique_id=entry.url,
            pubdate=entry.published, updateddate=entry.updated, lang=entry.lang,
            summary_lang=entry.summary_lang, content=plain(entry.content),
        )  # fmt: skip
    return str(atom.writeString("utf-8")).encode("utf-8")
