"""Parses the tags of shortcodes: `{{< name "a" key="b" >}}`, and `{{< /name >}}` to close one.

During conversion, a mark stands for each tag (`markdown.marks`); `render.body` replaces the mark by the
output of the template. Arguments are literal: nothing in a content file is ever evaluated.
"""

from __future__ import annotations

import re

from msgspec import Struct

OPEN, CLOSE = "\ue000", "\ue001"
"""Beginning and end of a mark; content with these characters is refused."""

TAG = re.compile(r"\{\{<(?P<inside>[^\n]*?)>\}\}|\{\{<[^\n]*")
"""A complete tag, or the beginning of one that does not end on its line."""
INSIDE = re.compile(r"\s*(?P<slash>/)?\s*(?P<name>[a-z][a-z0-9_-]*)(?P<args>(\s.*)?)")
ARGUMENT = re.compile(
    r"""\s*(?:(?P<key>[a-z][a-z0-9_]*)=)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<word>[^\s"'=]+))"""
)


class ShortcodeTag(Struct, frozen=True):
    """A shortcode tag in a text."""

    written: str
    line: int
    column: int
    name: str = ""
    """Name of the shortcode; empty if the tag is invalid."""
    closing: bool = False
    args: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()


def read_tag(written: str, line: int, column: int) -> ShortcodeTag:
    """Parses a tag; the result has no name if the tag is invalid."""
    whole = TAG.fullmatch(written)
    return _tag(written, (whole["inside"] if whole else None) or "", line, column)


def _tag(written: str, inside: str, line: int, column: int) -> ShortcodeTag:
    parts = INSIDE.fullmatch(inside)
    if parts is None:
        return ShortcodeTag(written, line, column)
    rest, args, named = parts["args"].strip(), [], []
    while rest:
        argument = ARGUMENT.match(rest)
        if argument is None:
            return ShortcodeTag(written, line, column)
        value = next(v for v in argument.group("double", "single", "word") if v is not None)
        if argument["key"]:
            named.append((argument["key"], value))
        else:
            args.append(value)
        rest = rest[argument.end() :].strip()
    return ShortcodeTag(written, line, column, parts["name"], bool(parts["slash"]), tuple(args), tuple(named))
