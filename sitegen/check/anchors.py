"""A link to a part of a page must name an existing anchor: of a heading, or of the page's template.

[Signatories](../charters/aalborg-charter.md#signatries)   →   anchor.missing
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from sitegen.check.checked import Checked
from sitegen.model.links import destination
from sitegen.model.urls import in_language, index_url, output_path
from sitegen.problems.nearest import Names
from sitegen.read.entry_places import INTRO
from sitegen.types import Document, Link, Location, Problem


def check(checked: Checked) -> Iterator[Problem]:
    parts: dict[str, Names] = {}
    for document in checked.documents:
        if any("#" in target for target in document.targets):
            for link in document.links:
                if "#" in link.target:
                    yield from _check_link(checked, document, link, parts)


def _check_link(
    checked: Checked, document: Document, link: Link, parts: dict[str, Names]
) -> Iterator[Problem]:
    """Yields a problem if the page has no such anchor; `parts` caches anchors by page for suggestions."""
    found = destination(checked.site, document, link)
    url, _, fragment = found.url.partition("#")
    if found.external or not fragment:
        return
    path = output_path(url) if url else _own_path(checked, document)
    facts = checked.facts.get(path)
    if facts is None or unquote(fragment) in facts.parts:
        return
    place = Location(document.path, link.line, link.column)
    known = parts.setdefault(path, Names(facts.parts))
    hint = known.suggested(unquote(fragment), document.path)
    hint = hint or "an anchor is a heading in lower case with hyphens, or one of its own: ## Costs {#costs}"
    yield Problem("anchor.missing", f'that page has no part "#{fragment}"', place, hint)


def _own_path(checked: Checked, document: Document) -> str:
    if document.name != INTRO:
        return checked.site.pages[document.key].output
    config = checked.site.config
    url = index_url(config.types[document.type]) if document.type else "/"
    return output_path(in_language(config, url, document.language))
