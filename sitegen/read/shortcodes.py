"""Finding shortcodes in a text: `{{< name "a" key="b" >}}`, and `{{< /name >}}` to close one.

Each tag is replaced by a mark of two private characters that passes through any Markdown engine;
`read.fragment` puts the tags in code back and `render.body` renders the others. Arguments are
literal: nothing in a content file is ever evaluated.
"""

from __future__ import annotations

import re

from msgspec import Struct

OPEN, CLOSE = "\ue000", "\ue001"
"""The two marks; the reader of files refuses them in content."""

TAG = re.compile(r"\{\{<(?P<inside>[^\n]*?)>\}\}|\{\{<[^\n]*")
"""A whole tag, or the beginning of one that does not end on its line."""
FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,})(?P<rest>.*)")
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


def mark(number: int) -> str:
    return f"{OPEN}S{number}{CLOSE}"


def extract(text: str, first_line: int) -> tuple[str, tuple[Tag, ...]]:
    """The text with marks in place of the tags, and the tags in order.

    A tag alone on its line stands as a block of its own, without blank lines having to surround it.
    """
    if "{{<" not in text:
        return text, ()
    tags: list[Tag] = []
    lines = []
    fence = ""
    for number, line in enumerate(text.split("\n"), start=first_line):
        fence = fence_after(line, fence)
        marked = TAG.sub(lambda match, n=number: _take(match, n, tags), line)  # type: ignore[misc]
        alone = marked.strip().startswith(OPEN) and re.fullmatch(f"{OPEN}S\\d+{CLOSE}", marked.strip())
        lines += ["", marked, ""] if alone and not fence else [marked]
    return "\n".join(lines), tuple(tags)


def fence_after(line: str, fence: str) -> str:
    """The fence of code that is open after a line, or nothing."""
    found = FENCE.match(line)
    if fence:
        return "" if found and found["fence"].startswith(fence) and not found["rest"].strip() else fence
    return found["fence"] if found else ""


def _take(match: re.Match[str], line: int, tags: list[Tag]) -> str:
    tags.append(_tag(match[0], match["inside"] or "", line, match.start() + 1))
    return mark(len(tags) - 1)


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
