"""Links of imported texts, rewritten to files of the new site."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from posixpath import dirname, normpath, relpath
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from sitegen.features.importing.addresses import as_address, same_form
from sitegen.features.importing.imported import ImportedEntry
from sitegen.markdown.tokens import without_code

DESTINATION = re.compile(
    r"""(?: \]\([ \t\n]*                                                   # [words](target
        |   ^[ \t>]*+(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]++)*+\[[^\]\n]++\]:[ \t]* # [name]: target
        )
        (?: <(?P<angled>[^<>\n]*+)> | (?P<bare>[^\s()<>]++(?:\([^\s()<>]*+\)[^\s()<>]*+)*+) )""",
    re.MULTILINE | re.VERBOSE,
)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
SAFE = "/!$&'*+,;=:@~"


class Targets(Struct, frozen=True):
    """What links can lead to: paths in the new site, by old address and by path in the source."""

    by_address: Mapping[str, str]
    by_source: Mapping[str, str]
    base_url: str = ""


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
            return written
        before, hash_sign, fragment = own.partition("#")
        place = before.partition("?")[0]
        if not place:
            return written
        found = self._found(place)
        if found is None:
            self.missing(target)
            return own if own != target else written
        return self._written(found) + hash_sign + fragment

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
            return self.targets.by_address.get(same_form(path)) or self._source(path.lstrip("/"))
        beside = normpath(f"{dirname(self.entry.source)}/{path}")
        found = self._source(beside)
        if found or beside.startswith(".."):
            return found
        for address in self.entry.addresses[:1]:
            folder = address if address.endswith("/") else dirname(address)
            found = self.targets.by_address.get(same_form(normpath(f"{folder}/{path}")))
            if found:
                return found
        return None

    def _source(self, path: str) -> str | None:
        """Path of a file of the source, written with or without its ending, or as a folder."""
        path = path.rstrip("/")
        sources = self.targets.by_source
        for form in (path, f"{path}.md", f"{path}/index.md", f"{path}/_index.md"):
            if form in sources:
                return sources[form]
        return None

    def _written(self, found: str) -> str:
        if found.startswith("static/"):
            return as_address(found.removeprefix("static/")).replace("(", "%28").replace(")", "%29")
        return quote(relpath(found, dirname(self.path)), safe=SAFE)


def rewritten(body: str, updater: LinkUpdater) -> str:
    """The text with new destinations of its links. Code is left as it is."""
    if "](" not in body and "]:" not in body:
        return body
    parts: list[str] = []
    position = 0
    for found in DESTINATION.finditer(without_code(body)):
        form = "angled" if found["angled"] is not None else "bare"
        parts += body[position : found.start(form)], updater.target(found[form])
        position = found.end(form)
    return "".join((*parts, body[position:]))
