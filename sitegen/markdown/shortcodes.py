"""Parses the tags of shortcodes: `{{< name "a" key="b" >}}`, and `{{< /name >}}` to close one.

Hugo's other forms mean the same: `{{% name %}}`, `{{< name />}}`, tags of several lines, values in backticks.

During conversion, a mark stands for each tag (`markdown.marks`); `render.body` replaces the mark by the
output of the template. Arguments are literal: nothing in a content file is ever evaluated.
"""

from __future__ import annotations

import re

from msgspec import Struct

from sitegen.types.patterns import lazy_pattern

OPEN, CLOSE = "\ue000", "\ue001"
"""Beginning and end of a mark; content with these characters is refused."""

TAG = lazy_pattern(
    r"\{\{[<%](?P<inside>(?>(?:[^{>%\n]|\{(?!\{[<%])|[>%](?!\}\})|\n(?![ \t]*\n))*))[>%]\}\}|\{\{[<%][^\n]*+"
)
"""A complete tag, or the beginning of one that does not end."""
INSIDE = lazy_pattern(r"\s*(?P<slash>/)?\s*(?P<name>[A-Za-z_][A-Za-z0-9_./-]*)(?P<args>(?:\s.*)?)", re.DOTALL)
KEY = r"(?P<key>[A-Za-z_][\w.:-]*)\s*=\s*"
ARGUMENT = lazy_pattern(
    rf"""\s*(?:{KEY})?"""
    r"""(?:"(?P<double>(?>(?:[^"\\]|\\.)*))"|'(?P<single>[^']*)'|`(?P<raw>[^`]*)`|(?P<word>[^\s"'`=][^\s"'`]*))""",
    re.DOTALL,
)
FORMS = ("double", "single", "raw", "word")
"""Groups of the ways to write a value."""
ESCAPED = lazy_pattern(r"\{\{(?P<open>[<%])/\*(?P<inside>[^\n]*?)\*/(?P<close>[>%])\}\}")
"""A tag that is shown and not called, as Hugo's manuals write it."""


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
    tag = TAG.fullmatch(written)
    inside = ((tag["inside"] if tag else None) or "").removesuffix("/")
    parts = INSIDE.fullmatch(inside)
    if parts is None:
        return ShortcodeTag(written, line, column)
    rest, place, args, named = parts["args"].rstrip(), 0, [], []
    while place < len(rest):
        argument = ARGUMENT.match(rest, place)
        if argument is None:
            return ShortcodeTag(written, line, column)
        value = next(v for v in argument.group(*FORMS) if v is not None)
        if argument["double"]:
            value = value.replace('\\"', '"')
        if argument["key"]:
            named.append((argument["key"], value))
        else:
            args.append(value)
        place = argument.end()
    return ShortcodeTag(written, line, column, parts["name"], bool(parts["slash"]), tuple(args), tuple(named))


def unescaped(written: str) -> str:
    """Returns the text with escaped tags as readers see them: `{{</* note */>}}` is `{{< note >}}`."""
    return ESCAPED.sub(lambda tag: f"{{{{{tag['open']}{tag['inside']}{tag['close']}}}}}", written)
