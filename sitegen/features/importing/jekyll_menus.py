"""Menus that sites of Jekyll have in their data: `_data/navigation.yml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sitegen.features.importing.data_files import form_of, read_data, text_at
from sitegen.features.importing.imported import ImportedMenuItem
from sitegen.features.importing.source import Source

FILES = ("navigation", "nav", "menu", "menus")
INNER = ("children", "items", "subitems", "links", "subfolderitems", "sublinks")
MAIN = "main"


def menus_of(source: Source, base: str, language: str) -> Mapping[str, tuple[ImportedMenuItem, ...]]:
    """The menus in the data of a site, by name. A list alone is the main menu."""
    found: dict[str, tuple[ImportedMenuItem, ...]] = {}
    for path in source.below(f"{base}_data"):
        name = path.rpartition("/")[2].rpartition(".")[0].lower()
        if name not in FILES or not form_of(path):
            continue
        data = read_data(source, path)
        menus = data.items() if isinstance(data, dict) else [(MAIN, data)]
        for menu, entries in menus:
            items = tuple(_items(entries, language)) if isinstance(entries, list) else ()
            if items and menu not in found:
                found[menu] = items
    return found if MAIN in found or len(found) != 1 else {MAIN: next(iter(found.values()))}


def _items(entries: Iterable[Any], language: str) -> Iterator[ImportedMenuItem]:
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        title = text_at(entry, "title", "name", "text", "label", "page")
        target = text_at(entry, "url", "link", "href", "permalink")
        inner: list[Any] = next((entry[name] for name in INNER if isinstance(entry.get(name), list)), [])
        if title:
            yield ImportedMenuItem(
                title={language: title}, target=target, items=tuple(_items(inner, language))
            )
