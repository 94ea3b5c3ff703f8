"""Reading the tags of shortcodes: `{{< name "a" key="b" >}}`, and `{{< /name >}}` to close one.

While the text is converted, a mark stands for each tag (`read.marks`), and `render.body` puts what its
template makes in place of the mark. Arguments are literal: nothing in a content file is ever evaluated.
"""

from __future__ import annotations

import re

from msgspec import Struct

OPEN, CLOSE = "\ue000", "\ue001"
"""The two marks; the reader of files refuses them in content."""

TAG = re.compile(r"\{\{<(?P<inside>[^\n]*?)>\}\}|\{\{<[^\n]*")
"""A whole tag, or the beginning of one that does not end on its line."""
INSIDE = re.compile(r"\s*(?P<slash>/)?\s*(?P<name>[a-z][a-z0-9_-]*)(?P<args>(\s.*)?)")
ARGUMENT = re.compile(
    r"""\s*(?:(?P<key>[a-z][a-z0-9_]*)=)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<word>[^\s"'=]+))"""
)


class Tag(Struct, frozen=True):
    """One shortcode tag as found in the text."""

    written: str
    line: int
    column: int
    name: str = ""
    """Empty where the tag cannot be read."""
    closing: bool = False
    args: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()


def read_tag(written: str, line: int, column: int) -> Tag:
    """A tag as written, with its name and arguments; without a name where it cannot be read."""
    whole = TAG.fullmatch(written)
    return _tag(written, (whole["inside"] if whole else None) or "", line, column)


def _tag(written: str, inside: str, line: int, column: int) -> Tag:
    parts = INSIDE.fullmatch(inside)
    if parts is None:
        return Tag(written, line, column)
    rest, args, named = parts["args"].strip(), [], []
    while rest:
        argument = ARGUMENT.match(rest)
        if argument is None:
            return Tag(written, line, column)
        value = next(v for v in argument.group("double", "single", "word") if v is not None)
        if argument["key"]:
            named.append((argument["key"], value))
        else:
            args.append(value)
        rest = rest[argument.end() :].strip()
    return Tag(written, line, column, parts["name"], bool(parts["slash"]), tuple(args), tuple(named))
