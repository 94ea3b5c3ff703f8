"""References to moved files in the text of a document: its links and shortcodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from sitegen.markdown.markdown import convert
from sitegen.markdown.shortcodes import ARGUMENT, FORMS, TAG
from sitegen.model.figures import FIGURES
from sitegen.move.moved_links import Addresses, LinkUpdater, link_changes
from sitegen.move.source_text import Source, applied
from sitegen.move.values import Moves, Replacement
from sitegen.types import Document, EntryKey, MarkdownRule, Shortcode
from sitegen.types.keys import entry_key, name_of
from sitegen.types.paths import beside
from sitegen.views.inputs import NUMBER

NAME = re.compile(r"\s*[A-Za-z_][A-Za-z0-9_./-]*")


def text_changes(
    source: Source, document: Document, moves: Moves, addresses: Addresses, rule: MarkdownRule
) -> tuple[Replacement, ...]:
    """Changes in the text below the front matter of a file."""
    start = source.line_start(source.parts().body_line)
    updater = LinkUpdater(source.path, moves, addresses)
    links = tuple(link_changes(source.flat, start, len(source.flat), updater))
    if not _surely_links(source, document, links, updater) and not _same_page(source, links, rule):
        links = tuple(link for link in links if _same_page(source, (link,), rule))
    calls = (change for call in document.shortcodes for change in _call(source, call, updater))
    return (*links, *calls)


def _surely_links(
    source: Source, document: Document, changes: tuple[Replacement, ...], updater: LinkUpdater
) -> bool:
    """Returns True if all changes are in links, and none is in what may be indented code."""
    leading = sum(updater.target(link.target) != link.target for link in document.links)
    starts = [source.flat.rfind("\n", 0, change.start) + 1 for change in changes]
    return len(changes) == leading and not any(source.flat.startswith(("    ", "\t"), at) for at in starts)


def _same_page(source: Source, links: Iterable[Replacement], rule: MarkdownRule) -> bool:
    """Returns True if the page differs only in link targets, so no change is in code."""
    before = source.parts()
    after = Source(source.path, applied(source.raw, links).encode("utf-8")).parts()
    old, new = (
        convert(parts.body, source.path, parts.body_line, rule.engine, html=rule.html)
        for parts in (before, after)
    )
    same = [link.target == other.target for link, other in zip(old.links, new.links, strict=False)]
    return old.html == new.html and not all(same)


def _call(source: Source, call: Shortcode, updater: LinkUpdater) -> Iterator[Replacement]:
    """Changes in arguments of a shortcode that name a figure (`number`), an entry (TYPE/NAME) or a file."""
    at = source.offset(call.line, call.column)
    tag = TAG.match(source.flat, at)
    if tag is None or tag["inside"] is None:
        return
    name = NAME.match(tag["inside"])
    place = name.end() if name else 0
    while argument := ARGUMENT.match(tag["inside"], place):
        group = next(g for g in FORMS if argument[g] is not None)
        new = _argument(call.name, argument[group], updater)
        if new != argument[group]:
            inside = tag.start("inside")
            yield Replacement(inside + argument.start(group), inside + argument.end(group), new)
        place = argument.end()


def _argument(shortcode: str, written: str, updater: LinkUpdater) -> str:
    entries, folder = updater.moves.entries, updater.moves.folder
    if shortcode == NUMBER:
        figure = entry_key(FIGURES, written)
        return name_of(entries.get(figure, figure))
    if written in entries:
        return entries[EntryKey(written)]
    if folder and written.startswith(f"{folder[0]}/"):
        return folder[1] + written[len(folder[0]) :]
    names_file = beside(updater.path, unquote(written.partition("#")[0])) in updater.moves.files
    return updater.target(written) if names_file or written.startswith("/") else written
