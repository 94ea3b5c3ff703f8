"""Menus: what `site.yaml` points to, with the titles and addresses of one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sitegen.model.listings import Listing, url_of
from sitegen.model.subjects import Speaker
from sitegen.model.urls import taxonomy_url, timeline_url
from sitegen.model.views import MenuItem
from sitegen.types import MenuRule


def menus(speaker: Speaker) -> dict[str, tuple[MenuItem, ...]]:
    """Every menu by name."""
    return {
        name: tuple(_item(speaker, rule) for rule in rules)
        for name, rules in speaker.viewer.config.menus.items()
    }


def _item(speaker: Speaker, rule: MenuRule) -> MenuItem:
    viewer = speaker.viewer
    kind, _, name = rule.target.partition(":")
    if kind not in TARGETS:
        return MenuItem(viewer.text(rule.title) or rule.target, rule.target, viewer.language.code)
    title, url, lang = TARGETS[kind](speaker, name)
    own = viewer.text(rule.title)
    return MenuItem(own or title, viewer.href(url), viewer.language.code if own else lang)


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
    page = speaker.viewer.page(name)
    return page.title, page.url, page.language


TARGETS: Mapping[str, Target] = {
    "type": _type,
    "list": _list,
    "taxonomy": _taxonomy,
    "timeline": _timeline,
    "alphabet": _alphabet,
    "page": _page,
}
