"""A picture in a text must be a file of this site and have an alternative text.

![](market.jpg)   →   image.alt: the image "market.jpg" has no alternative text
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.links import EXTERNAL, links_in_fields
from sitegen.types import Config, Document, Location, Problem, SourceText


def check(document: Document, _: Config, __: SourceText) -> Iterator[Problem]:
    for link in (*document.links, *links_in_fields(document)):
        if not link.image:
            continue
        place = Location(document.path, link.line, link.column)
        if EXTERNAL.match(link.target):
            hint = "save the picture beside this file and name it"
            yield Problem("image.remote", "a picture must be a file of this site", place, hint)
        elif not link.text:
            hint = "say what it shows: ![what it shows](file.jpg)"
            yield Problem("image.alt", f'the image "{link.target}" has no alternative text', place, hint)
