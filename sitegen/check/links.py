"""A link in a text must have an existing target.

Relative links name files by their position, so that they work on GitHub as well.

    [Food](../topics/fod.md)   →   link.missing: there is no file "../topics/fod.md"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from posixpath import dirname, relpath
from urllib.parse import unquote

from sitegen.check.checked import Checked
from sitegen.check.former_pages import FormerPages
from sitegen.check.unpublished import STATE, Unpublished
from sitegen.model.links import EXTERNAL, links_in_fields, within
from sitegen.model.urls import output_path
from sitegen.problems.nearest import Names, names_by_folder
from sitegen.types import Document, Link, Location, Problem, Site
from sitegen.types.paths import beside, composed


def check(checked: Checked) -> Iterator[Problem]:
    similar, hidden = _Similar(checked), Unpublished(checked)

    def leads_somewhere(document: Document, target: str) -> bool:
        return not hidden.at(target) and resolves(checked, document, target)

    for document in checked.documents:
        lost = {target for target in document.targets if not leads_somewhere(document, target)}
        in_text = (link for link in document.links if link.target in lost) if lost else ()
        in_fields = (link for link in links_in_fields(document) if not leads_somewhere(document, link.target))
        for link in (*in_text, *in_fields):
            yield _wrong(checked.site, document, link, similar, hidden)


def _wrong(site: Site, document: Document, link: Link, similar: _Similar, hidden: Unpublished) -> Problem:
    path = hidden.at(link.target)
    if not path:
        return _missing(site, document, link, similar)
    message = f'"{link.target}" is {path}, which is {STATE}'
    return Problem("link.draft", message, Location(document.path, link.line, link.column), PUBLISH)


def resolves(checked: Checked, document: Document, target: str) -> bool:
    """True if a target exists, or is on a different site."""
    if EXTERNAL.match(target):
        return True
    if target.startswith("/"):
        return output_path(composed(unquote(target.partition("#")[0]))) in checked.paths
    return within(checked.site, document, target) is not None


def _missing(site: Site, document: Document, link: Link, similar: _Similar) -> Problem:
    place = Location(document.path, link.line, link.column)
    code = "image.missing" if link.image else "link.missing"
    usual = PICTURE if link.image else FILE
    if link.target.startswith("/"):
        kind = "file" if link.image or "." in link.target.rpartition("/")[2] else "page"
        near = similar.address(document, link.target)
        return Problem(code, f'there is no {kind} "{link.target}"', place, near or usual)
    target = unquote(link.target.partition("#")[0])
    if not target:
        hint = "name a file, like ../topics/food.md, or a web address"
        return Problem("link.empty", "this link leads nowhere", place, hint)
    if beside(document.path, target) in site.hidden:
        return Problem("link.draft", f'"{target}" is {STATE}', place, PUBLISH)
    scheme = "https://" if target.startswith("www.") else "mailto:" if "@" in target else ""
    named = f"write {scheme}{target}" if scheme and not link.image else usual
    return Problem(code, f'there is no file "{link.target}"', place, similar.file(document, target) or named)


PICTURE, FILE = "name the picture as it lies beside this file: photo.jpg", "name the file: ../topics/food.md"
PUBLISH = "publish it, or remove the link until it is; --drafts shows both"


class _Similar:
    """Suggestions for broken links, indexed when the first is needed."""

    def __init__(self, checked: Checked) -> None:
        self._checked = checked
        self._pages = FormerPages(checked)

    def address(self, document: Document, target: str) -> str:
        """Suggests the file of the page with this address, or a similar address; may be empty."""
        return self._known(document, target) or self._addresses.suggested(target, document.path)

    def file(self, document: Document, target: str) -> str:
        """Suggests a file with this name elsewhere, or with a similar name in the same folder."""
        if hint := self._known(document, target):
            return hint
        folder, _, name = beside(document.path, target).rpartition("/")
        path = self._by_name.get(name, "")
        if not path and folder in self._in_folder:
            near = self._in_folder[folder].nearest_in(name, document.path)
            path = f"{folder}/{near}" if near else ""
        return f"did you mean {relpath(path, dirname(document.path))}?" if path else ""

    def _known(self, document: Document, target: str) -> str:
        """Suggests the file of a former page, or the address of a file that is named by its place."""
        hint, address = self._pages.hint(document, target), target.lstrip("./").removeprefix("static/")
        return hint or (f"write /{address}" if address in self._checked.paths else "")

    @cached_property
    def _addresses(self) -> Names:
        return Names(f"/{path.removesuffix('index.html')}" for path in self._checked.paths)

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        """Name of a file → first path with it."""
        return {path.rpartition("/")[2]: path for path in reversed(self._paths)}

    @cached_property
    def _in_folder(self) -> Mapping[str, Names]:
        return names_by_folder(self._paths)

    @cached_property
    def _paths(self) -> list[str]:
        return [*self._checked.site.paths, *sorted(self._checked.site.media)]
