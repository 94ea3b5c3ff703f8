"""Menus of a Hugo site, from its configuration and from front matter, in all languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from sitegen.features.importing.data_files import mapping_at, plain, text_at
from sitegen.features.importing.hugo_config import HugoConfig, HugoLanguage
from sitegen.features.importing.hugo_fields import HugoFields
from sitegen.features.importing.hugo_pages import HugoPages
from sitegen.features.importing.imported import ImportedMenuItem

LAST = 1_000_000


class _Item(Struct, frozen=True, kw_only=True):
    menu: str
    title: str
    target: str
    """Key of an entry, old address, or address of a different site."""
    weight: int
    key: str
    """Name by which other items name it as their parent."""
    parent: str
    language: str


def menus_of(
    config: HugoConfig, fields: Mapping[str, HugoFields], pages: HugoPages
) -> Mapping[str, tuple[ImportedMenuItem, ...]]:
    """The menus, with an item for each target, whose title has all languages."""
    items = [item for language in config.languages for item in _of_language(language, config, pages)]
    items += _of_pages(config, fields, pages)
    codes = tuple(language.code for language in config.languages)
    found: dict[str, tuple[ImportedMenuItem, ...]] = {}
    for menu in dict.fromkeys(item.menu for item in items):
        own = sorted((item for item in items if item.menu == menu), key=lambda item: item.weight or LAST)
        found[menu] = tuple(_merged(own, "", codes))
    return found


def _merged(items: list[_Item], parent: str, codes: tuple[str, ...]) -> Iterator[ImportedMenuItem]:
    """Items below a parent; those with one target, or one identifier, in several languages are one."""
    groups: dict[str, list[_Item]] = {}
    for item in items:
        if item.parent == parent:
            groups.setdefault(item.target or f"#{item.key}", []).append(item)
    for group in groups.values():
        titles = {item.language: item.title for item in reversed(group)}
        inner: list[ImportedMenuItem] = []
        for key in dict.fromkeys(item.key for item in group):
            inner += _merged([item for item in items if item.parent == key], key, codes) if key else ()
        languages = tuple(code for code in codes if code in titles)
        yield ImportedMenuItem(
            title={code: titles[code] for code in languages},
            target=group[0].target,
            items=tuple(inner),
            languages=() if len(languages) == len(codes) else languages,
        )


def _of_language(language: HugoLanguage, config: HugoConfig, pages: HugoPages) -> Iterator[_Item]:
    tables = [mapping_at(language.settings, name) for name in ("menu", "menus")]
    if not any(tables):
        tables = [mapping_at(config.data, name) for name in ("menu", "menus")]
    for table in tables:
        for menu, entries in table.items():
            for data in entries if isinstance(entries, list) else ():
                if isinstance(data, dict):
                    yield _configured(menu, data, language, pages)


def _configured(menu: str, data: dict[str, Any], language: HugoLanguage, pages: HugoPages) -> _Item:
    page = text_at(data, "pageref")
    target = text_at(data, "url")
    if page:
        target = pages.key_named(page, language) or page
    elif target and not target.startswith(("http://", "https://", "#")):
        prefix = pages.config.prefix(language)
        plain_target = "/" + target.strip("/")
        inside = plain_target if plain_target.startswith(prefix) else f"{prefix}{target.lstrip('/')}"
        target = pages.key_at(inside) or pages.key_at(plain_target) or inside
    return _Item(
        menu=menu,
        title=text_at(data, "name", "title", "identifier"),
        target="" if target.startswith("#") else target,
        weight=_weight(data),
        key=text_at(data, "identifier", "name"),
        parent=text_at(data, "parent"),
        language=language.code,
    )


def _weight(data: Mapping[str, Any]) -> int:
    text = text_at(data, "weight")
    return int(text) if text.lstrip("-").isdigit() else 0


def _of_pages(config: HugoConfig, fields: Mapping[str, HugoFields], pages: HugoPages) -> Iterator[_Item]:
    for page in pages.all():
        found = fields.get(page.path)
        if found is None or not found.menus:
            continue
        data = plain(found.menus)
        names = [data] if isinstance(data, str) else list(data)
        for menu in names:
            own = data.get(menu) if isinstance(data, dict) else {}
            own = {key.lower(): value for key, value in own.items()} if isinstance(own, dict) else {}
            title = text_at(own, "name") or found.title
            place = pages.place(page)
            yield _Item(
                menu=str(menu),
                title=title,
                target="/".join(part for part in (place.type, place.name) if part) or "/",
                weight=_weight(own),
                key=text_at(own, "identifier") or title,
                parent=text_at(own, "parent"),
                language=page.language.code,
            )
