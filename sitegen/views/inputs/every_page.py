"""The inputs that any HTML page may ask for, and that are not about it."""

from __future__ import annotations

from sitegen.model.urls import in_language
from sitegen.types import Language
from sitegen.views.inputs.kind import InputKind, shared
from sitegen.views.inputs.source import InputSource
from sitegen.views.menus import menus
from sitegen.views.views import Crumb, OtherLanguage
from sitegen.views.words import HOME_PAGE, NO_PAGE, Words


def _site(inputs: InputSource, _: str) -> object:
    return inputs.viewer.site_view


def _menus(inputs: InputSource, _: str) -> object:
    return menus(inputs.context)


def _assets(inputs: InputSource, _: str) -> object:
    return inputs.assets


def _lists(inputs: InputSource, _: str) -> object:
    return inputs.lists()


def _figures(inputs: InputSource, _: str) -> object:
    return inputs.figures.by_name


def _types(inputs: InputSource, _: str) -> dict[str, Crumb]:
    """Each type that has an index: its name and where that is."""
    viewer = inputs.viewer
    found = {}
    for name, content_type in inputs.site.config.types.items():
        url = viewer.type_url(name)
        if url is not None:
            found[name] = Crumb(viewer.text(content_type.plural), url, viewer.language.code)
    return found


def _elsewhere(inputs: InputSource, _: str) -> tuple[OtherLanguage, ...]:
    """For readers of the other languages, where the page is the one that all may get: a sentence each.

    Hosts that know one page for missing addresses send that of the default language.
    """
    config, own = inputs.site.config, inputs.viewer.language.code
    if own != config.default_language:
        return ()
    others = (language for code, language in config.languages.items() if code != own)
    return tuple(_sentence(inputs, language) for language in others)


def _sentence(inputs: InputSource, language: Language) -> OtherLanguage:
    viewer, config = inputs.viewer, inputs.site.config
    catalogue = inputs.catalogues.get(language.code)
    words = Words(catalogue)
    text = words.gettext(NO_PAGE) if catalogue and NO_PAGE in catalogue.messages else ""
    title = config.title.get(language.code) or config.title.get("") or config.title[config.default_language]
    home = viewer.href(in_language(config, "/", language.code))
    link = words.gettext(HOME_PAGE) % {"title": title} if text else language.name
    return OtherLanguage(language.code, language.direction, language.name, text, home, link)


KINDS = {
    "elsewhere": InputKind(_elsewhere),
    "site": shared(_site),
    "menus": shared(_menus),
    "assets": shared(_assets),
    "lists": shared(_lists),
    "figures": shared(_figures),
    "types": shared(_types),
}
