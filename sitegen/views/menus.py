"""Menus of `site.yaml`, with titles and addresses in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from sitegen.definition.menus import ADDRESS
from sitegen.model.listings import Listing, url_of
from sitegen.model.urls import taxonomy_url, timeline_url
from sitegen.model.versions import is_offered
from sitegen.types import MenuRule
from sitegen.views.subjects import Speaker
from sitegen.views.viewer import Viewer
from sitegen.views.views import MenuItem


def menus(speaker: Speaker) -> dict[str, tuple[MenuItem, ...]]:
    """All menus by name."""
    return {name: tuple(_items(speaker, rules)) for name, rules in speaker.viewer.config.menus.items()}


def _items(speaker: Speaker, rules: Iterable[MenuRule]) -> Iterator[MenuItem]:
    """Yields the items that the language has; an item without a target only if it has subitems."""
    for rule in rules:
        if not rule.languages or speaker.viewer.language.code in rule.languages:
            item = _item(speaker, rule)
            if item.url or item.items:
                yield item


def _item(speaker: Speaker, rule: MenuRule) -> MenuItem:
    viewer = speaker.viewer
    kind, _, name = rule.target.partition(":")
    own, below, language = viewer.text(rule.title), tuple(_items(speaker, rule.items)), viewer.language.code
    if kind == "page" and not is_offered(viewer.site, name, language):
        return MenuItem(own, "", language, below)
    if kind in TARGETS:
        title, url, lang = TARGETS[kind](speaker, name)
        return MenuItem(own or title, viewer.href(url), language if own else lang, below)
    url = viewer.href(address(viewer, rule.target)) if rule.target.startswith(ADDRESS) else rule.target
    return MenuItem(own or rule.target, url, language, below)


def address(viewer: Viewer, target: str) -> str:
    """The address of a target in the viewer's language."""
    path = target.partition("#")[0].partition("?")[0]
    return viewer.here(target) if path.endswith("/") else target


Target = Callable[[Speaker, str], tuple[str, str, str]]


def _type(speaker: Speaker, name: str) -> tuple[str, str, str]:
    viewer = speaker.viewer
    title = viewer.text(viewer.config.types[name].plural)
    url = url_of(viewer.config, Listing(f"type:{name}"))
    return title, viewer.here(url), viewer.language.code


def _list(speaker: Speaker, name: str) -> tuple[str, str, str]:
    viewer = speaker.viewer
    url = url_of(viewer.config, Listing(f"list:{name}"))
    return viewer.text(viewer.config.lists[name].title), viewer.here(url), viewer.language.code


def _taxonomy(speaker: Speaker, name: str) -> tuple[str, str, str]:
    viewer = speaker.viewer
    taxonomy = viewer.config.taxonomies[name]
    return viewer.text(taxonomy.title), viewer.here(taxonomy_url(taxonomy)), viewer.language.code


def _timeline(speaker: Speaker, name: str) -> tuple[str, str, str]:
    viewer = speaker.viewer
    what = viewer.text(viewer.config.types[name].plural)
    title = speaker.words.gettext("Timeline: %(what)s") % {"what": what}
    return title, viewer.here(timeline_url(viewer.config.types[name])), viewer.language.code


def _alphabet(speaker: Speaker, _: str) -> tuple[str, str, str]:
    viewer = speaker.viewer
    alphabet = viewer.config.alphabet
    assert alphabet is not None
    return viewer.text(alphabet.title), viewer.here(alphabet.permalink), viewer.language.code


def _page(speaker: Speaker, name: str) -> tuple[str, str, str]:
    viewer = speaker.viewer
    page = viewer.page(name)
    return viewer.isolated(page.title, page.language), page.url, page.language


TARGETS: Mapping[str, Target] = {
    "type": _type,
    "list": _list,
    "taxonomy": _taxonomy,
    "timeline": _timeline,
    "alphabet": _alphabet,
    "page": _page,
}
