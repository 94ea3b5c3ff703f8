"""A link in a text must lead somewhere.

Relative links name files as they lie beside each other, so that they work on GitHub as well.

    [Food](../topics/fod.md)   →   link.missing: there is no file "../topics/fod.md"
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from sitegen.check.checked import Checked
from sitegen.model.links import EXTERNAL, destination, links_in_fields, within
from sitegen.model.urls import output_path
from sitegen.paths import composed
from sitegen.problems import suggest
from sitegen.types import Document, Link, Location, Problem


def check(checked: Checked) -> Iterator[Problem]:
    for document in checked.documents:
        lost = {target for target in document.targets if not _leads_somewhere(checked, document, target)}
        for link in document.links if lost else ():
            if link.target in lost:
                yield _missing(checked, document, link)
        for link in links_in_fields(document):
            if not _leads_somewhere(checked, document, link.target):
                yield _missing(checked, document, link)


def _leads_somewhere(checked: Checked, document: Document, target: str) -> bool:
    if EXTERNAL.match(target):
        return True
    if target.startswith("/"):
        return output_path(composed(unquote(target.partition("#")[0]))) in checked.paths
    return within(checked.site, document, target) is not None


def _missing(checked: Checked, document: Document, link: Link) -> Problem:
    found = destination(checked.site, document, link)
    if found.problem:
        return found.problem
    addresses = (f"/{path.removesuffix('index.html')}" for path in checked.paths)
    hint = suggest(link.target, addresses) or "link to the file instead: ../topics/food.md"
    place = Location(document.path, link.line, link.column)
    return Problem("link.missing", f'there is no page "{link.target}"', place, hint)
