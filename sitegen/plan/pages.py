"""The home page, the pages of entries, and the error page."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.definition.config import SITE
from sitegen.model.urls import MISSING
from sitegen.model.versions import intro_key
from sitegen.plan.common import (
    ENTRY_KEY,
    EVERY_PAGE,
    NO_KEY,
    OWN,
    GeneratedPage,
    every_page,
    in_languages,
    output_of,
)
from sitegen.plan.indexes import OWN as INDEX
from sitegen.types import Inputs, Output, Page, Shape, Site, Sources
from sitegen.types.keys import Listing, section_scope, subject_key
from sitegen.types.registers import per_extensions
from sitegen.views.subjects import ERROR
from sitegen.views.titled import ENTRY, HOME


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    yield from (_home(site, language) for language in site.config.languages)
    yield from (entry_output(site, page) for page in site.pages.values() if page.output)
    error = GeneratedPage(
        MISSING, subject_key(ERROR), "404.html", SITE, {"elsewhere": "elsewhere"}, indexed=False
    )
    yield from in_languages(error, site.config)


def _home(site: Site, language: str) -> Output:
    key = intro_key(site, "home", language)
    source = site.documents[key].path if key else SITE
    own = {"body": "intro", "toc": "intro_toc", "outdated": "outdated_intro"}
    page = GeneratedPage("/", subject_key(HOME), site.config.home_template, source, own, "home")
    return output_of(page, site.config, language)


OF_AN_ENTRY: Shape = {
    **EVERY_PAGE,
    "body": ("body", OWN),
    "toc": ("toc", OWN),
    "outdated": ("outdated", OWN),
    "untranslated": ("untranslated", OWN),
    "relations": ("relations", ENTRY_KEY),
    "entry_figures": ("entry_figures", ENTRY_KEY),
    "related": ("related", ENTRY_KEY),
    "tree": ("tree", ENTRY_KEY),
    "previous": ("previous", ENTRY_KEY),
    "next": ("next", ENTRY_KEY),
    "map": ("map", ENTRY_KEY),
    "locator": ("locator", ENTRY_KEY),
    "sheet_url": ("sheet_url", ENTRY_KEY),
    "citation": ("citation", ENTRY_KEY),
    "accessibility": ("accessibility", NO_KEY),
}


ITS_LISTING = 3


@per_extensions
def of_an_entry() -> Shape:
    """Inputs of the page of an entry."""
    return {**every_page(), **OF_AN_ENTRY}


@per_extensions
def _of_a_section() -> Shape:
    own = {name: (kind, ITS_LISTING) for name, kind in INDEX.items() if name not in ("body", "outdated")}
    return {**of_an_entry(), **own}


def entry_output(site: Site, page: Page) -> Output:
    """The page of an entry in one language."""
    name = subject_key(ENTRY, page.entry)
    content_type = site.config.types[page.type]
    template, inputs = content_type.template, Inputs(of_an_entry(), (name, page.document, page.entry))
    if page.entry in site.sections:
        listing = Listing(section_scope(page.entry)).key
        template = content_type.sections.template
        inputs = Inputs(_of_a_section(), (*inputs.keys_given, listing))
    return Output(
        path=page.output,
        renderer="template",
        language=page.language,
        inputs=inputs,
        source=site.documents[page.document].path,
        template=str(page.fields.get("template") or template),
        indexed=page.indexed,
    )
