"""The inputs of an entry’s page."""

from __future__ import annotations

from collections.abc import Callable

from sitegen.model.dates import order
from sitegen.model.figures import FIGURES
from sitegen.model.links import fill_links
from sitegen.model.translations import source_of
from sitegen.model.urls import in_language, index_url
from sitegen.model.versions import intro_key
from sitegen.types import Document, Shortcode, When
from sitegen.views.accessibility import AccessibilityView, accessibility
from sitegen.views.inputs.source import InputSource
from sitegen.views.views import Call, Card, FigureView, Outdated, RelationView, TocItem, UnfilledBody

NUMBER = "number"
"""The shortcode that prints a figure."""


def _body(inputs: InputSource, key: str) -> UnfilledBody:
    document = inputs.site.documents.get(key)
    if document is None:
        return UnfilledBody("", ())
    html = inputs.bodies.get(document.place, document.body) if document.place else ""
    calls = tuple(_call(inputs, document, shortcode) for shortcode in document.shortcodes)
    filled = fill_links(inputs.site, document, html, document.links)
    return UnfilledBody(filled, calls)


def _call(inputs: InputSource, document: Document, shortcode: Shortcode) -> Call:
    figure: FigureView | None = None
    if shortcode.name == NUMBER and shortcode.args:
        entry = f"{FIGURES}/{shortcode.args[0]}"
        figure = inputs.viewer.figure(entry) if entry in inputs.site.versions else None
    return Call(shortcode, document.path, figure)


def _toc(inputs: InputSource, key: str) -> tuple[TocItem, ...]:
    document = inputs.site.documents.get(key)
    headings = document.headings if document else ()
    return tuple(TocItem(h.level, h.text, h.anchor) for h in headings if h.level <= 3)


def _relations(inputs: InputSource, entry: str) -> dict[str, RelationView]:
    viewer = inputs.viewer
    return {
        relation.name: RelationView(
            relation.name, viewer.text(relation.label), viewer.cards(relation.entries)
        )
        for relation in inputs.site.relations.get(entry, ())
    }


def _entry_figures(inputs: InputSource, entry: str) -> tuple[FigureView, ...]:
    """The figures about an entry, the newest first."""
    found = [
        inputs.viewer.figure(name)
        for relation in inputs.site.relations.get(entry, ())
        for name in relation.entries
        if name.startswith(f"{FIGURES}/") and relation.name == FIGURES
    ]
    return tuple(sorted(found, key=lambda figure: order(figure.as_of), reverse=True))


def _related(inputs: InputSource, entry: str) -> tuple[Card, ...]:
    return inputs.viewer.cards(inputs.site.related.get(entry, ()))


def neighbour(inputs: InputSource, entry: str, step: int) -> str | None:
    """The entry that stands so many steps behind another in the order of their type."""
    ordered = inputs.site.entries[entry.partition("/")[0]]
    place = inputs.place_in_type(entry)
    at = -1 if place is None else place + step
    return ordered[at] if 0 <= at < len(ordered) else None


def _neighbour(step: int) -> Callable[[InputSource, str], Card | None]:
    def card(inputs: InputSource, entry: str) -> Card | None:
        found = neighbour(inputs, entry, step)
        return inputs.viewer.card(found) if found else None

    return card


def intro(inputs: InputSource, folder: str) -> UnfilledBody:
    key = intro_key(inputs.site, folder, inputs.viewer.language.code)
    return _body(inputs, key)


def _intro_toc(inputs: InputSource, folder: str) -> tuple[TocItem, ...]:
    return _toc(inputs, intro_key(inputs.site, folder, inputs.viewer.language.code))


def _accessibility(inputs: InputSource, _: str) -> AccessibilityView:
    return accessibility(inputs.viewer)


def outdated(inputs: InputSource, key: str) -> Outdated | None:
    """The source of a text that is older than it, by the key of the text's document."""
    site, viewer = inputs.site, inputs.viewer
    source = source_of(site, key) if key in site.outdated else None
    if source is None:
        return None
    if source.key in site.pages:
        url = site.pages[source.key].url
    else:
        above = index_url(site.config.types[source.type]) if source.type else "/"
        url = in_language(site.config, above, source.language)
    name = viewer.language_name(source.language)
    direction = viewer.direction(source.language)
    updated: When | None = source.fields.get("updated")  # type: ignore[assignment]
    return Outdated(viewer.href(url), source.language, direction, name, updated)


def outdated_intro(inputs: InputSource, folder: str) -> Outdated | None:
    return outdated(inputs, intro_key(inputs.site, folder, inputs.viewer.language.code))


INPUTS = {
    "accessibility": _accessibility,
    "body": _body,
    "toc": _toc,
    "outdated": outdated,
    "outdated_intro": outdated_intro,
    "relations": _relations,
    "entry_figures": _entry_figures,
    "related": _related,
    "previous": _neighbour(-1),
    "next": _neighbour(1),
    "intro": intro,
    "intro_toc": _intro_toc,
}
