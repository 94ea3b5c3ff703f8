"""The inputs that any HTML page may ask for."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.model.listings import entries_of, filtered, parse, rule_of
from sitegen.model.offered import offered_in
from sitegen.model.terms import parse_term
from sitegen.model.urls import in_language
from sitegen.types import Language, Site
from sitegen.views.feeds import calendars_of, feeds_of
from sitegen.views.inputs.source import InputSource
from sitegen.views.linked_data import linked_data
from sitegen.views.menus import menus
from sitegen.views.pagers import page_count
from sitegen.views.subjects import ERROR, HANDBOOK, STYLEGUIDE, breadcrumbs, page_view
from sitegen.views.titled import ENTRY, LISTING, TERM
from sitegen.views.views import Crumb, Elsewhere, LanguageLink
from sitegen.views.words import HOME_PAGE, NO_PAGE, Words


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
    versions = inputs.site.versions.get(name, {}) if kind == ENTRY else made_in(viewer.whole, key)
    links = []
    for code, language in config.languages.items():
        exists = code in versions
        if kind == ENTRY and exists:
            url = inputs.site.pages[inputs.site.versions[name][code]].url
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


def made_in(site: Site, subject: str) -> tuple[str, ...]:
    """The languages in which a page exists that no entry is behind; none of a page that no reader seeks."""
    kind, _, key = subject.partition(":")
    if kind == ERROR:  # its readers look for something else
        return ()
    if kind in (STYLEGUIDE, HANDBOOK):
        return (site.config.default_language,)
    codes = tuple(site.config.languages)
    if not site.only_in or kind not in (LISTING, TERM):
        return codes
    return tuple(code for code in codes if _is_made(offered_in(site, code), kind, key))


def _is_made(site: Site, kind: str, key: str) -> bool:
    """True if the site, as offered in a language, has this page of a list or term."""
    entries: Sequence[str] | None
    if kind == TERM:
        page = parse_term(key)
        number, size = page.number, site.config.taxonomies[page.taxonomy].paginate_by
        entries = site.terms[page.taxonomy].get(page.term)
    else:
        listing = parse(key)
        number, size = listing.number, rule_of(site.config, listing.scope).paginate_by
        entries = filtered(site, listing) if listing.filters else entries_of(site, listing.scope)
        entries = None if listing.filters and not entries else entries
    return entries is not None and number <= page_count(len(entries), size)


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
