"""An entry that links to another site has no page here, so it must not have a text.

link_to: https://example.org/story   +   a text   →   link.unread: this text is shown nowhere
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.page_urls import LINK_TO
from sitegen.types import Config, Document, Location, Problem, SourceText


def check(document: Document, config: Config, source: SourceText) -> Iterator[Problem]:
    content_type = config.types.get(document.type)
    if LINK_TO not in document.fields or content_type is None:
        return
    place = Location(document.path, *document.positions[LINK_TO])
    if not content_type.page:
        message = f'entries of the type "{document.type}" have no pages, so nothing would lead there'
        yield Problem("link.unread", message, place, "remove link_to, or declare a field of the kind url")
    elif source.text.strip():
        message = "the text of this entry is shown nowhere, since link_to leads to another site"
        hint = "remove the text and keep title and summary, or remove link_to"
        yield Problem("link.unread", message, place, hint)
