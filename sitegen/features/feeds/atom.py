"""Formats a feed as Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from urllib.parse import quote

from sitegen.features.feeds.feed_views import FeedEntry, FeedView
from sitegen.features.feeds.texts import plain, shown, summary_of

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
NAMESPACE = "http://www.w3.org/2005/Atom"
NONE: Mapping[str, str] = MappingProxyType({})
IN_ADDRESSES = "/#%[]=:;$&()+,!?*@'~"
"""Characters that an address may contain, in addition to letters, digits and `_.-`."""


def atom_of(view: FeedView) -> bytes:
    """Formats a feed; equal entries give equal bytes."""
    moments = (moment for entry in view.entries for moment in (entry.updated, entry.published) if moment)
    head = (
        _element("title", shown(view.title)),
        _link(view.home, "alternate"),
        _link(view.url, "self"),
        _element("id", view.url),
        _element("updated", _moment(max(moments))),
        _around("author", _element("name", plain(view.author))),
        *((_element("subtitle", summary),) if (summary := shown(view.summary)) else ()),
    )
    feed = "".join((*head, *map(_entry, view.entries)))
    return f"{DECLARATION}{_around('feed', feed, {'xml:lang': view.lang, 'xmlns': NAMESPACE})}".encode()


def _entry(entry: FeedEntry) -> str:
    return _around("entry", "".join(_elements(entry)), {"xml:lang": entry.lang})


def _elements(entry: FeedEntry) -> Iterator[str]:
    """Elements of an entry, with its summary as plain text, and its full text if that was requested."""
    yield _element("title", shown(entry.title))
    yield _link(entry.url, "alternate")
    yield _element("id", entry.url)
    if entry.published is not None:
        yield _element("published", _moment(entry.published))
    yield _element("updated", _moment(entry.updated))
    summary, content = summary_of(entry), plain(entry.content)
    if summary:
        language = {"xml:lang": entry.summary_lang} if entry.summary_lang != entry.lang else {}
        yield _element("summary", summary, {"type": "text", **language})
    if content:
        yield _element("content", content, {"type": "html"})


def _link(address: str, relation: str) -> str:
    return _element("link", "", {"href": quote(address, safe=IN_ADDRESSES), "rel": relation})


def _moment(moment: datetime) -> str:
    """A moment as in RFC 3339."""
    return moment.isoformat() + ("" if moment.utcoffset() is not None else "Z")


def _element(name: str, text: str, attributes: Mapping[str, str] = NONE) -> str:
    return _around(name, _escaped(text), attributes)


def _around(name: str, inner: str, attributes: Mapping[str, str] = NONE) -> str:
    """An element around XML that is already written."""
    written = "".join(f' {key}="{_escaped(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
