"""Menus of `site.yaml`, with titles and addresses in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sitegen.definition.menus import ADDRESS
from sitegen.model.listings import base_url
from sitegen.model.urls import taxonomy_url, timeline_url
from sitegen.model.versions import is_offered
from sitegen.types import EntryKey, MenuRule
from sitegen.types.keys import LIST, TAXONOMY, TYPE, kind_and_key, scope_key
from sitegen.views.subjects import ViewContext
from sitegen.views.viewer import Viewer
from sitegen.views.views import MenuItem


def menus(context: ViewContext) -> dict[str, tuple[MenuItem, ...]]:
    """All menus by name."""
    return {name: tuple(_items(context, rules)) for name, rules in context.viewer.config.menus.items()}


def _items(context: ViewContext, rules: Iterable[MenuRule]) -> Iterator[MenuItem]:
    """Yields the items that the language has; an item without a target only if it has subitems."""
    for rule in rules:
        if not rule.languages or context.viewer.language.code in rule.languages:
            item = _item(context, rule)
            if item.url or item.items:
                yield item


def _item(context: ViewContext, rule: MenuRule) -> MenuItem:
    viewer = context.viewer
    kind, name = kind_and_key(rule.target)
    own, language = viewer.text(rule.title), viewer.language.code
    below = (*_items(context, rule.items), *(_children(viewer, kind, name) if rule.children else ()))
    if kind == "page" and not is_offered(viewer.site, name, language):
        return MenuItem(own, "", language, below)
    if kind in TARGETS:
        title, url, lang = TARGETS[kind](context, name)
        return MenuItem(own or title, viewer.href(url), language if own else lang, below)
    url = viewer.href(address(viewer, rule.target)) if rule.target.startswith(ADDRESS) else rule.target
    return MenuItem(own or rule.target, url, language, below)


MOST_CHILDREN = 30
"""Limit on the children of a page in a menu, which is on every page."""


def _children(viewer: Viewer, kind: str, name: str) -> Iterator[MenuItem]:
    """Items for the entries directly below a page or type."""
    found = viewer.site.children.get(name, viewer.site.entries[name] if kind == TYPE else ())
    for page in map(viewer.page, found[:MOST_CHILDREN]):
        if page.url:
            title = viewer.isolated(page.title, page.language)
            yield MenuItem(title, viewer.href(page.url), page.language)


def address(viewer: Viewer, target: str) -> str:
    """The address of a target in the viewer's language."""
    path = target.partition("#")[0].partition("?")[0]
    return viewer.here(target) if path.endswith("/") else target


Target = Callable[[ViewContext, Any], tuple[str, str, str]]


def _type(context: ViewContext, name: str) -> tuple[str, str, str]:
    viewer = context.viewer
    title = viewer.text(viewer.config.types[name].plural)
    url = base_url(viewer.config, scope_key(TYPE, name))
    return title, viewer.here(url), viewer.language.code


def _list(context: ViewContext, name: str) -> tuple[str, str, str]:
    viewer = context.viewer
    url = base_url(viewer.config, scope_key(LIST, name))
    return viewer.text(viewer.config.lists[name].title), viewer.here(url), viewer.language.code


def _taxonomy(context: ViewContext, name: str) -> tuple[str, str, str]:
    viewer = context.viewer
    taxonomy = viewer.config.taxonomies[name]
    return viewer.text(taxonomy.title), viewer.here(taxonomy_url(taxonomy)), viewer.language.code


def _timeline(context: ViewContext, name: str) -> tuple[str, str, str]:
    viewer = context.viewer
    what = viewer.text(viewer.config.types[name].plural)
    title = context.words.gettext("Timeline: %(what)s") % {"what": what}
    return title, viewer.here(timeline_url(viewer.config.types[name])), viewer.language.code


def _alphabet(context: ViewContext, _: str) -> tuple[str, str, str]:
    viewer = context.viewer
    alphabet = viewer.config.alphabet
    assert alphabet is not None
    return viewer.text(alphabet.title), viewer.here(alphabet.permalink), viewer.language.code


def _page(context: ViewContext, name: EntryKey) -> tuple[str, str, str]:
    viewer = context.viewer
    page = viewer.page(name)
    return viewer.isolated(page.title, page.language), page.url, page.language


TARGETS: Mapping[str, Target] = {
    TYPE: _type,
    LIST: _list,
    TAXONOMY: _taxonomy,
    "timeline": _timeline,
    "alphabet": _alphabet,
    "page": _page,
}
