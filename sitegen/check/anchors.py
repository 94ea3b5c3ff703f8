"""A link to a part of a page needs that part: a heading, or an anchor of the page's template.

[Signatories](../charters/aalborg-charter.md#signatries)   →   anchor.missing
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from sitegen.check.checked import Checked
from sitegen.model.links import destination
from sitegen.model.urls import in_language, index_url, output_path
from sitegen.problems import suggest
from sitegen.read.documents import INTRO
from sitegen.types import Document, Link, Location, Problem


def check(checked: Checked) -> Iterator[Problem]:
    for document in checked.documents:
        if any("#" in target for target in document.targets):
            for link in document.links:
                if "#" in link.target:
                    yield from _check_link(checked, document, link)


def _check_link(checked: Checked, document: Document, link: Link) -> Iterator[Problem]:
    found = destination(checked.site, document, link)
    url, _, fragment = found.url.partition("#")
    if found.external or not fragment:
        return
    facts = checked.facts.get(output_path(url) if url else _own_path(checked, document))
    if facts is None or unquote(fragment) in facts.parts:
        return
    place = Location(document.path, link.line, link.column)
    hint = suggest(unquote(fragment), facts.parts) or "an anchor is a heading in lower case with hyphens"
    yield Problem("anchor.missing", f'that page has no part "#{fragment}"', place, hint)


def _own_path(checked: Checked, document: Document) -> str:
    if document.name != INTRO:
        return checked.site.pages[document.key].output
    config = checked.site.config
    url = index_url(config.types[document.type]) if document.type else "/"
    return output_path(in_language(config, url, document.language))
