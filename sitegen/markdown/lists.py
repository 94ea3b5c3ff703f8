"""Rewrites Markdown so that Python-Markdown finds the lists, tables and fences that GitHub shows.

CommonMark allows a list or table directly below a paragraph and measures nesting by the position of an item's
text; Python-Markdown requires a blank line and four columns for each level. This pass finds the items by the
rules of CommonMark 0.31 (section 5.2) and indents them by four columns.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from sitegen.types.patterns import lazy_pattern

ITEM = lazy_pattern(r"(?P<marker>[-+*]|[0-9]{1,9}[.)])(?P<gap>[ \t]+|$)(?P<rest>.*)")
ITEM_LINE = lazy_pattern(r" *(-|[0-9]+\.) ")
RULE = lazy_pattern(r"([-*_])[ \t]*(\1[ \t]*){2,}$")
FENCE = lazy_pattern(r"(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
TABLE_ROW = lazy_pattern(r"\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?$")
QUOTE = lazy_pattern(r"> ?")
SEPARATOR = "\ue000B\ue001"
"""Paragraph between two blocks that Python-Markdown would join; `without_separators` removes it."""
EMPTY = "&nbsp;"
"""Text of an empty item; a hyphen alone would make the item above a heading."""
BEGINNINGS = frozenset("#*+-_`~0123456789")
"""First characters of lines that are more than text of a paragraph."""
NO_HEADING = lazy_pattern(r"#{1,6} *")
HEADING = lazy_pattern(r"#{1,6}([ \t]|$)")


class _Item(Struct):
    column: int
    """Column of the marker."""
    content: int
    """Column of the item's text."""


class Number(Struct, frozen=True):
    """Number of a list item."""

    list: tuple[int, ...]
    """Key of the list; equal for all of its items."""
    line: int
    """Line, counted from 0."""
    written: int
    shown: int


class _State(Struct):
    first: int = 0
    """First line of this part in the whole text, counted from 0."""
    line: int = 0
    """Current line."""
    numbers: list[Number] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    fence: str = ""
    fence_column: int = 0
    paragraph: bool = False
    """True if the last line is text that the next line may continue."""
    first_text: bool = False
    """True if that text is the first of its item; a list may follow it without a blank line."""
    broken: bool = False
    """True if the last item contains more than its first text; the next item then needs a blank line."""
    quoted: bool = False
    """True if the last block is a quotation."""
    kinds: list[str] = field(default_factory=list)
    """Kinds of the lists that a further item would continue, by depth."""

    counted: list[Number] = field(default_factory=list)
    """Last numbers of these lists, by depth."""

    def write(self, column: int, text: str) -> None:
        self.lines.append(" " * column + text if text else "")

    def gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")


def normalise_lists(text: str) -> str:
    """Rewrites every list, nested block, table and fence for Python-Markdown."""
    return "\n".join(_normalised(text, 0).lines)


def numbers_of(text: str) -> list[Number]:
    """Numbers of all items of numbered lists, as written and as displayed."""
    return _normalised(text, 0).numbers


def _normalised(text: str, first: int) -> _State:
    source = text.expandtabs(4).split("\n")
    state = _State(first)
    number = 0
    while number < len(source):
        line = source[number]
        state.line = first + number
        if ">" in line and not state.fence and line.lstrip(" ").startswith(">") and _shallow(state, line):
            number = _quote(state, source, number)
        else:
            following = source[number + 1].strip() if number + 1 < len(source) else ""
            _line(state, line, following)
            number += 1
    return state


def _shallow(state: _State, line: str) -> bool:
    """True if the line is not indented so far that it would be code."""
    base = state.items[-1].content if state.items else 0
    return _indent(line) < base + 4


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _quote(state: _State, source: list[str], number: int) -> int:
    """Rewrites a block quotation as a separate text."""
    indent = _indent(source[number])
    _leave(state, indent)
    last = number
    while last < len(source) and QUOTE.match(source[last].lstrip(" ")):
        last += 1
    inner = [QUOTE.sub("", line.lstrip(" "), count=1) for line in source[number:last]]
    if state.paragraph:
        state.gap()
    elif state.quoted and not state.lines[-1]:
        _separate(state)
    column = (
        0 if state.quoted and state.lines[-1] else 4 * len(state.items)
    )  # an item may begin with a quotation
    quotation = _normalised("\n".join(inner), state.line)
    state.numbers += quotation.numbers
    for line in quotation.lines:
        state.write(column, f"> {line}" if line.strip() else ">")
    state.paragraph, state.first_text, state.broken, state.quoted = True, False, True, True
    return last


def _line(state: _State, line: str, following: str) -> None:
    if state.fence:
        _inside_fence(state, line)
    elif not line.strip():
        state.lines.append("")
        state.paragraph, state.broken = False, True
    else:
        _block(state, line, following)


