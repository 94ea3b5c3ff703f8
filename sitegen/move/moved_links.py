"""Links in Markdown text to moved files, and their new targets."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from posixpath import basename, dirname, relpath
from typing import TypeAlias
from urllib.parse import quote, unquote

from msgspec import Struct

from sitegen.markdown.tokens import without_code
from sitegen.model.links import EXTERNAL
from sitegen.move.values import Moves, Replacement
from sitegen.types.paths import beside

Addresses: TypeAlias = Mapping[str, str]
"""New address of each page whose address changes, by its old address."""

DESTINATION = re.compile(
    r"""(?: \]\([ \t\n]*                                                   # [words](target
        |   ^[ \t>]*(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]+)*\[[^\]\n]+\]:[ \t]* # [name]: target
        |   \s(?:href|src)=(?P<quote>["'])                                  # href="target"
        )
        (?: (?<=["'])(?P<quoted>[^"'<>\n]*)(?P=quote) | <(?P<angled>[^<>\n]*)>
          | (?P<bare>[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*) )""",
    re.MULTILINE | re.VERBOSE,
)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
SAFE = "/#?=&%:@!$'()*+,;~"


class LinkUpdater(Struct, frozen=True):
    """Computes the new targets of the links of one file."""

    path: str
    """Path of the file before the move."""
    moves: Moves
    addresses: Addresses

    def target(self, written: str) -> str:
        """The target of a link after the move; unchanged if it still works."""
        target = html.unescape(ESCAPED.sub(r"\1", written))
        path, hash_sign, fragment = target.partition("#")
        if not path or EXTERNAL.match(target):
            return written
        if path.startswith("/"):
            new = self.addresses.get(target) or self.addresses.get(path, path) + hash_sign + fragment
            return new if new != target else written
        new = self.renamed(path)
        return new + hash_sign + fragment if new != path else written

    def renamed(self, path: str) -> str:
        """The path, relative to the file, that it needs after the move."""
        leads_to = beside(self.path, unquote(path))
        new = self.moves.path(leads_to)
        if beside(self.moves.path(self.path), unquote(path)) == new:
            return path
        if dirname(new) == dirname(leads_to) and dirname(self.moves.path(self.path)) == dirname(self.path):
            return path[: len(path) - len(basename(path))] + basename(new)
        return quote(relpath(new, dirname(self.moves.path(self.path))), safe=SAFE)


def link_changes(text: str, start: int, end: int, links: LinkUpdater) -> Iterator[Replacement]:
    """Changes of link targets in a part of a text. Some may be in code, which is not parsed here."""
    prose = without_code(text[start:end])
    for found in DESTINATION.finditer(prose):
        form = next(form for form in ("quoted", "angled", "bare") if found[form] is not None)
        new = links.target(found[form])
        if new != found[form]:
            yield Replacement(start + found.start(form), start + found.end(form), new)
