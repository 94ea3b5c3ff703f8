"""Finds the source of a link on a finished page: a text, a field, a menu, a shortcode or a template."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from urllib.parse import unquote, urljoin

from msgspec import Struct

from sitegen.check.checked import Checked
from sitegen.markdown.lines import Lines
from sitegen.model.links import destination, links_in_fields
from sitegen.model.versions import intro_key
from sitegen.types import Document, Location, Output, SubjectKey
from sitegen.types.patterns import lazy_pattern
from sitegen.views.titled import folder_of

SHORTCODES = "shortcodes/"
BEHIND_VALUE = lazy_pattern(r"""=["'][^"'{}<>]*\{\{[^{}]*\}\}([^"'{}<>\s]{2,})["']""")
VALUE = lazy_pattern(r"""=\s*["']?([^\s"'<>{}=]+)""")
FOOTNOTE = lazy_pattern(r"fn(?:ref)?[0-9]*[:-](.+?)(?:-[0-9]+)?")


class LinkOrigin(Struct, frozen=True):
    """Location where a link is written, and what has it, if the location does not show it."""

    place: Location
    maker: str = "this"


class WrittenLinks:
    """Finds the locations of links; each document is searched once."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.base = checked.site.config.base_url
        self.known: dict[str, dict[str, LinkOrigin]] = {}

    def find(self, output: Output, link: str) -> LinkOrigin:
        """Returns the location of a link on a page, or at least the file that it comes from.

        `link` does not include the base address of the site.
        """
        bare = unquote(link)
        documents = tuple(_shown(self.checked, output))
        for document in documents:
            found = self._in_document(document).get(bare) or self._in_shortcodes(document).get(_name(link))
            if found:
                return found
        calls = {call.name: None for document in documents for call in document.shortcodes}
        names = (*(f"{SHORTCODES}{name}.html" for name in calls), output.template)
        for name in names:
            place = _in_template(self.checked, output.path, name, link)
            if place:
                return LinkOrigin(place)
        elsewhere = self._in_menus.get(bare) or self._in_fields.get(bare)
        if elsewhere:
            return elsewhere
        if link.startswith("#") and documents:  # produced by an engine
            return LinkOrigin(_footnote(self.checked, documents[0], link))
        template = self.checked.templates.templates.get(output.template)
        return LinkOrigin(Location(template.path if template else output.source))

    def _in_document(self, document: Document) -> Mapping[str, LinkOrigin]:
        """Address → location of the first link to it in a document."""
        if document.key not in self.known:
            self.known[document.key] = {
                self._inside(destination(self.checked.site, document, link).url): LinkOrigin(
                    Location(document.path, link.line, link.column)
                )
                for link in reversed((*document.links, *links_in_fields(document)))
            }
        return self.known[document.key]

    def _in_shortcodes(self, document: Document) -> Mapping[str, LinkOrigin]:
        """Address → first call of a shortcode with that address as an argument."""
        key = f"{SHORTCODES}{document.key}"
        if key not in self.known:
            self.known[key] = {
                _name(self._inside(value)): LinkOrigin(
                    Location(document.path, call.line, call.column), f'the shortcode "{call.name}"'
                )
                for call in reversed(document.shortcodes)
                for value in (*call.args, *call.named.values())
            }
        return self.known[key]

    @cached_property
    def _in_fields(self) -> Mapping[str, LinkOrigin]:
        """Address on this site → location of the field with it; lists show such fields as well."""
        return {
            self._inside(str(value)): LinkOrigin(Location(document.path, *document.positions[name]))
            for document in self.checked.site.documents.values()
            for name, values in document.fields.items()
            for value in (values if isinstance(values, tuple) else (values,))
            if name in document.positions and str(value).startswith(self.base)
        }

    @cached_property
    def _in_menus(self) -> Mapping[str, LinkOrigin]:
        items = (item for menu in self.checked.site.config.menus.values() for item in menu)
        return {self._inside(item.target): LinkOrigin(item.location) for item in items}

    def _inside(self, url: str) -> str:
        """Removes the base address of the site, and percent signs, from an address."""
        inside = url == self.base or url.startswith(f"{self.base}/")
        return unquote(url.removeprefix(self.base) or "/" if inside else url)


def _name(address: str) -> str:
    return unquote(address).strip("/")


def _shown(checked: Checked, output: Output) -> Iterator[Document]:
    """Documents whose text a page shows."""
    site = checked.site
    key = site.paths.get(output.source)
    if key:
        yield site.documents[key]
    page = output.inputs.get("page")
    intro = intro_key(site, folder_of(SubjectKey(page.key)), output.language) if page else None
    if intro and intro != key:
        yield site.documents[intro]


def _in_template(checked: Checked, path: str, name: str, link: str) -> Location | None:
    """Location of an address in a template or one that it uses; after an expression, of the address's end.

    `path` is the path of the page; an address may be relative to it.
    """
    templates = checked.templates.templates
    uses = [templates[used] for used in templates[name].uses] if name in templates else []
    for offset_of in (_whole, partial(_other_form, base=f"/{path}"), _anywhere, _end):
        for template in uses:
            at = offset_of(template.text, link)
            if at >= 0:
                return Location(template.path, *Lines(template.text).place(at))
    return None


def _whole(text: str, link: str) -> int:
    found = re.search(rf"""=["']?({re.escape(link)})["'\s>?]""", text)
    return found.start(1) if found else -1


def _anywhere(text: str, link: str) -> int:
    return text.find(link) if len(link) > 1 else -1


def _other_form(text: str, link: str, base: str) -> int:
    """Offset of an address that contains entities, or that is relative to the page at `base`."""
    whole = urljoin(base, link)
    found = (value for value in VALUE.finditer(text) if urljoin(base, html.unescape(value[1])) == whole)
    return next((value.start(1) for value in found), -1)


def _end(text: str, link: str) -> int:
    """Offset of `nope/` in `href="{{ site.home }}nope/"`."""
    found = (match for match in BEHIND_VALUE.finditer(text) if link.endswith(match[1]))
    return next((match.start(1) for match in found), -1)


def _footnote(checked: Checked, document: Document, link: str) -> Location:
    """Location of a footnote that an engine could not connect to its mention."""
    name = FOOTNOTE.fullmatch(unquote(link[1:]))
    text = checked.read(document.path).decode("utf-8", "replace")
    at = text.find(f"[^{name[1]}]:") if name else -1
    return Location(document.path, *(Lines(text).place(at) if at >= 0 else ()))
