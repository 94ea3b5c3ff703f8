"""The numbers, letters and signs that Word shows before paragraphs, as its lists say (ISO/IEC 29500-1, 17.9).

They are not in the text of a document: a paragraph names a list and a level, and Word counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from msgspec import Struct

from sitegen.features.importing.item_letters import letters_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING = re.compile(r"(?:heading|überschrift|titre|título|kop) [1-9]", re.IGNORECASE)
PLACE = re.compile("%([1-9])")
WORDS = re.compile(r"[^\W\d_]{2}")
TYPES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
"""Types of lists in HTML, by formats of Word."""
DEEPEST = 20
"""Most styles that are based on each other."""


class Level(Struct, frozen=True):
    """One level of a list."""

    format: str
    """`decimal`, `lowerLetter`, `bullet`, and so on (17.18.59)."""
    text: str
    """Text with places for the numbers of this level and those above it: `%1.%2`."""
    start: int
    style: str
    """Style of paragraphs that are at this level."""


class Label(Struct, frozen=True):
    """Number, letter or sign in front of a paragraph."""

    format: str
    number: int
    """0 for a sign."""
    text: str
    """As Word shows it: `2.1`, `Article 3`, `•`."""
    has_words: bool
    """True for `Article 3`, false for `III.`."""


class Numbering:
    """Lists of a document, and how far each has counted."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self.styles = {_value(style, "@styleId"): style for style in _every(styles, "style")}
        self.names = {name: _value(style, "name/@val").lower() for name, style in self.styles.items()}
        self.abstract = {_value(it, "@abstractNumId"): it for it in _every(numbering, "abstractNum")}
        self.lists = {_value(it, "@numId"): it for it in _every(numbering, "num")}
        self.levels = {name: self._levels(name) for name in self.lists}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()

    def is_heading(self, paragraph: Element) -> bool:
        return any(HEADING.fullmatch(self.names[name]) for name in self._styles_of(paragraph))

    def label(self, paragraph: Element) -> Label | None:
        """The label of the next paragraph; None if it has none. To be called for each paragraph in order."""
        name, depth = self._list_of(paragraph)
        levels = self.levels.get(name, {})
        if depth not in levels:
            return None
        numbers = self._counted(name, depth, levels)
        level = levels[depth]

        def number(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            return _written(levels[at].format, numbers.get(at, levels[at].start)) if at in levels else ""

        shown, words = PLACE.sub(number, level.text).strip(), WORDS.search(PLACE.sub("", level.text))
        return Label(level.format, 0 if level.format == "bullet" else numbers[depth], shown, bool(words))

    def _counted(self, name: str, depth: int, levels: Mapping[int, Level]) -> Mapping[int, int]:
        """The numbers of a list at each level, after one more paragraph at a level."""
        counts = self.counts.setdefault(_value(self.lists[name], "abstractNumId/@val"), {})
        first = _value(self._override(name, depth), "startOverride/@val")
        if first and (name, depth) not in self.begun:
            counts[depth] = _number(first) - 1
        self.begun.add((name, depth))
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return counts

    def _list_of(self, paragraph: Element) -> tuple[str, int]:
        """Name of the list of a paragraph, and its level there."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        depth = _value(own, "ilvl/@val")
        name = _value(own, "numId/@val")
        for style in self._styles_of(paragraph) if not name else ():
            found = self.styles[style].find(f"{W}pPr/{W}numPr")
            depth = depth or _value(found, "ilvl/@val")
            if name := _value(found, "numId/@val"):
                at = (str(level) for level, it in self.levels.get(name, {}).items() if it.style == style)
                depth = depth or next(at, "")
                break
        return name, _number(depth)

    def _styles_of(self, paragraph: Element) -> Iterator[str]:
        """The style of a paragraph and those that it is based on."""
        name = _value(paragraph, "pPr/pStyle/@val")
        for _ in range(DEEPEST):
            if name not in self.styles:
                return
            yield name
            name = _value(self.styles[name], "basedOn/@val")

    def _levels(self, name: str) -> Mapping[int, Level]:
        abstract = self.abstract.get(_value(self.lists[name], "abstractNumId/@val"))
        linked = self.styles.get(_value(abstract, "numStyleLink/@val"))
        other = self.lists.get(_value(linked, "pPr/numPr/numId/@val"))
        if other is not None and other is not self.lists[name]:
            abstract = self.abstract.get(_value(other, "abstractNumId/@val"))
        overrides = _every(self.lists[name], "lvlOverride")
        found = [*_every(abstract, "lvl"), *(it for other in overrides for it in _every(other, "lvl"))]
        return {
            _number(_value(it, "@ilvl")): Level(
                _value(it, "numFmt/@val") or "decimal",
                _value(it, "lvlText/@val"),
                _number(_value(it, "start/@val")),
                _value(it, "pStyle/@val"),
            )
            for it in found
        }

    def _override(self, name: str, depth: int) -> Element | None:
        overrides = _every(self.lists[name], "lvlOverride")
        return next((it for it in overrides if _value(it, "@ilvl") == str(depth)), None)


def _every(parent: Element | None, name: str) -> list[Element]:
    return [] if parent is None else parent.findall(f"{W}{name}")


def _value(element: Element | None, path: str) -> str:
    """Value of an attribute: `pPr/pStyle/@val`; empty if it or an element is missing."""
    *names, attribute = path.split("/")
    for name in names:
        element = None if element is None else element.find(f"{W}{name}")
    return "" if element is None else element.get(f"{W}{attribute[1:]}", "")


def _written(form: str, number: int) -> str:
    """A number as a format writes it; formats of other languages, and large numbers, give digits."""
    if form == "none":
        return ""
    letters = letters_of(TYPES.get(form, ""), number)
    return letters or (f"{number:02}" if form == "decimalZero" else str(number))


def _number(text: str) -> int:
    """A number that was written; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
