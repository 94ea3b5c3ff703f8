"""Asterisks and underscores that make nothing bold, by the rules of CommonMark (0.31.2, section 6.2).

**Note: **Bring it.   →   markdown.emphasis: "**" after a blank ends no bold words, so readers see it
**Note:**Bring it.    →   markdown.emphasis: "**" between ":" and "B" ends no bold words
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from html import unescape

from msgspec import Struct

from sitegen.features.writing.text import CODE, HIDDEN, MARKUP, TAG, WrittenText
from sitegen.markdown.tokens import Kind
from sitegen.types import GFM, Problem
from sitegen.types.patterns import lazy_pattern

SEEN = lazy_pattern(r"([*_])\1+")
"""A run of signs; it begins with one character of a few, so searching is several times as fast."""
RUN = lazy_pattern(r"(?<![*\\])\*{2,3}(?!\*)|(?<![_\\])_{2,3}(?!_)|\n|\|")
PAIR = lazy_pattern(r"(?:\*\*(?P<inner>[^*\n]++)|__(?P<name>[^_\n]++))(?:\*\*|__)")
NEW_BLOCK = lazy_pattern(r"\n[ \t>]*(?:\n|#{1,6}[ \t]|[-+*][ \t]|[0-9]{1,9}[.)][ \t])")
TARGET = lazy_pattern(
    r"(?<=\]\()[^()\n]*(?=\))|(?<=\]\[)[^\]\n]*(?=\])|(?<=\]: )\S+|(?:https?://|www\.)[^\s*)]+"
)
QUOTES = "\"'„‚“‘#@€$¿¡"
"""Characters that words begin with, in addition to opening brackets and quotation marks."""
OPERAND = lazy_pattern(r"(?:\d|\b[^\W_]|\))[ \t]*\Z")
FACTOR = lazy_pattern(r"[ \t]*(?:\d|[^\W_]\b|\()")
"""Pattern for the text on both sides of `**` in a formula such as `2 ** n`."""
BRACKET = lazy_pattern("[()\\[\\]{}«»‹›「」『』（）【】〈〉《》〔〕“”„‚‘’\"']")
WORD = lazy_pattern(r"[^\W\d_]{3}|[\u3040-\u9fff\uac00-\ud7af]")
"""Words that can be bold."""
LONGEST = 40
"""Characters of bold words to show in a message."""


class _Run(Struct, frozen=True):
    start: int
    end: int
    sign: str
    before: str
    after: str

    @property
    def opens(self) -> bool:
        """True if CommonMark allows the run to begin bold words."""
        return _leans(self.before, self.after) and (
            self.sign == "*" or not _leans(self.after, self.before) or _is_sign(self.before)
        )

    @property
    def closes(self) -> bool:
        return _leans(self.after, self.before) and (
            self.sign == "*" or not _leans(self.before, self.after) or _is_sign(self.after)
        )

    @property
    def is_beginning(self) -> bool:
        """True if readers would expect the run to begin bold words."""
        if self.after.isspace():
            return self.before.isspace()
        if self.before.isspace() or _is_sign(self.before):
            return self.after not in "/."
        return self.sign == "*" and (self.after in QUOTES or unicodedata.category(self.after) in ("Ps", "Pi"))

    @property
    def is_before_word(self) -> bool:
        return self.before.isspace() and self.after.isalpha()

    @property
    def is_end(self) -> bool:
        return not self.before.isspace()


def check(written: WrittenText) -> Iterator[Problem]:
    html = written.source.html
    may_be_seen = written.engine != GFM or "*" in html or "_" in html
    if _has_run(html) or (may_be_seen and _may_be_odd(written.text)):
        yield from _Look(written).problems()


def _has_run(text: str) -> bool:
    """True if a text has `**` or `__`; the search for one character is the fastest."""
    return ("*" in text and "**" in text) or ("_" in text and "__" in text)


class _Look:
    """Search of one text for runs that readers see, and for those that only GitHub shows."""

    def __init__(self, written: WrittenText) -> None:
        self.written = written
        self.text = _comparable(written)
        self.raw = set(_windows(written.source.html))
        """Runs that readers see, with the characters beside them."""

    @cached_property
    def code(self) -> set[str]:
        """Words in code."""
        return set(re.findall(r"\w+", " ".join(code[0] for code in CODE.finditer(self.written.source.html))))

    def problems(self) -> Iterator[Problem]:
        footnoted = False
        unmatched: list[_Run] = []
        for runs in _blocks(self.text):
            taken, numbers = -1, _unmatched(runs)
            unmatched += [runs[number] for number in numbers]
            for number in numbers:
                run, following = runs[number], runs[number + 1] if number + 1 < len(runs) else None
                if number <= taken:
                    continue
                if not run.is_beginning:
                    footnoted = footnoted or run.is_end
                elif following and _are_pair(self.text, run, following):
                    taken = number + 1
                    yield from self.pair(run, following)
                elif run.opens and run.sign == "*" and not footnoted and run.is_before_word:
                    yield from self.alone(run)
        last = unmatched[-1] if len(unmatched) == 1 else None
        if last and last.sign == "*" and footnoted and "\\*\\*" not in self.written.text:
            yield from self.alone(last, "ends bold words that begin nowhere", "begin")

    def pair(self, first: _Run, second: _Run) -> Iterator[Problem]:
        words = self.written.text[first.end : second.start]
        inner, mark = words.strip(), first.sign * 2
        short = inner if len(inner) <= LONGEST and "\n" not in inner else "…"
        if words[0].isspace():
            run, message = first, f'"{mark}" before a blank begins no bold words'
            hint = f"write {mark}{short}{mark}, with the blank outside of the marks"
        elif words[-1].isspace():
            run, message = second, f'"{mark}" after a blank ends no bold words'
            hint = f"write {mark}{short}{mark}, with the blank outside of the marks"
        elif first.opens:
            run, message = (
                second,
                f'"{mark}" between "{second.before}" and "{second.after}" ends no bold words',
            )
            moved = f"**{short}**" if short[-1].isalnum() else _outside(short)
            hint = f"write {moved}, or a blank after the second {mark}"
        else:
            run, message = (
                first,
                f'"{mark}" between "{first.before}" and "{first.after}" begins no bold words',
            )
            blanks = f"a blank before the first {mark}" if second.closes else "blanks outside of both marks"
            hint = f"write {_outside(short)}, or {blanks}"
        if self.is_raw(run):
            message += ", so readers see it"
        elif self.written.engine != GFM and self.is_outside_code(inner):
            message += ", so GitHub shows it"
        else:
            return
        yield self.written.problem("markdown.emphasis", message, run.start, hint)

    def alone(
        self, run: _Run, wrong: str = "begins bold words that do not end", missing: str = "end"
    ) -> Iterator[Problem]:
        if self.is_raw(run):
            mark = run.sign * (run.end - run.start)
            message = f'"{mark}" {wrong} in this paragraph, so readers see it'
            escaped = f"\\{run.sign}" * len(mark)
            hint = (
                f"write {mark} where the bold words {missing}, or {escaped} if readers should see the signs"
            )
            yield self.written.problem("markdown.emphasis", message, run.start, hint)

    def is_outside_code(self, words: str) -> bool:
        """True unless the first of these words is also in code, which is shown as written."""
        word = re.search(r"\w+", words)
        return word is not None and word[0] not in self.code

    def is_raw(self, run: _Run) -> bool:
        """True if readers see the run, with the characters beside it."""
        return (_visible(run.before), self.text[run.start : run.end], _visible(run.after)) in self.raw


def _windows(html: str) -> Iterator[tuple[str, str, str]]:
    """Runs that readers see outside of code, with and without the characters beside them."""
    shown = unescape(TAG.sub("", CODE.sub("`", html)))
    position = 0
    for found in SEEN.finditer(shown):
        start, end = found.span()
        before = shown[start - 1] if start > position else ""
        if start == position and end - start > 2:  # at the beginning, or right after another run
            start += 1
        for left in {_visible(before), ""}:
            for right in {_visible(shown[end : end + 1]), ""}:
                yield left, shown[start:end], right
        position = end


def _visible(char: str) -> str:
    """Returns the character, or nothing if it may be part of a mark or a different blank in the HTML."""
    return "" if char in MARKUP or char.isspace() else char


def _are_pair(text: str, first: _Run, second: _Run) -> bool:
    """True if readers would expect the words between two runs to be bold."""
    if first.sign != second.sign or second.before == "\n" or first.end == second.start:
        return False
    if not first.after.isspace():
        return first.opens or second.is_end
    words = text[first.end : second.start]
    is_bold = WORD.search(words) is not None or (second.closes and not second.opens)
    return is_bold and not (
        OPERAND.search(text, max(first.start - 9, 0), first.start) and FACTOR.match(words)
    )


def _may_be_odd(text: str) -> bool:
    """True if a letter follows bold words that end in punctuation, or precedes ones that begin with it."""
    parts = text.split("**")
    if ("_" in text and "__" in text) or any(part.startswith("*") for part in parts):
        return any(
            _is_odd(pair["inner"] or pair["name"], *_beside(text, pair)) for pair in PAIR.finditer(text)
        )
    number = 1
    while number < len(parts) - 1:
        inner = parts[number]
        if not inner or "\n" in inner or "*" in inner:
            number += 1
        elif _is_odd(inner, parts[number - 1][-1:], parts[number + 1][:1]):
            return True
        else:
            number += 2
    return False


def _beside(text: str, pair: re.Match[str]) -> tuple[str, str]:
    """The characters before and after a match; empty at the ends of the text."""
    start, end = pair.span()
    return text[max(start - 1, 0) : start], text[end : end + 1]


def _is_odd(inner: str, before: str, after: str) -> bool:
    return (after.isalnum() and not inner[-1].isalnum()) or (before.isalnum() and not inner[0].isalnum())


def _comparable(written: WrittenText) -> str:
    """Replaces code and escaped characters by backticks, and addresses and removed pieces by letters."""
    parts: list[str] = []
    position = 0
    for token in written.tokens:
        if token.kind in HIDDEN or token.kind is Kind.TAG:
            signs = token.kind in (Kind.CODE, Kind.ESCAPE, Kind.ADDRESS)
            parts.append(written.text[position : token.start])
            lines = written.text[token.start : token.end].split("\n")
            parts.append("\n".join([("`" if signs else "x") * len(line) for line in lines]))
            position = token.end
    text = "".join((*parts, written.text[position:]))
    return TARGET.sub(lambda target: "x" * len(target[0]), text)


def _blocks(text: str) -> Iterator[list[_Run]]:
    """Yields the runs of each paragraph, item, heading or table cell."""
    runs: list[_Run] = []
    for found in RUN.finditer(text):
        if found[0] == "|" or (found[0] == "\n" and NEW_BLOCK.match(text, found.start())):
            if runs:
                yield runs
                runs = []
        elif found[0] != "\n":
            before, after = text[found.start() - 1 : found.start()] or " ", text[found.end() :][:1] or " "
            runs.append(_Run(found.start(), found.end(), found[0][0], before, after))
    if runs:
        yield runs


def _unmatched(runs: Sequence[_Run]) -> list[int]:
    """Indices of the runs that neither begin nor end bold words."""
    opened: dict[str, list[int]] = {"*": [], "_": []}
    matched: set[int] = set()
    for number, run in enumerate(runs):
        if run.closes and opened[run.sign]:
            begin = opened[run.sign].pop()
            matched |= {begin, number}
            for others in opened.values():
                while others and others[-1] > begin:
                    others.pop()
        elif run.opens:
            opened[run.sign].append(number)
    return [number for number in range(len(runs)) if number not in matched]


def _outside(words: str) -> str:
    """Moves punctuation at the ends of bold words outside of the marks."""
    letters = [place for place, char in enumerate(words) if char.isalnum()]
    if letters:
        before, after = words[: letters[0]], words[letters[-1] + 1 :]
        if bool(BRACKET.search(before)) == bool(BRACKET.search(after)):
            return f"{before}**{words[letters[0] : letters[-1] + 1]}**{after}"
    return "the marks where a word begins and ends"


def _leans(outside: str, inside: str) -> bool:
    """True if a run between these characters is left-flanking; with both exchanged, right-flanking."""
    return not inside.isspace() and (not _is_sign(inside) or outside.isspace() or _is_sign(outside))


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"