def _inside_fence(state: _State, line: str) -> None:
    closes = line.strip().startswith(state.fence) and not line.strip().strip(state.fence[0])
    kept = state.fence if closes else line[min(state.fence_column, _indent(line)) :]
    state.write(4 * len(state.items), kept)
    if closes:
        state.fence = ""
        state.lines.append("")


def _block(state: _State, line: str, following: str) -> None:
    indent = _indent(line)
    text = line.strip(" ") + ("  " if line.endswith("  ") else "")  # two spaces are a line break
    state.quoted = False
    plain = text[0] not in BEGINNINGS
    item = None if plain or RULE.match(text) else ITEM.match(text)
    if _continues(state, indent, text, item):
        state.write(4 * len(state.items), text)
        return
    _leave(state, indent)
    base = state.items[-1].content if state.items else 0
    inner = max(indent - base, 0)
    if item and inner < 4:
        _start_item(state, indent, item)
        return
    depth = len(state.items)
    del state.kinds[depth:]
    if inner >= 4:
        state.write(4 * depth + inner, text)
    elif not plain and (fence := FENCE.match(text)):
        state.gap()
        state.write(4 * depth, fence["fence"] + _language(text))
        state.fence, state.fence_column, state.paragraph = fence["fence"], indent, False
    elif depth == 0 and not plain and RULE.match(text) and state.lines and ITEM_LINE.match(state.lines[-1]):
        state.gap()  # directly below a list, three hyphens are a rule and do not underline a heading
        state.write(0, text)
        state.lines.append("")
    else:
        if state.paragraph and "|" in text and "|" in following and TABLE_ROW.match(following):
            state.gap()
        state.first_text = state.first_text and state.paragraph
        heading = None if plain else HEADING.match(text)
        state.write(4 * depth, f"{text} {EMPTY}" if heading and NO_HEADING.fullmatch(text) else text)
        state.paragraph = not heading


def _language(text: str) -> str:
    """Language of a fence; the rest of its line (a title, options) is for other tools."""
    words = text.lstrip("`~").split()
    return words[0] if words and re.fullmatch(r"[\w+#.-]+", words[0]) else ""


def _separate(state: _State) -> None:
    state.gap()
    state.write(4 * len(state.items), SEPARATOR)
    state.lines.append("")


def without_separators(html: str) -> str:
    return html.replace(f"<p>{SEPARATOR}</p>\n", "").replace(f"<p>{SEPARATOR}</p>", "")


def _continues(state: _State, indent: int, text: str, item: re.Match[str] | None) -> bool:
    """True for a lazy continuation: text indented less than the item whose paragraph it continues."""
    if not (state.paragraph and state.items and indent < state.items[-1].content):
        return False
    return not (item or FENCE.match(text) or HEADING.match(text) or RULE.match(text))


def _leave(state: _State, indent: int) -> None:
    left = False
    while state.items and indent < state.items[-1].content:
        state.items.pop()
        left = True
    if left:
        state.paragraph = False


def _start_item(state: _State, indent: int, item: re.Match[str]) -> None:
    marker, gap, rest = item["marker"], item["gap"], item["rest"]
    depth = len(state.items)
    kind = marker[-1]
    sibling = state.kinds[depth : depth + 1] == [kind]
    if state.paragraph and not sibling and _cannot_interrupt(marker, rest):
        state.write(4 * depth, item.string.strip(" "))
        return
    if not sibling and len(state.kinds) > depth:
        _separate(state)
    elif state.broken if sibling else _swallows(state, depth):
        state.gap()
    state.broken = False
    state.kinds[depth:] = [kind]
    if marker[0].isdigit():
        _count(state, depth, int(marker[:-1]), sibling)
    width = len(gap) if len(gap) <= 4 and rest else 1
    state.items.append(_Item(indent, indent + len(marker) + width))
    shown = f"{marker[:-1]}." if marker[0].isdigit() else "-"
    state.write(4 * depth, f"{shown:<3} {rest or EMPTY}")
    state.quoted = QUOTE.match(rest) is not None
    state.paragraph = state.first_text = bool(rest) and not state.quoted


def _count(state: _State, depth: int, written: int, sibling: bool) -> None:
    last = state.counted[depth] if sibling and depth < len(state.counted) else None
    number = Number(
        last.list if last else (state.line, depth), state.line, written, last.shown + 1 if last else written
    )
    placeholder = Number((), 0, 0, 0)
    state.counted[depth:] = []
    state.counted += [placeholder] * (depth - len(state.counted)) + [number]
    state.numbers.append(number)


def _cannot_interrupt(marker: str, rest: str) -> bool:
    return not rest or (marker[0].isdigit() and int(marker[:-1]) != 1)


def _swallows(state: _State, depth: int) -> bool:
    """True if the text before a new list would absorb its first item."""
    return depth == 0 or not (state.paragraph and state.first_text)
