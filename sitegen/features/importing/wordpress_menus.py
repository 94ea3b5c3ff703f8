"""Menus of WordPress: classic ones, whose items are posts of their own, and those of the block editor."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from sitegen.features.importing.imported import ImportedMenuItem, Outcome
from sitegen.features.importing.wordpress_terms import plain
from sitegen.features.importing.wordpress_text import BLOCK
from sitegen.features.importing.wxr import Wxr, WxrItem

FIRST = "main"
"""Name of the menu that the templates of a new site show."""


def menus_of(
    wxr: Wxr, names: Mapping[str, str], note: Callable[[Outcome, str], None]
) -> Mapping[str, tuple[ImportedMenuItem, ...]]:
    """The menus; `names` are the keys of entries by their id. The largest one becomes the main menu."""
    items: dict[str, list[WxrItem]] = {}
    for item in wxr.items:
        if item.type == "nav_menu_item":
            menu = next((slug for domain, slug, _ in item.terms if domain == "nav_menu"), "menu")
            items.setdefault(menu, []).append(item)
    menus = {name: _tree(found, wxr, names) for name, found in items.items()}
    for item in wxr.items:
        if (
            item.type == "wp_navigation"
            and item.status == "publish"
            and (found := _blocks(item.content, wxr))
        ):
            menus.setdefault(item.slug or "navigation", found)
    menus = {name: found for name, found in menus.items() if found}
    if not menus:
        return {}
    main = max(
        menus, key=lambda name: (name in ("main", "primary", "main-menu", "primary-menu"), len(menus[name]))
    )
    note(Outcome.DONE, f"the menu {main} became the main menu")
    return {FIRST: menus[main], **{_name(name): found for name, found in menus.items() if name != main}}


def _name(written: str) -> str:
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "-" for c in written.lower())
    plain = plain.strip("-_") or "menu"
    return plain if plain[0].isalpha() and plain != FIRST else f"menu-{plain}"


def _tree(items: list[WxrItem], wxr: Wxr, names: Mapping[str, str]) -> tuple[ImportedMenuItem, ...]:
    ordered = sorted(items, key=lambda item: int(item.order) if item.order.isdigit() else 0)
    below: dict[str, list[WxrItem]] = {}
    known = {item.id for item in items}
    for item in ordered:
        parent = item.value("_menu_item_menu_item_parent")
        below.setdefault(parent if parent in known and parent != item.id else "0", []).append(item)
    by_id = {item.id: item for item in wxr.items}
    terms = {term.id: term for term in wxr.terms}

    def made(parent: str, depth: int) -> tuple[ImportedMenuItem, ...]:
        if depth > 10:
            return ()
        found = []
        for item in below.get(parent, ()):
            kind, target = item.value("_menu_item_type"), item.value("_menu_item_object_id")
            title, address = item.title, item.value("_menu_item_url")
            if kind == "post_type" and target in by_id:
                address = names.get(target) or by_id[target].link
                title = title or by_id[target].title
            elif kind == "taxonomy" and target in terms:
                term = terms[target]
                folder = {"post_tag": "tag"}.get(term.domain, term.domain)
                address = f"{urlsplit(wxr.base).path.rstrip('/')}/{folder}/{term.slug}/"
                title = title or term.name
            inner = made(item.id, depth + 1)
            address = "" if address == "#" else address
            found.append(
                ImportedMenuItem(title={wxr.language or "en": plain(title)}, target=address, items=inner)
            )
        return tuple(found)

    return made("0", 1)


def _blocks(content: str, wxr: Wxr) -> tuple[ImportedMenuItem, ...]:
    """Items of a navigation block; those below others follow them."""
    found = []
    for block in BLOCK.finditer(content):
        if block["close"] or block["name"] not in ("navigation-link", "navigation-submenu", "home-link"):
            continue
        begin, end = block["rest"].find("{"), block["rest"].rfind("}")
        try:
            values = json.loads(block["rest"][begin : end + 1]) if 0 <= begin < end else {}
        except (ValueError, RecursionError):
            continue
        title = plain(str(values.get("label", "Home")))
        address = str(values.get("url", "/"))
        found.append(ImportedMenuItem(title={wxr.language or "en": title}, target=address))
    return tuple(found)
