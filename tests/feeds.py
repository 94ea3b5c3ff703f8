"""What a feed must be: the rules of RFC 4287 for which W3C's feed validator has cases, and JSON Feed 1.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
AT_MOST_ONCE = ("id", "title", "updated", "published", "summary", "content", "subtitle", "generator", "icon")
TEXTS = ("title", "summary", "subtitle", "content", "rights")


def wrong_in_atom(text: str, url: str, today: date) -> list[str]:
    """What is not valid in an Atom feed at an address, with the section of RFC 4287."""
    feed = ElementTree.fromstring(text)
    if feed.tag != f"{ATOM}feed":
        return ["1.2: the root is not atom:feed"]
    entries = feed.findall(f"{ATOM}entry")
    found = [*_wrong_metadata(feed, "feed"), *_wrong_dates(feed, today)]
    own = [link.get("href") for link in _links(feed, "self")]
    found += [] if own == [url] else [f"4.2.7.2: links to itself {own}"]
    names = [name.text for name in feed.findall(f"{ATOM}author/{ATOM}name")]
    found += [] if names and all(names) else ["4.1.1: no author with a name"]
    found += [] if entries else ["4.1.1: no entries"]
    for entry in entries:
        found += [*_wrong_metadata(entry, "entry"), *_wrong_dates(entry, today)]
        if entry.find(f"{ATOM}content") is None and len(_links(entry, "alternate")) != 1:
            found.append("4.1.2: no content, and not one link to the page")
        found += ["3.2.1: an author without a name"] if entry.find(f"{ATOM}author") is not None else []
    ids = [item.findtext(f"{ATOM}id") for item in (feed, *entries)]
    found += [] if len(set(ids)) == len(ids) else ["4.1.1: two entries have one id"]
    newest = max((item.findtext(f"{ATOM}updated") or "" for item in entries), default="")
    found += [] if feed.findtext(f"{ATOM}updated") == newest else ["4.2.15: not the newest of its entries"]
    return found


def _links(item: ElementTree.Element, rel: str) -> list[ElementTree.Element]:
    return [link for link in item.findall(f"{ATOM}link") if link.get("rel", "alternate") == rel]


def _wrong_metadata(item: ElementTree.Element, what: str) -> Iterator[str]:
    for name in ("id", "title", "updated"):
        text = item.findtext(f"{ATOM}{name}")
        if not text or text != text.strip():
            yield f"4.1: {what} without {name}, or with space around it"
    for name in AT_MOST_ONCE:
        if len(item.findall(f"{ATOM}{name}")) > 1:
            yield f"4.1: {what} with two {name}"
    for name in TEXTS:
        yield from _wrong_text(item.find(f"{ATOM}{name}"))
    yield from ("4.2.6: a relative id" for _ in filter(_relative, [item.findtext(f"{ATOM}id") or ""]))
    links = [
        (link.get("rel"), link.get("type"), link.get("hreflang")) for link in item.findall(f"{ATOM}link")
    ]
    yield from ("4.1.1: two links alike" for _ in range(len(links) - len(set(links))))
    hrefs = [link.get("href") or "" for link in item.findall(f"{ATOM}link")]
    yield from (f"4.2.7.1: {href!r} is relative" for href in filter(_relative, hrefs))
    language = item.get(LANG)
    if language is None or not LANGUAGE.fullmatch(language):
        yield f"2: {what} in the language {language!r}"


def _wrong_text(element: ElementTree.Element | None) -> Iterator[str]:
    if element is not None:
        if element.get("type", "text") not in ("text", "html"):
            yield f"3.1.1: a text of type {element.get('type')}"
        if len(element):
            yield "3.1.1.1: markup in a text"
        if not (element.text or "").strip():
            yield "4.2.14: an empty text"


def _relative(address: str) -> bool:
    parts = urlsplit(address)
    return not (parts.scheme in ("http", "https") and parts.hostname) or any(
        char in address for char in " <>"
    )


def _wrong_dates(item: ElementTree.Element, today: date) -> Iterator[str]:
    for name in ("published", "updated"):
        written = item.findtext(f"{ATOM}{name}")
        if written is None:
            continue
        if not RFC_3339.fullmatch(written):
            yield f"3.3: {written!r} is no date of RFC 3339"
        elif datetime.fromisoformat(written).date() > today:
            yield f"3.3: {written} lies ahead"
    published, updated = (item.findtext(f"{ATOM}{name}") for name in ("published", "updated"))
    both = [it for it in (published, updated) if it and RFC_3339.fullmatch(it)]
    if len(both) == 2 and datetime.fromisoformat(both[1]) < datetime.fromisoformat(both[0]):
        yield "updated before it was published"


def wrong_in_json_feed(feed: dict[str, Any], url: str, today: date) -> list[str]:
    """What is not valid in a JSON Feed at an address."""
    found = [] if feed["version"] == "https://jsonfeed.org/version/1.1" else ["version"]
    found += [] if feed["feed_url"] == url else ["feed_url"]
    found += [name for name in ("title", "items", "home_page_url") if not feed.get(name)]
    found += ["authors"] if not feed["authors"] or not all(it["name"] for it in feed["authors"]) else []
    ids = [item["id"] for item in feed["items"]]
    found += [] if len(ids) == len(set(ids)) else ["two items have one id"]
    for item in feed["items"]:
        found += [f"{item['id']} is relative"] if _relative(item["url"]) else []
        found += [] if item.get("content_text") or item.get("content_html") else ["an item without content"]
        for name in ("date_published", "date_modified"):
            if name in item and not RFC_3339.fullmatch(item[name]):
                found.append(f"{name}: {item[name]}")
            elif name in item and datetime.fromisoformat(item[name]).date() > today:
                found.append(f"{name} lies ahead: {item[name]}")
    return found
