"""A link in a text must lead somewhere.

Relative links name files as they lie beside each other, so that they work on GitHub as well.

    [Food](../topics/fod.md)   →   link.missing: there is no file "../topics/fod.md"
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.model.links import destination, links_in_fields
from sitegen.model.urls import output_path
from sitegen.problems import suggest
from sitegen.types import Location, Problem


def check(checked: Checked) -> Iterator[Problem]:
    for document in checked.documents:
        for link in (*document.links, *links_in_fields(document)):
            found = destination(checked.site, document, link)
            place = Location(document.path, link.line, link.column)
            if found.problem:
                yield found.problem
            elif link.image and found.external:
                hint = "save the picture beside this file and name it"
                yield Problem("image.remote", "a picture must be a file of this site", place, hint)
            elif link.image and not link.text:
                hint = "say what it shows: ![what it shows](file.jpg)"
                yield Problem("image.alt", f'the image "{link.target}" has no alternative text', place, hint)
            elif link.target.startswith("/"):
                path = output_path(link.target.partition("#")[0])
                if path not in checked.paths:
                    addresses = (f"/{path.removesuffix('index.html')}" for path in checked.paths)
                    near = suggest(link.target, addresses)
                    hint = near or "link to the file instead: ../topics/food.md"
                    yield Problem("link.missing", f'there is no page "{link.target}"', place, hint)
