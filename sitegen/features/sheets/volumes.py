"""Volumes: all entries of an index on one page to print, as HTML and as PDF: `/topics/print/`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from sitegen.definition.config import SITE
from sitegen.features.sheets.definition import rule_of, volumes_of
from sitegen.features.sheets.inputs import RENDERER, SheetLayout, addressed_pictures, layout_of
from sitegen.model.listings import base_url, entries_of
from sitegen.model.offered import offered_in
from sitegen.model.urls import in_language, output_path
from sitegen.model.versions import version
from sitegen.plan.common import every_page
from sitegen.render.tags import TAG
from sitegen.types import EntryKey, Input, Inputs, Job, Output, Page, ScopeKey, Site, Sources
from sitegen.types.keys import Listing, document_key, kind_and_key, parse_listing, subject_key
from sitegen.views.inputs.kind import InputKind, cards_of
from sitegen.views.inputs.source import InputSource
from sitegen.views.subjects import SubjectKind, ViewContext, page_view
from sitegen.views.titled import LISTING
from sitegen.views.views import BodyView, Card, PageView

HTML, PDF = "volume.html", "volume-sheet.html"
"""Templates of a volume: that of the site, and the built-in one of its PDF."""
PRINTED = "print"
VOLUME = "volume"


class Part(Struct, frozen=True):
    """An entry in a volume."""

    card: Card
    body: Markup
    """Its text with headings one level lower, and anchors that no other entry has."""


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    return chain.from_iterable(_outputs(site, scope) for scope in volumes_of(site.config))


def _outputs(site: Site, scope: ScopeKey) -> Iterator[Output]:
    """A volume in each language."""
    subject = subject_key(VOLUME, scope)
    for language in site.config.languages:
        pages = pages_of(site, scope, language)
        texts: dict[str, Input] = {page.document: Input("body", page.document) for page in pages}
        own = {"parts": Input("parts", scope), "sheet_url": Input("volume_sheet_url", scope), **texts}
        inputs: dict[str, Input] = {**dict(Inputs(every_page(), (subject,))), **own}
        folder = _folder(site, scope, language)
        yield Output(output_path(folder), "volume", language, inputs, SITE, HTML, indexed=False)
        if rule_of(site.config):
            path = output_path(_sheet_url(site, scope, language))
            inputs = {**inputs, RENDERER: Input("volume_layout", scope)}
            yield Output(path, RENDERER, language, inputs, SITE, PDF, indexed=False)


def pages_of(site: Site, scope: ScopeKey, language: str) -> list[Page]:
    """The pages of an index in a language, in its order; those with pages of their own."""
    pages = (version(site, entry, language) for entry in entries_of(offered_in(site, language), scope))
    return [page for page in pages if page.output]


def _volume(context: ViewContext, scope: str) -> PageView:
    """The page of a volume; its parent is the index."""
    viewer, words = context.viewer, context.words
    index = page_view(context, subject_key(LISTING, Listing(ScopeKey(scope)).key))
    url = _folder(viewer.site, ScopeKey(scope), viewer.language.code)
    return replace(
        index,
        kind=VOLUME,
        title=words.gettext("%(title)s on one page") % {"title": index.title},
        url=viewer.href(url),
        permalink=viewer.permalink(url),
        type_plural=index.title,
        type_url=index.url,
        indexed=False,
    )


SUBJECTS = {VOLUME: SubjectKind(_volume)}


def _cards(inputs: InputSource, scope: str) -> Iterator[EntryKey]:
    return (page.entry for page in pages_of(inputs.site, ScopeKey(scope), inputs.viewer.language.code))


def _layout(inputs: InputSource, scope: str) -> SheetLayout:
    """The layout of a volume as PDF."""
    view = page_view(inputs.context, subject_key(VOLUME, scope))
    pages = pages_of(inputs.site, ScopeKey(scope), inputs.viewer.language.code)
    pictures = {url: one for page in pages for url, one in addressed_pictures(inputs, page)}
    return layout_of(inputs, view.title, view.permalink, pictures, SITE)


def _url(inputs: InputSource, key: str) -> str | None:
    """The address of the volume of a whole index; None if it has none, and for filtered lists."""
    site, listing = inputs.site, parse_listing(key)
    if listing.filters or listing.scope not in volumes_of(site.config):
        return None
    return inputs.viewer.href(_folder(site, listing.scope, inputs.viewer.language.code))


def _folder(site: Site, scope: ScopeKey, language: str) -> str:
    """Address of a volume without the base path."""
    return f"{in_language(site.config, base_url(site.config, scope), language)}{PRINTED}/"


def _sheet_url(site: Site, scope: ScopeKey, language: str) -> str:
    """Address of a volume as PDF."""
    return f"{_folder(site, scope, language)}{kind_and_key(scope)[1]}.pdf"


def _url_of_sheet(inputs: InputSource, scope: str) -> str | None:
    """The address of a volume as PDF; None if the site has no fonts for sheets."""
    url = _sheet_url(inputs.site, ScopeKey(scope), inputs.viewer.language.code)
    return inputs.viewer.href(url) if rule_of(inputs.site.config) else None


KINDS = {
    "volume_sheet_url": InputKind(_url_of_sheet),
    "volume_url": InputKind(_url),
    "parts": cards_of(_cards),
    "volume_layout": InputKind(_layout),
}


# --- rendering ---------------------------------------------------------------------------------------

NAMING = re.compile(r'(\s)(id|for|headers|aria-labelledby|aria-describedby)="([^"]*)"')
LEADING = re.compile(r'(\shref="#)')
HEADING = re.compile(r"(</?[hH])([1-5])(?=[\s>])")


def with_parts(context: Mapping[str, object]) -> Mapping[str, object]:
    """The context of a volume, in which each card has its text."""
    cards = context.get("parts")
    if not isinstance(cards, tuple):
        return context
    parts = []
    for card in cards:
        body = context.get(document_key(card.key, card.lang))
        html = embedded(str(body.html), card.name) if isinstance(body, BodyView) else ""
        parts.append(Part(card, Markup(html)))  # noqa: S704 sanitised when the text was read
    return {**context, "parts": parts}


def embedded(html: str, name: str) -> str:
    """A text with headings one level lower; its anchors begin with a name, so that no two texts share one."""

    def tag(found: re.Match[str]) -> str:
        lower = HEADING.sub(lambda heading: f"{heading[1]}{int(heading[2]) + 1}", found[0])
        named = NAMING.sub(lambda a: f'{a[1]}{a[2]}="{_prefixed(a[3], name)}"', lower)
        return LEADING.sub(rf"\g<1>{name}-", named)

    return TAG.sub(tag, html)


def _prefixed(anchors: str, name: str) -> str:
    return " ".join(f"{name}-{anchor}" for anchor in anchors.split())


def volume(job: Job, jinja: Environment, _: Path) -> bytes:
    """Renders a volume as HTML. Raises the exceptions of Jinja."""
    return jinja.get_template(job.output.template).render(with_parts(job.context)).encode("utf-8")
