"""The inputs that are made from the text of a document: of an entry, or above an index."""

from __future__ import annotations

from sitegen.digest import digest_of_parts
from sitegen.model.figures import FIGURES
from sitegen.model.links import fill_links, link_attributes, picture_part
from sitegen.model.translations import source_of
from sitegen.model.urls import in_language, index_url
from sitegen.model.versions import intro_key
from sitegen.types import Digest, Document, DocumentKey, EntryKey, Shortcode, Site, When
from sitegen.types.keys import entry_key
from sitegen.views.bodies import Call, UnfilledBody
from sitegen.views.inputs.kind import InputKind, KeyOf
from sitegen.views.inputs.source import InputSource
from sitegen.views.views import FigureView, OutdatedSource, TocItem

NUMBER = "number"
"""The shortcode that prints a figure."""


def text_of(document: KeyOf) -> InputKind:
    """The kind of a text, by the key of its document."""
    return InputKind(
        value=lambda inputs, key: _text(inputs, document(inputs, key)),
        digest=lambda inputs, key: _text_digest(inputs, document(inputs, key)),
        document=document,
    )


def _text(inputs: InputSource, key: DocumentKey) -> UnfilledBody:
    document = inputs.site.documents.get(key)
    if document is None:
        return UnfilledBody("", ())
    html = inputs.bodies.get(document.place, document.body) if document.place else ""
    calls = tuple(_call(inputs, document, shortcode) for shortcode in document.shortcodes)
    filled = fill_links(inputs.site, document, html, document.links, _links(inputs, document))
    return UnfilledBody(filled, calls)


def _text_digest(inputs: InputSource, key: DocumentKey) -> Digest:
    """The digest of the HTML, of the addresses of its links, and of the figures in its shortcodes."""
    document = inputs.site.documents.get(key)
    if document is None:
        return ""
    parts = [document.body, *_links(inputs, document)]
    if inputs.site.pictures:
        parts += (picture_part(inputs.site, document, target) for target in document.targets)
    for call in document.calls:
        parts += call
        figure = _figure(inputs, call[0], call[1:])
        if figure:
            parts.append(inputs.digester.digest_of(figure))
    return digest_of_parts(*parts)


def _links(inputs: InputSource, document: Document) -> tuple[str, ...]:
    """The attributes of the links of a text, kept from its digest for its HTML."""
    return inputs.last_links.get(document.key, _link_attributes, inputs.site, document)


def _link_attributes(site: Site, document: Document) -> tuple[str, ...]:
    return tuple(link_attributes(site, document, target) for target in document.targets)


def _call(inputs: InputSource, document: Document, shortcode: Shortcode) -> Call:
    return Call(shortcode, document.path, _figure(inputs, shortcode.name, shortcode.args))


def _figure(inputs: InputSource, shortcode: str, args: tuple[str, ...]) -> FigureView | None:
    """The figure that a shortcode prints."""
    entry = entry_key(FIGURES, args[0]) if shortcode == NUMBER and args else EntryKey("")
    return inputs.figures[entry] if entry in inputs.site.versions else None


def toc_of(document: KeyOf) -> InputKind:
    """The kind of a table of contents, which is part of the HTML of the text."""
    return InputKind(
        value=lambda inputs, key: _toc(inputs, document(inputs, key)),
        digest=lambda inputs, key: _body(inputs, document(inputs, key)),
    )


def _toc(inputs: InputSource, key: DocumentKey) -> tuple[TocItem, ...]:
    document = inputs.site.documents.get(key)
    headings = document.headings if document else ()
    return tuple(TocItem(h.level, h.text, h.anchor) for h in headings if h.level <= 3)


def _body(inputs: InputSource, key: DocumentKey) -> Digest:
    document = inputs.site.documents.get(key)
    return document.body if document else ""


def outdated_of(document: KeyOf) -> InputKind:
    """The kind of the source of a text that has changed since the text was translated."""
    return InputKind(lambda inputs, key: _outdated(inputs, document(inputs, key)))


def _outdated(inputs: InputSource, key: DocumentKey) -> OutdatedSource | None:
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
    return OutdatedSource(viewer.href(url), source.language, direction, name, updated)


def own(_: InputSource, document: DocumentKey) -> DocumentKey:
    """The document itself, which the key of the input names."""
    return document


def above_index(inputs: InputSource, folder: str) -> DocumentKey:
    """The document with the text above the index of a folder in the language of the inputs."""
    return intro_key(inputs.site, folder, inputs.viewer.language.code)


KINDS = {
    "body": text_of(own),
    "toc": toc_of(own),
    "outdated": outdated_of(own),
    "intro": text_of(above_index),
    "intro_toc": toc_of(above_index),
    "outdated_intro": outdated_of(above_index),
}
