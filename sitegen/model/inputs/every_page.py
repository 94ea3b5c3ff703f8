"""The inputs that any HTML page may ask for."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.model.feeds import calendars_of, feeds_of
from sitegen.model.inputs.source import InputSource
from sitegen.model.linked_data import linked_data
from sitegen.model.menus import menus
from sitegen.model.subjects import ERROR, HANDBOOK, STYLEGUIDE, breadcrumbs, page_view
from sitegen.model.titled import ENTRY
from sitegen.model.urls import in_language
from sitegen.model.views import (
    Crumb,
    Elsewhere,
    LanguageLink,
)
from sitegen.model.words import HOME_PAGE, NO_PAGE, Words
from sitegen.types import Language, Site


def _site(inputs: InputSource, _: str) -> object:
    return inputs.viewer.site_view


def _page(inputs: InputSource, key: str) -> object:
    return page_view(inputs.speaker, key)


def _menus(inputs: InputSource, _: str) -> object:
    return menus(inputs.speaker)


def _assets(inputs: InputSource, _: str) -> object:
    return inputs.assets


def _lists(inputs: InputSource, _: str) -> object:
    return inputs.lists


def _figures(inputs: InputSource, _: str) -> object:
    return inputs.viewer.figures


def _types(inputs: InputSource, _: str) -> dict[str, Crumb]:
    """Each type that has an index: its name and where that is."""
    viewer = inputs.viewer
    found = {}
    for name, content_type in inputs.site.config.types.items():
        url = viewer.type_url(name)
        if url is not None:
            found[name] = Crumb(viewer.text(content_type.plural), url, viewer.language.code)
    return found


def _breadcrumbs(inputs: InputSource, key: str) -> tuple[Crumb, ...]:
    return breadcrumbs(inputs.speaker, key)


def _linked_data(inputs: InputSource, key: str) -> object:
    return linked_data(inputs.speaker, key)


def _feeds(inputs: InputSource, key: str) -> object:
    return feeds_of(inputs.speaker, key)


def _calendars(inputs: InputSource, key: str) -> object:
    return calendars_of(inputs.speaker, key)


def _languages(inputs: InputSource, key: str) -> tuple[LanguageLink, ...]:
    """A link for each language: to this page where it has a version, else to that language's home."""
    kind, _, name = key.partition(":")
    viewer, config = inputs.viewer, inputs.site.config
    neutral = page_view_url(inputs, key)
    versions = _versions(inputs.site, kind, name)
    links = []
    for code, language in config.languages.items():
        exists = code in versions
        if kind == ENTRY and exists:
            url = inputs.site.pages[versions[code]].url
        else:
            url = in_language(config, neutral if exists else "/", code)
        current = code == viewer.language.code
        links.append(
            LanguageLink(
                code,
                language.name,
                language.direction,
                viewer.href(url),
                viewer.permalink(url),
                current,
                exists,
            )
        )
    return tuple(links)


def _versions(site: Site, kind: str, name: str) -> Mapping[str, str]:
    """The languages in which a page exists: what is generated in all, but for pages that no reader seeks."""
    if kind == ENTRY:
        return site.versions.get(name, {})
    if kind == ERROR:  # its readers look for something else
        return {}
    only_one = kind in (STYLEGUIDE, HANDBOOK)
    return dict.fromkeys((site.config.default_language,) if only_one else site.config.languages, "")


def _elsewhere(inputs: InputSource, _: str) -> tuple[Elsewhere, ...]:
    """For readers of the other languages, where the page is the one that all may get: a sentence each.

    Hosts that know one page for missing addresses send that of the default language.
    """
    config, own = inputs.site.config, inputs.viewer.language.code
    if own != config.default_language:
        return ()
    others = (language for code, language in config.languages.items() if code != own)
    return tuple(_sentence(inputs, language) for language in others)


def _sentence(inputs: InputSource, language: Language) -> Elsewhere:
    viewer, config = inputs.viewer, inputs.site.config
    catalogue = inputs.catalogues.get(language.code)
    words = Words(catalogue)
    text = words.gettext(NO_PAGE) if catalogue and NO_PAGE in catalogue.messages else ""
    title = config.title.get(language.code) or config.title.get("") or config.title[config.default_language]
    home = viewer.href(in_language(config, "/", language.code))
    link = words.gettext(HOME_PAGE) % {"title": title} if text else language.name
    return Elsewhere(language.code, language.direction, language.name, text, home, link)


def page_view_url(inputs: InputSource, key: str) -> str:
    """The address of a generated page without the prefix of its language."""
    url = page_view(inputs.speaker, key).url.removeprefix(inputs.site.config.base_path)
    home = inputs.viewer.here("/")
    return "/" + url.removeprefix(home) if home != "/" else url


INPUTS = {
    "elsewhere": _elsewhere,
    "site": _site,
    "page": _page,
    "languages": _languages,
    "menus": _menus,
    "breadcrumbs": _breadcrumbs,
    "feeds": _feeds,
    "calendars": _calendars,
    "linked_data": _linked_data,
    "assets": _assets,
    "lists": _lists,
    "figures": _figures,
    "types": _types,
}
