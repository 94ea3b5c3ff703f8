"""Old addresses that a move would break, and the aliases that redirect them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace

from sitegen.kinds.old_addresses import Unusable, read_old_address
from sitegen.model.data_addresses import data_address
from sitegen.model.site import build_site
from sitegen.model.urls import in_language
from sitegen.move.moved_links import Addresses
from sitegen.move.source_text import Source, scalars
from sitegen.move.values import Moves, Refused, Replacement
from sitegen.read.entry_places import place_of
from sitegen.read.fields import ALIASES as KEY
from sitegen.types import Config, Document, Library, Page, Reference, Site
from sitegen.types.keys import document_key, type_of
from sitegen.views.released import present
from sitegen.yaml.nodes import Node, Scalar


def after_move(site: Site, library: Library, moves: Moves) -> Site:
    """The site with the documents under their new names, for their addresses."""
    documents = (_renamed(document, moves, site.config) for document in library.documents.values())
    return build_site(replace(library, documents={d.key: d for d in documents}), site.config, site.pictures)


def _renamed(document: Document, moves: Moves, config: Config) -> Document:
    path = moves.path(document.path)
    place = place_of(path, config, []) if path != document.path else None
    name = place.name if place else document.name
    entry = moves.entries.get(document.entry, document.entry)
    key = document_key(entry, document.language)
    fields = {key: _value(value, moves) for key, value in document.fields.items()}
    return replace(document, path=path, own_name=name, entry=entry, key=key, fields=fields)


def _value(value: object, moves: Moves) -> object:
    if isinstance(value, Reference):
        return replace(value, target=moves.entries.get(value.target, value.target))
    if isinstance(value, tuple):
        return tuple(_value(item, moves) for item in value)
    if isinstance(value, dict):
        return {key: _value(item, moves) for key, item in value.items()}
    return value


def addresses(before: Site, after: Site, moves: Moves) -> Addresses:
    """New address of each page whose address changes, by its old address."""
    found: dict[str, str] = {}
    for old, new in moves.entries.items():
        for language, key in before.versions.get(old, {}).items():
            page = before.pages[key]
            moved = after.pages[after.versions[new][language]]
            if page.url:
                found[page.url] = moved.url
        content_type = before.config.types[type_of(old)]
        if old in before.versions and not content_type.page and content_type.index:
            for language in before.config.languages:
                found[data_address(before, old, language)] = data_address(after, new, language)
    return {old: new for old, new in found.items() if old != new}


def lost(
    before: Site, after: Site, moves: Moves, released: Collection[str] | None
) -> Mapping[str, list[str]]:
    """Old addresses that would no longer work, by the path of the file that gets them as aliases.

    `released` are the addresses that readers may know; None if there is no such list, and then all count.
    """
    gone = present(before) - present(after)
    known = gone if released is None else gone & frozenset(released)
    by_file: dict[str, list[str]] = defaultdict(list)
    pages = [before.pages[key] for entry in moves.entries for key in before.versions.get(entry, {}).values()]
    own = {page.url: page for page in pages}
    for address in sorted(known):
        page = own.get(address) or _successor(address, pages[:MOST_LEADING], before)
        if page is not None:
            by_file[before.documents[page.document].path].append(address)
    return by_file


MOST_LEADING = 100
"""Limit on the moved pages that may take over an address of something else, such as a term."""


def _successor(address: str, pages: Collection[Page], site: Site) -> Page | None:
    """For an address of a term, the page of the entry that is the term."""
    leading = [
        page for page in pages if page.output or (site.config.types[page.type].index and not page.outside)
    ]
    prefixes = {page.language: in_language(site.config, "/", page.language) for page in leading}
    near = [page for page in leading if address.startswith(prefixes[page.language])]
    return max(near, key=lambda page: len(prefixes[page.language]), default=None)


# --- aliases in the front matter --------------------------------------------------------------


def alias_changes(source: Source, wanted: Collection[str], own: str) -> Iterator[Replacement]:
    """Changes that add old addresses to the aliases of a file and drop its own new one. Raises Refused."""
    parts = source.parts()
    node = parts.fields.get(KEY)
    if not parts.divided or not parts.readable:
        raise Refused(
            f"{source.path} cannot be read, so its old address cannot be redirected", "fix it first"
        )
    existing = scalars(node)
    dropped = [item for item in existing if _as_address(item.text) == own]
    known = {_as_address(item.text) for item in existing}
    new = [address for address in wanted if address not in known]
    exchanged = list(zip(dropped, new, strict=False))
    for item, address in exchanged:
        yield Replacement(*source.extent(item), address)
    dropped, new = dropped[len(exchanged) :], new[len(exchanged) :]
    if dropped:
        yield from _shorter(source, node, dropped)
    elif new and node is None:
        yield _new_line(source, new)
    elif new:
        yield _longer(source, node, new)


def _as_address(alias: str) -> str:
    """The address of an alias; the alias itself if it is not valid."""
    try:
        return read_old_address(alias.strip()).address
    except Unusable:
        return alias


def _new_line(source: Source, wanted: Collection[str]) -> Replacement:
    """Adds the field at the end of the front matter."""
    fields = source.node()
    line = f"{' ' * (fields.column - 1) if fields.entries else ''}{KEY}: [{', '.join(wanted)}]"
    if not source.path.endswith(".yaml"):
        at = source.line_start(source.parts().body_line - 1)
        return Replacement(at, at, line + source.newline)
    end = len(source.raw)
    ends_with_newline = source.raw.endswith(("\n", "\r"))
    return Replacement(end, end, line + source.newline if ends_with_newline else source.newline + line)


def _longer(source: Source, node: Node | None, wanted: Collection[str]) -> Replacement:
    """Appends addresses to the field."""
    if isinstance(node, Scalar):
        start, end = source.extent(node)
        return Replacement(start, end, f"[{source.raw[start:end]}, {', '.join(wanted)}]")
    items = scalars(node)
    start = source.place(node)
    if source.raw[start] == "[":
        last = source.extent(items[-1])[1] if items else start + 1
        return Replacement(last, last, ", ".join([""] * bool(items) + list(wanted)))
    end = source.flat.find("\n", source.extent(items[-1])[1])
    indent = " " * (start - source.flat.rfind("\n", 0, start) - 1)
    if end < 0:
        end = len(source.raw)
        return Replacement(end, end, "".join(f"{source.newline}{indent}- {address}" for address in wanted))
    return Replacement(
        end + 1, end + 1, "".join(f"{indent}- {address}{source.newline}" for address in wanted)
    )


def _shorter(source: Source, node: Node | None, dropped: Collection[Scalar]) -> Iterator[Replacement]:
    """Removes items from the field, or the whole field if no item is left."""
    items = scalars(node)
    lines = not isinstance(node, Scalar) and source.raw[source.place(node)] != "["
    if len(dropped) == len(items):
        key = source.node().key(KEY)
        assert key is not None
        yield _without_lines(source, source.offset(key.line, key.column), source.extent(items[-1])[1])
        return
    for item in dropped:
        at = items.index(item)
        start, end = source.extent(item)
        if lines:
            yield _without_lines(source, start, end)
        elif at + 1 < len(items):
            yield Replacement(start, source.extent(items[at + 1])[0], "")
        else:
            yield Replacement(source.extent(items[at - 1])[1], end, "")


def _without_lines(source: Source, start: int, end: int) -> Replacement:
    """Removes the lines from `start` to `end`."""
    line_end = source.flat.find("\n", end)
    line_start = source.flat.rfind("\n", 0, start) + 1
    return Replacement(line_start, line_end + 1 if line_end >= 0 else len(source.raw), "")
