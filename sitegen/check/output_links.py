"""No page of the finished site may link to an address that the site does not have.

Links to files are checked by line in `links`; this rule covers all others, whatever their source.

    <a href="/topcs/">   in base.html   →   output.link: this links to /topcs/, which does not exist
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

from sitegen.check.checked import Checked
from sitegen.check.links import PUBLISH, resolves
from sitegen.check.unpublished import STATE, Unpublished
from sitegen.check.written_links import LinkOrigin, WrittenLinks
from sitegen.model.links import destination, links_in_fields
from sitegen.model.urls import address_of, target_of
from sitegen.problems.nearest import Names
from sitegen.types import Location, Problem

BACK_TO_MENTION = "fnref:"
"""Begins the anchor of a mention; a note that nothing mentions has its own problem (`footnote.unused`)."""


def check(checked: Checked) -> Iterator[Problem]:
    outputs = {output.path: output for output in checked.plan.outputs}
    links, near, hidden = WrittenLinks(checked), _Near(checked), Unpublished(checked)
    reported = cache(lambda: frozenset(_written_by_authors(checked)))
    places: set[tuple[str, Location | None]] = set()
    for path in checked.changed:
        for link in checked.facts[path].open_links:
            message = _wrong(link, path, checked, hidden)
            if message and unquote(link) not in reported():
                found = links.find(outputs[path], link)
                exact = found.place if found.place.line else None
                once = (link.removeprefix(f"/{outputs[path].language.lower()}"), exact)
                if once not in places:
                    places.add(once)
                    hint = PUBLISH if hidden.at(link) else near.hint(link, path, found.place.path)
                    yield _problem(message, path, found, hint)


class _Near:
    """Suggests addresses and anchors of pages."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.pages = Names(address_of(path) for path in checked.paths if path.endswith(".html"))
        self.parts: dict[str, Names] = {}

    def hint(self, link: str, path: str, file: str) -> str:
        """Returns `did you mean X?` for a link on the page at `path`, written in `file`; may be empty."""
        target, fragment = target_of(link, path)
        facts = self.checked.facts.get(target) if fragment else None
        if facts is None:
            return self.pages.suggested(unquote(link), file)
        return self.parts.setdefault(target, Names(facts.parts)).suggested(fragment, file)


def _problem(message: str, path: str, found: LinkOrigin, hint: str) -> Problem:
    exact = found.place.path.startswith("content/") and found.place.line is not None
    where = "" if exact else f" (on /{path})"
    return Problem("output.link", f"{found.maker} {message}{where}", found.place, hint)


def _written_by_authors(checked: Checked) -> Iterator[str]:
    """Addresses that the rules `links` and `anchors` report with file and line, without percent signs."""
    for document in checked.documents:
        anchors = (link for link in document.links if "#" in link.target)
        links = (*document.links, *links_in_fields(document))
        missing = (link for link in links if not resolves(checked, document, link.target))
        yield from (unquote(destination(checked.site, document, link).url) for link in (*anchors, *missing))


def _wrong(link: str, path: str, checked: Checked, hidden: Unpublished) -> str:
    target, fragment = target_of(link, path)
    if target not in checked.paths:
        if f"content/{target}" in checked.site.media:
            return f"links to {link}, which no entry refers to: move it from content/ to static/"
        if draft := hidden.at(link):
            return f"links to {link}, which is {draft}, {STATE}"
        return f"links to {link}, which does not exist"
    facts = checked.facts.get(target)
    is_back = fragment.startswith(BACK_TO_MENTION)
    if fragment and not is_back and facts is not None and fragment not in facts.parts:
        return f"links to {link}, which has no such part"
    return ""
