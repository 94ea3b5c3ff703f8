"""Text within a paragraph as Markdown: characters that need a backslash, and emphasis that both engines read.

The converter puts a sign of one control character where emphasis begins and ends and where a line breaks.
Only when the whole paragraph is known, `inline_of` replaces the signs: Markdown reads a star by the
characters on both sides of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

STRONG, EMPHASIS, DELETED = ("\x01", "\x02"), ("\x03", "\x04"), ("\x07", "\x08")
BREAK = "\x05"
LOSS = "\x06"
"""Begins and ends the number of a loss."""
SIGNS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff\ue000-\ue002]"
)
"""Characters that no content file may have, so that some of them can be signs."""
LOSSES = re.compile(f"{LOSS}[0-9]+{LOSS}")

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>{}\\`*\[\]|()\"]+", re.IGNORECASE)
OWN_ANCHOR = re.compile(r"\{#([^\W_][\w.:-]*)\}$")
"""Words that Markdown reads as the anchor of a heading; an anchor behind them makes them words again."""
SPECIAL = re.compile(r"[\\`*_\[\]<~|]|&(?=#?[A-Za-z0-9]+;)|\{(?=[ \t]*[{#:.%])|!(?=$|\[)")
LINE_START = re.compile(
    r"(?P<number>[0-9]{1,9})(?=[.)](?:\s|$))"
    r"|(?P<mark>[-+](?:\s|$)|#{1,6}(?:\s|$)|[:>]|-(?=[-\s|:]*$)|=+\s*$)"
    r"|(?P<note>\[\^[^\]\s]+\])(?=:)"
)
"""Beginning of a line that Markdown would read as that of a list, a heading, a rule or a definition."""
OPENERS = ("[", "!", "`", "<")
"""Characters that begin Markdown made by the converter, if no backslash precedes them."""
TOKEN = re.compile("[\x01-\x05\x07\x08]")


def escaped(text: str, in_table: bool, in_link: bool = False) -> str:
    """Text whose characters all show as they are; addresses stay links."""
    parts: list[str] = []
    position = 0
    for found in () if in_link else ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?'_~&{}@")
        end = found.start() + len(address)
        if not re.match(r"[.,;:!?]?\s", text[end : end + 2]):
            address = address.replace(".", "\\.", 1) if address[0] in "wW" else f"<{address}>"
        parts += _escaped(text[position : found.start()], in_table), address
        position = end
    parts.append(_escaped(text[position:], in_table))
    return "".join(parts)


def _escaped(text: str, in_table: bool) -> str:
    def with_backslash(found: re.Match[str]) -> str:
        sign = found[0]
        if (sign == "|" and not in_table) or (sign == "_" and _is_in_word(text, found.start())):
            return sign
        return f"\\{sign}"

    return SPECIAL.sub(with_backslash, text)


def _is_in_word(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


class _Run(Struct):
    """Characters with the same emphasis; `text` is BREAK for the end of a line."""

    text: str
    styles: frozenset[str]


def inline_of(text: str, breaks: str = "\\\n", paragraphs: bool = False) -> str:
    """Inline Markdown of a whole paragraph, with its signs replaced.

    `breaks` stands for the end of a line. With `paragraphs`, two of them in a row begin a paragraph.
    """
    losses = "".join(LOSSES.findall(text))
    runs = _trimmed(_merged(_runs(LOSSES.sub("", text))))
    groups = _paragraphs(runs) if paragraphs else [runs]
    shown = "\n\n".join(filter(None, (_lines(_emphasised(group, breaks)) for group in groups)))
    return f"{shown}{losses}"


def _runs(text: str) -> Iterator[_Run]:
    """Splits at signs; each part knows the emphasis that is open there."""
    depth = {STRONG[0]: 0, EMPHASIS[0]: 0, DELETED[0]: 0}
    closes = {end: begin for begin, end in (STRONG, EMPHASIS, DELETED)}
    position = 0
    for found in TOKEN.finditer(text):
        if found.start() > position:
            yield _Run(text[position : found.start()], _open(depth))
        position = found.end()
        sign = found[0]
        if sign == BREAK:
            yield _Run(BREAK, _open(depth))
        elif sign in depth:
            depth[sign] += 1
        else:
            depth[closes[sign]] -= 1
    if position < len(text):
        yield _Run(text[position:], _open(depth))


def _open(depth: dict[str, int]) -> frozenset[str]:
    return frozenset(sign for sign, count in depth.items() if count > 0)


def _merged(runs: Iterator[_Run]) -> list[_Run]:
    """Joins neighbours with the same emphasis; white space alone takes that of both neighbours."""
    merged: list[_Run] = []
    for run in runs:
        if merged and merged[-1].styles == run.styles and BREAK not in (run.text, merged[-1].text):
            merged[-1].text += run.text
        else:
            merged.append(run)
    for before, run, after in zip(merged, merged[1:], merged[2:], strict=False):
        if run.text == BREAK or not run.text.strip():
            run.styles = before.styles & after.styles
    return merged


def _trimmed(runs: list[_Run]) -> list[_Run]:
    """Removes white space around breaks and at both ends, breaks at both ends, and doubled white space."""
    trimmed: list[_Run] = []
    for run in runs:
        text = run.text
        if text == BREAK:
            while trimmed and trimmed[-1].text != BREAK and not trimmed[-1].text.strip(" "):
                trimmed.pop()
            if not trimmed:
                continue
            trimmed[-1].text = trimmed[-1].text.rstrip(" ") if trimmed[-1].text != BREAK else BREAK
        elif not trimmed or trimmed[-1].text.endswith((" ", BREAK)):
            text = text.lstrip(" ")
        if text:
            trimmed.append(_Run(text, run.styles))
    while trimmed and (trimmed[-1].text == BREAK or not trimmed[-1].text.strip(" ")):
        trimmed.pop()
    if trimmed:
        trimmed[-1].text = trimmed[-1].text.rstrip(" ")
    return trimmed


def _paragraphs(runs: Sequence[_Run]) -> list[list[_Run]]:
    """Splits at two or more breaks."""
    groups: list[list[_Run]] = [[]]
    for number, run in enumerate(runs):
        doubled = run.text == BREAK and BREAK in (
            runs[number - 1].text,
            runs[number + 1].text if number + 1 < len(runs) else "",
        )
        if not doubled:
            groups[-1].append(run)
        elif groups[-1]:
            groups.append([])
    return groups


STYLES = (STRONG[0], EMPHASIS[0], DELETED[0])
"""In the order in which they enclose each other."""


def _emphasised(runs: Sequence[_Run], breaks: str) -> str:
    """The text with the signs of Markdown for emphasis, where these would be read as such."""
    runs = list(_without_single_breaks(runs))
    for style in STYLES:
        runs = _readable(runs, style)
    parts: list[str] = []
    opened: list[tuple[str, str]] = []
    for number, run in enumerate(runs):
        keep = 0
        while keep < len(opened) and opened[keep][0] in run.styles:
            keep += 1
        parts += [sign for _, sign in reversed(opened[keep:])]
        del opened[keep:]
        names = {name for name, _ in opened}
        for style in STYLES:
            if style in run.styles and style not in names:
                sign = _sign(style, runs, number)
                opened.append((style, sign))
                parts.append(sign)
        parts.append(breaks if run.text == BREAK else run.text)
    return "".join([*parts, *(sign for _, sign in reversed(opened))])


def _without_single_breaks(runs: Sequence[_Run]) -> Iterator[_Run]:
    """Several breaks in a row are one: Markdown has no empty lines within a paragraph."""
    before = ""
    for run in runs:
        if not (run.text == BREAK and before == BREAK):
            yield run
        before = run.text


def _readable(runs: Sequence[_Run], style: str) -> list[_Run]:
    """Takes white space at the ends of emphasis out of it, and punctuation that would stop it being read."""
    shown: list[_Run] = []
    number = 0
    while number < len(runs):
        if style not in runs[number].styles:
            shown.append(runs[number])
            number += 1
            continue
        end = number
        while end < len(runs) and style in runs[end].styles:
            end += 1
        before = shown[-1].text[-1:] if shown else ""
        after = runs[end].text[:1] if end < len(runs) else ""
        shown += _span(list(runs[number:end]), style, before, after)
        number = end
    return [run for run in shown if run.text]


def _span(span: list[_Run], style: str, before: str, after: str) -> Iterator[_Run]:
    first, last = span[0], span[-1]
    lead = _outside(first.text, before, forward=True) if first.text != BREAK else ""
    trail = ""
    if last.text != BREAK and not (len(span) == 1 and len(lead) == len(first.text)):
        rest = last.text[len(lead) :] if len(span) == 1 else last.text
        trail = _outside(rest, after, forward=False)
    plain_first, plain_last = first.styles - {style}, last.styles - {style}
    if lead:
        yield _Run(lead, plain_first)
        first.text = first.text[len(lead) :]
        before = lead[-1]
    if trail:
        last.text = last.text[: -len(trail)]
        after = trail[0]
    inside = [run for run in span if run.text]
    words = "".join(run.text for run in inside if run.text != BREAK)
    if not words.strip() or not _opens(words, before) or not _opens(_reverse(words), after):
        inside = [_Run(run.text, run.styles - {style}) for run in inside]
    yield from inside
    if trail:
        yield _Run(trail, plain_last)


def _reverse(text: str) -> str:
    return text[::-1]


def _opens(words: str, outside: str) -> bool:
    """True if a star between the two is read as the beginning of emphasis (CommonMark 6.2)."""
    if not words or words[0].isspace():
        return False
    return _is_border(outside) or not (words[0] in "<>" or _is_punctuation(words[0]))


def _outside(text: str, neighbour: str, forward: bool) -> str:
    """Characters at one end of emphasis that have to be outside: white space, and between a letter and
    emphasis also punctuation."""
    ordered = text if forward else _reverse(text)
    count = len(ordered) - len(ordered.lstrip())
    border = _is_border(neighbour) or count > 0
    ends = "]>`)" if "](" in text else "]>`"
    while not border and count < len(ordered) and _is_punctuation(ordered[count]):
        if forward and ordered[count] == "\\":
            count += 2
        elif forward and ordered[count] in OPENERS:
            return ""
        elif forward:
            count += 1
        elif ordered[count] in ends and ordered[count + 1 : count + 2] != "\\":
            return ""
        else:
            count += 2 if ordered[count + 1 : count + 2] == "\\" else 1
    return ordered[:count] if forward else _reverse(ordered[:count])


def _is_border(character: str) -> bool:
    return not character or character.isspace() or character == BREAK or _is_punctuation(character)


def _is_punctuation(character: str) -> bool:
    """True for a sign; a tag is none, since the engines see it as a letter."""
    return character not in "<>" and unicodedata.category(character)[0] in "PS"


def _sign(style: str, runs: Sequence[_Run], number: int) -> str:
    """Signs for emphasis; underscores cannot begin or end within a word."""
    if style == STRONG[0]:
        return "**"
    if style == DELETED[0]:
        return "~~"
    end = number
    while end < len(runs) and style in runs[end].styles:
        end += 1
    before = runs[number - 1].text[-1:] if number else ""
    after = runs[end].text[:1] if end < len(runs) else ""
    return "_" if _is_border(before) and _is_border(after) else "*"


def _lines(text: str) -> str:
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    """A line that begins no list, heading, rule or definition."""
    found = LINE_START.match(line)
    if found is None:
        return line
    if found["mark"] is not None:
        return f"\\{line}"
    return f"{line[: found.end()]}\\{line[found.end() :]}"


def heading_of(text: str) -> str:
    """Text of a heading, whose end is neither a closing sign nor an anchor."""
    losses = "".join(LOSSES.findall(text))
    shown = inline_of(LOSSES.sub("", text), breaks=" ")
    if shown.endswith("#"):
        shown = f"{shown[:-1]}\\#"
    anchor = OWN_ANCHOR.search(shown)
    return f"{shown} {{#{anchor[1]}}}{losses}" if anchor else f"{shown}{losses}"
