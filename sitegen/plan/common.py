"""Inputs of every HTML page, and helpers to make the outputs of a page in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.model.offered import offered_in
from sitegen.model.urls import address_of, in_language, output_path
from sitegen.types import Config, Inputs, Output, Plan, Shape, Site, SubjectKey
from sitegen.types.keys import kind_and_key
from sitegen.types.registers import code_of, per_extensions
from sitegen.views.titled import ALPHABET, LISTING, TAXONOMY, TERM, TIMELINE


class GeneratedPage(Struct, frozen=True):
    """A generated page, from which an output is made for each language."""

    url: str
    """Address without a language prefix."""
    subject: SubjectKey
    template: str
    source: str
    own: Mapping[str, str]
    """Inputs of this kind of page in addition to those of every page: name and kind."""
    key: str = ""
    """Key of the page's own inputs."""
    indexed: bool = True


def in_languages(page: GeneratedPage, config: Config) -> Iterator[Output]:
    """Yields the page's output in each language of the site."""
    return (output_of(page, config, language) for language in config.languages)


def of_each_language(site: Site, pages: Callable[[Site], Iterable[GeneratedPage]]) -> Iterator[Output]:
    """Yields the outputs of generated pages, in each language only the pages that it offers."""
    if not site.only_in:
        for page in pages(site):
            yield from in_languages(page, site.config)
        return
    for language in site.config.languages:
        for page in pages(offered_in(site, language)):
            yield output_of(page, site.config, language)


@per_extensions
def _with_own(own: tuple[tuple[str, str], ...]) -> Shape:
    return {**every_page(), **{name: (kind, OWN) for name, kind in own}}


def output_of(page: GeneratedPage, config: Config, language: str) -> Output:
    return Output(
        path=output_path(in_language(config, page.url, language)),
        renderer="template",
        language=language,
        inputs=Inputs(_with_own(tuple(page.own.items())), (page.subject, page.key)),
        source=page.source,
        template=page.template,
        indexed=page.indexed,
    )


LISTS = (LISTING, TAXONOMY, TERM, TIMELINE, ALPHABET)
"""Kinds of subjects whose pages only list other pages."""


def lists_in(plan: Plan) -> Iterator[str]:
    """Yields the addresses of pages that only list other pages."""
    for output in plan.outputs:
        page = output.inputs.get("page")
        if page is not None and kind_and_key(page.key)[0] in LISTS:
            yield address_of(output.path)


NO_KEY, SUBJECT, OWN, ENTRY_KEY = -1, 0, 1, 2
"""Possible sources of an input's key in an output."""

EVERY_PAGE: Shape = {
    "site": ("site", NO_KEY),
    "page": ("page", SUBJECT),
    "languages": ("languages", SUBJECT),
    "menus": ("menus", NO_KEY),
    "navigation": ("navigation", SUBJECT),
    "breadcrumbs": ("breadcrumbs", SUBJECT),
    "feeds": ("feeds", SUBJECT),
    "calendars": ("calendars", SUBJECT),
    "linked_data": ("linked_data", SUBJECT),
    "assets": ("assets", NO_KEY),
    "lists": ("lists", NO_KEY),
    "types": ("types", NO_KEY),
    "figures": ("figures", NO_KEY),
    "histories": ("histories", NO_KEY),
    "thin": ("thin", NO_KEY),
}
"""Inputs of sitegen that any HTML page may ask for."""


@per_extensions
def every_page() -> Shape:
    """Inputs that any HTML page may ask for, those of extensions included."""
    return {**EVERY_PAGE, **{name: (name, NO_KEY) for name in code_of("SHARED_INPUTS")}}
