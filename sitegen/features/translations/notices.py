"""Notices for readers: of a language in which few pages are written, and of a translation without a text.

Neither has a number. If it had, every new translation would change all pages of its language.
"""

from __future__ import annotations

from msgspec import Struct

from sitegen.features.translations.keys import thin_below
from sitegen.model.coverage import coverage
from sitegen.model.translations import source_of
from sitegen.types import DocumentKey
from sitegen.views.inputs.kind import InputKind, shared
from sitegen.views.inputs.source import InputSource
from sitegen.views.reads import ADDRESS


class ThinView(Struct, frozen=True):
    """The language in which the pages are that a thin language lacks."""

    lang: str
    dir: str
    language: str
    """Its name in the language of the page."""


class UntranslatedView(Struct, frozen=True):
    """The source of a translation that has no text of its own."""

    url: str
    """Address of the page in the language of the source, with the base path."""
    lang: str
    dir: str
    language: str
    """Name of the source's language in the language of the page."""


def _thin(inputs: InputSource, _: str) -> ThinView | None:
    site, viewer = inputs.site, inputs.viewer
    least, default = thin_below(site.config), site.config.default_language
    if viewer.language.code == default or not least:
        return None
    found = inputs.reads.as_values(site.config.types, [ADDRESS], coverage, site, viewer.language.code)
    if found.entries * 100 >= least * found.of:
        return None
    return ThinView(default, viewer.direction(default), viewer.language_name(default))


def _untranslated(inputs: InputSource, key: DocumentKey) -> UntranslatedView | None:
    site, viewer = inputs.site, inputs.viewer
    source = source_of(site, key)
    if source is None or source.key == key or source.key not in site.pages:
        return None
    if site.documents[key].place is not None or source.place is None:
        return None
    code = source.language
    url = viewer.href(site.pages[source.key].url)
    return UntranslatedView(url, code, viewer.direction(code), viewer.language_name(code))


KINDS = {"thin": shared(_thin), "untranslated": InputKind(_untranslated)}
