"""A picture in a text must be a file of this site and have an alternative text.

![](market.jpg)   →   image.alt: the image "market.jpg" has no alternative text
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.links import EXTERNAL, links_in_fields
from sitegen.types import Config, Document, Location, Problem, Severity, SourceText


def check(document: Document, _: Config, __: SourceText) -> Iterator[Problem]:
    for link in (*document.links, *links_in_fields(document)):
        if not link.image:
            continue
        place = Location(document.path, link.line, link.column)
        if EXTERNAL.match(link.target):
            message = "this picture is on another site, so readers get a link to it"
            hint = "save it beside this file and name it, or bring it here: sitegen fetch-pictures"
            yield Problem("image.remote", message, place, hint, Severity.WARNING)
        elif not link.text:
            hint = "say what it shows: ![what it shows](file.jpg)"
            yield Problem("image.alt", f'the image "{link.target}" has no alternative text', place, hint)
