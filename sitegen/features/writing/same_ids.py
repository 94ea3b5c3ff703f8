"""No two elements of a page may have the same id: links to it lead to the first of them.

## Main content    →   output.id: /topics/food/ has the id "main-content" twice, …

The frame of a page comes from templates, and its text from an editor, so only the finished page shows it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.report import Report
from sitegen.markdown.places import heading_lines
from sitegen.model.urls import address_of
from sitegen.problems.formats import and_others
from sitegen.read.decoding import decode
from sitegen.read.front_matter import split
from sitegen.render.tags import tags
from sitegen.types import Document, Location, Output, Problem, Severity, SourceText

ID = re.compile(rb'\sid="([^"]*)"')


def report(checked: Checked) -> Report:
    return Report(tuple(_problems(checked)))


def _problems(checked: Checked) -> Iterator[Problem]:
    documents = {document.path: document for document in checked.site.documents.values()}
    found: dict[tuple[str, str], list[Output]] = defaultdict(list)
    for output in checked.plan.outputs:
        for name in _repeated(checked.contents.get(output.path, b"")) if output.template else ():
            is_own = _heading(documents.get(output.source), name) is not None
            found[name, output.source if is_own else output.template].append(output)
    for (name, _), outputs in found.items():
        document = documents.get(outputs[0].source)
        yield _problem(checked, name, outputs, document)


def _repeated(page: bytes) -> list[str]:
    """The ids that several elements of a page have."""
    ids = ID.findall(page)
    if len(ids) == len(set(ids)):
        return []
    times = Counter(tag.attributes.get("id") for tag in tags(page.decode("utf-8")))
    return [name for name, number in times.items() if name and number > 1]


def _heading(document: Document | None, name: str) -> int | None:
    """Number of the heading of a text that has an anchor."""
    headings = document.headings if document else ()
    return next((number for number, heading in enumerate(headings) if heading.anchor == name), None)


def _problem(checked: Checked, name: str, outputs: list[Output], document: Document | None) -> Problem:
    message = (
        f'{address_of(outputs[0].path)} has the id "{name}" twice, and links to #{name} lead to the first'
    )
    number = _heading(document, name)
    if document is None or number is None:
        hint = "change the anchor in the text, or the id in the template"
        place = Location(outputs[0].source)
        return Problem("output.id", message + and_others(len(outputs)), place, hint, Severity.WARNING)
    heading = document.headings[number]
    hint = f"give the heading another anchor: {'#' * heading.level} {heading.text} {{#{name}-2}}"
    place = Location(document.path, _lines(checked, document)[number], 1)
    return Problem("output.id", message, place, hint, Severity.WARNING)


def _lines(checked: Checked, document: Document) -> list[int | None]:
    """Line of each heading of a text."""
    limits = checked.site.config.limits
    text, _ = decode(checked.read(document.path), document.path, limits.page_bytes)
    parts = split(text, document.path, limits.front_matter_bytes)
    return heading_lines(document.headings, SourceText(parts.body, parts.body_line))
