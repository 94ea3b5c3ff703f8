"""What every HTML page is made from, whatever it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct

from sitegen.model.offered import offered_in
from sitegen.model.urls import address_of, in_language, output_path
from sitegen.types import Config, Inputs, Output, Plan, Shape, Site
from sitegen.views.titled import ALPHABET, LISTING, TAXONOMY, TERM, TIMELINE


class GeneratedPage(Struct, frozen=True):
    """A page that every language has, before it has one."""

    url: str
    """Without the prefix of a language."""
    subject: str
    template: str
    source: str
    own: Mapping[str, str]
    """The inputs of this kind of page, beside those of every page: name and kind."""
    key: str = ""
    """Of its own inputs."""
    indexed: bool = True


def in_languages(page: GeneratedPage, config: Config) -> Iterator[Output]:
    """The page's output in each language of the site."""
    return (output_of(page, config, language) for language in config.languages)


def of_each_language(site: Site, pages: Callable[[Site], Iterable[GeneratedPage]]) -> Iterator[Output]:
    """The outputs of the pages that the site has, in each language those that it offers."""
    if not site.only_in:
        for page in pages(site):
            yield from in_languages(page, site.config)
        return
    for language in site.config.languages:
        for page in pages(offered_in(site, language)):
            yield output_of(page, site.config, language)


@cache
def _with_own(own: tuple[tuple[str, str], ...]) -> Shape:
    return {**EVERY_PAGE, **{name: (kind, OWN) for name, kind in own}}


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
"""What a page is about that only shows others."""


def lists_in(plan: Plan) -> Iterator[str]:
    """The addresses of the pages that only list others."""
    for output in plan.outputs:
        page = output.inputs.get("page")
        if page is not None and page.key.partition(":")[0] in LISTS:
            yield address_of(output.path)


NO_KEY, SUBJECT, OWN, ENTRY_KEY = -1, 0, 1, 2
"""Which of an output's keys an input has."""

EVERY_PAGE: Shape = {
    "site": ("site", NO_KEY),
    "page": ("page", SUBJECT),
    "languages": ("languages", SUBJECT),
    "menus": ("menus", NO_KEY),
    "breadcrumbs": ("breadcrumbs", SUBJECT),
    "feeds": ("feeds", SUBJECT),
    "calendars": ("calendars", SUBJECT),
    "linked_data": ("linked_data", SUBJECT),
    "assets": ("assets", NO_KEY),
    "lists": ("lists", NO_KEY),
    "types": ("types", NO_KEY),
    "figures": ("figures", NO_KEY),
    "histories": ("histories", NO_KEY),
}
"""The inputs that any HTML page may ask for."""
