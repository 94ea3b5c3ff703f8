"""Links of imported texts, rewritten to files of the new site."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from posixpath import dirname, join, normpath, relpath
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from sitegen.features.importing.addresses import as_address, same_form
from sitegen.features.importing.imported import ImportedEntry
from sitegen.markdown.tokens import without_code

DESTINATION = re.compile(
    r"""(?: \]\([ \t\n]*                                                   # [words](target
        |   ^[ \t>]*+(?>(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]++)*)\[[^\]\n]++\]:[ \t]* # [name]: target
        )
        (?: <(?P<angled>[^<>\n]*+)> | (?P<bare>[^\s()<>]++(?>(?:\([^\s()<>]*+\)[^\s()<>]*+)*)) )""",
    re.MULTILINE | re.VERBOSE,
)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
ATTRIBUTE = re.compile(
    r"""<(?:a|img)\s(?:[^<>"']|"[^"<>]*+"|'[^'<>]*+')*?\b(?:href|src)\s*=\s*(?P<quote>["'])(?P<bare>[^"'<>\n]*+)(?P=quote)""",
    re.IGNORECASE,
)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
SAFE = "/!$&'*+,;=:@~"


class Targets(Struct, frozen=True):
    """Targets of links: paths in the new site, by old address and by path in the source."""

    by_address: Mapping[str, str]
    by_source: Mapping[str, str]
    base_url: str = ""
    roots: tuple[str, ...] = ()
    """Folders of the source from which links may name files."""
    known: frozenset[str] = frozenset()
    """Other addresses that pages of the new site have, such as those of indexes."""


class LinkUpdater(Struct, frozen=True):
    """Finds the new destinations of the links of one text."""

    entry: ImportedEntry
    path: str
    """Path of its file in the new site."""
    targets: Targets
    missing: Callable[[str], None]
    """Called with each link within the site that leads to nothing."""

    def target(self, written: str) -> str:
        """The new destination of a link; unchanged if it leads to a different site or to nothing."""
        target = html.unescape(ESCAPED.sub(r"\1", written)).strip()
        own = self._within(target)
        if own is None:
            return f"https:{written}" if target.startswith("//") else written
        before, hash_sign, fragment = own.partition("#")
        place = before.partition("?")[0]
        if not place:
            return written
        found = self._found(place)
        if found is None and same_form(place) in self.targets.known:
            return own
        if found is None:
            if "/" in place or "." in place[1:-1]:
                self.missing(target)
            return own if own != target else written
        return self._written(found) + hash_sign + fragment

    def file(self, written: str) -> str:
        """Path in the new site of a file that front matter names; empty if there is none.

        Templates add the root of the site before a path that has none.
        """
        own = self._within(written) or ""
        place = own.partition("#")[0].partition("?")[0]
        return (self._found(place) or self._at("/" + unquote(place).lstrip("/")) or "") if place else ""

    def _within(self, target: str) -> str | None:
        """A link within the site, from its root; None for a link to a different site or within the page."""
        base = self.targets.base_url.rstrip("/")
        if base and SCHEME.match(target):
            own, other = urlsplit(base), urlsplit(target)
            if own.netloc.lower() == other.netloc.lower() and other.scheme in ("", "http", "https"):
                path = other.path.removeprefix(own.path) or "/"
                return (
                    path
                    + (f"?{other.query}" if other.query else "")
                    + (f"#{other.fragment}" if other.fragment else "")
                )
        if SCHEME.match(target) or target.startswith("#") or not target:
            return None
        return target

    def _found(self, place: str) -> str | None:
        path = unquote(place)
        if path.startswith("/"):
            return self._at(path) or self._from_root(path.lstrip("/"))
        beside = normpath(join(dirname(self.entry.source), path))
        found = self._source(beside)
        if found or beside.startswith(".."):
            return found
        for address in self.entry.addresses[:1]:
            folder = address if address.endswith("/") else dirname(address)
            found = self._at(normpath(join(folder, path)))
            if found:
                return found
        return self._from_root(path) if "/" in path else None

    def _from_root(self, path: str) -> str | None:
        """The file with a path from the top of the source, or from one of its roots."""
        own = [root for root in self.targets.roots if self.entry.source.startswith(f"{root}/")]
        forms = [path, *(f"{root}/{path}" for root in (*own, *self.targets.roots))]
        return next(filter(None, map(self._source, forms)), None)

    def _at(self, address: str) -> str | None:
        """The path at an address; hosts send `a.html` for `/a` as well, and the other way round."""
        form = same_form(address)
        other = form.removesuffix(".html") if form.endswith(".html") else f"{form}.html"
        return self.targets.by_address.get(form) or self.targets.by_address.get(other)

    def _source(self, path: str) -> str | None:
        """Path of a file of the source, written with or without its ending, or as a folder."""
        path = path.rstrip("/")
        sources = self.targets.by_source
        for form in (path, f"{path}.md", f"{path}/index.md", f"{path}/_index.md"):
            found = sources.get(form) or sources.get(form.casefold())
            if found:
                return found
        return None

    def _written(self, found: str) -> str:
        if found.startswith("static/"):
            return as_address(found.removeprefix("static/")).replace("(", "%28").replace(")", "%29")
        return quote(relpath(found, dirname(self.path)), safe=SAFE)


def rewritten(body: str, updater: LinkUpdater) -> str:
    """The text with new destinations of its links. Code is left as it is."""
    prose = without_code(body)
    spans = [
        found.span("bare" if found["angled"] is None else "angled") for found in DESTINATION.finditer(prose)
    ]
    spans += [found.span("bare") for found in ATTRIBUTE.finditer(prose)] if "<" in prose else []
    parts: list[str] = []
    position = 0
    for start, end in sorted(spans):
        if start >= position:
            parts += body[position:start], updater.target(body[start:end])
            position = end
    return "".join((*parts, body[position:]))
