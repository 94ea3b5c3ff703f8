"""A number in prose beside the noun of a figure must equal the figure.

Figures have their nouns in a field `nouns`. Pages that are older than the figure, numbers for a different
year, and quotations are not checked.

    The network has over 1,500 member cities.   →   figure.contradicted: "over 1,500 member cities" …
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

from msgspec import Struct

from sitegen.check.checked import Checked
from sitegen.check.report import Report
from sitegen.features.consistency.nouns import Noun, NounFinder, is_spaceless
from sitegen.features.consistency.numerals import Numerals, numerals_of
from sitegen.features.consistency.prose import BARRIER, prose_of
from sitegen.model.dates import first_day, first_given, is_when, last_day
from sitegen.model.figures import FIGURES
from sitegen.read.entry_places import INTRO
from sitegen.types import Document, EntryKey, Location, PartialDate, Problem, Severity, Site, When
from sitegen.types.keys import name_of

NOUNS = "nouns"
"""Field of a figure with the nouns that its number counts."""
ORDER = 10
"""Numbers that differ by this factor count something else: a part, or a larger whole."""
LONGEST_SENTENCE = 1_000
FEW_NOUNS = 50
"""Number of nouns from which every text is searched, without a quick test for them."""
NEAR = 160
"""Characters before a noun in which its number is searched for."""
GAP = r"(?:[^\S\n]*\n[^\S\n]*|[^\S\n]+)"
NO_ADJECTIVE = (
    "and", "or", "of", "in", "on", "at", "from", "for", "to", "with", "by", "per", "percent", "new",
    "y", "o", "en", "con", "por", "para", "et", "ou", "dans", "pour", "avec", "sur", "e", "em", "com",
    "und", "oder", "von", "mit", "für", "aus", "je", "prozent", "و", "في", "من", "أو",
)  # fmt: skip
"""Words between a number and a noun that separate the two."""
QUALIFIERS = (
    "more than", "over", "about", "around", "some", "nearly", "almost", "fewer than", "less than", "at least",
    "up to", "más de", "alrededor de", "unos", "unas", "casi", "cerca de", "al menos", "hasta", "plus de",
    "environ", "près de", "quelque", "au moins", "jusqu’à", "mais de", "quase", "pelo menos", "até",
    "mehr als", "über", "etwa", "rund", "fast", "mindestens", "bis zu", "أكثر من", "نحو", "حوالي", "قرابة",
    "超过", "约", "近", "約", "약", "거의", "ほぼ",
)  # fmt: skip
BEFORE = re.compile(rf"(?:^|(?<=\W))(?:{'|'.join(map(re.escape, QUALIFIERS))})\s*$", re.IGNORECASE)
COUNTED = re.compile(r"(?:\bno\.?|\bnr\.?|n\.?\s?º|№|第|§|#)\s*$", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(?:[1١۱][9٩۹]|[2٢۲][0٠۰])\d\d(?!\d)")
SENTENCE = re.compile(rf"[.!?…](?=\s)|[。！？؟|{BARRIER}]|\n\s*\n")
CLAUSE = re.compile(r"[,;:()（），；：،؛—–]")
WHEN = re.compile(
    r"\s*(?:in|by|at|on|early|late|around|until|en|a|al|hasta|em|até|au|aux|à|fin|début|im|am|bis|ende|anfang|"
    r"في|عام|\d+\w{0,4})(?:\s+\w+){0,4}\s*",
    re.IGNORECASE,
)
"""Expressions such as `In 2016`, `At the end of 2016`, `31 October 2016`, which date the rest of the
sentence.
"""
MOST_BLANKS = re.compile(r"\s+")


class Figure(Struct, frozen=True):
    name: str
    path: str
    line: int
    """Line of its value."""
    value: Decimal
    shown: str
    as_of: When
    about: frozenset[str]


class CountedNumber(Struct, frozen=True):
    """A number in prose with the noun that it counts."""

    written: str
    start: int
    readings: tuple[Decimal, ...]
    noun: str
    years: frozenset[int]
    """Years that the sentence names for the number."""


def report(checked: Checked) -> Report:
    """Prepares the search of texts for numbers beside the nouns of figures."""
    site = checked.site
    searches = {
        code: _Search(nouns, numerals_of(site.config.languages[code].locale))
        for code, nouns in _nouns(site).items()
    }
    return Report(look=partial(_look, checked=checked, searches=searches) if searches else None)


def _look(document: Document, checked: Checked, searches: Mapping[str, _Search]) -> Iterator[Problem]:
    search = searches.get(document.language)
    if search and document.path.endswith(".md") and document.type != FIGURES:
        data = checked.read(document.path)
        if search.may_find(data):
            yield from _wrong(checked.site, document, data, search)


def _wrong(site: Site, document: Document, data: bytes, search: _Search) -> Iterator[Problem]:
    said = _day(site, document)
    for prose in prose_of(document, data, site.config):
        for counted in search.over(prose.text):
            figures = _of_page(document, search.nouns[counted.noun])
            if _was_true_then(said, counted, figures) or _is_right(counted, figures):
                continue
            near = min(figures, key=lambda figure: abs(figure.value - counted.readings[0]))
            if any(_is_comparable(reading, near.value) for reading in counted.readings):
                yield _problem(counted, near, Location(document.path, *prose.place(counted.start)))


def _of_page(document: Document, figures: list[Figure]) -> list[Figure]:
    """Figures with a noun that are about the page's entry, or else all figures with the noun."""
    return [figure for figure in figures if document.entry in figure.about] or figures


def _problem(counted: CountedNumber, figure: Figure, place: Location) -> Problem:
    message = (
        f'"{counted.written}" contradicts the figure "{figure.name}": {figure.shown}, '
        f"as of {_as_text(figure.as_of)}"
    )
    hint = (
        f"write {{{{< number {figure.name} >}}}} in its place, or correct {figure.path}:{figure.line}; "
        "where it is of another time, say of which year"
    )
    return Problem("figure.contradicted", message, place, hint, Severity.WARNING)


# --- figures ------------------------------------------------------------------------------------


def _nouns(site: Site) -> dict[str, dict[str, list[Figure]]]:
    """Language → case-folded noun → figures that have it."""
    found: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for entry in site.entries.get(FIGURES, ()):
        for code, key in site.versions[entry].items():
            page = site.pages[key]
            nouns = page.fields.get(NOUNS, ()) if NOUNS not in page.inherited else ()
            for noun in nouns if isinstance(nouns, tuple) else (nouns,):
                if "value" in page.fields and is_when(page.fields.get("as_of")):
                    found[code][_folded(str(noun))].append(_figure(site, entry))
    return found


def _folded(noun: str) -> str:
    return MOST_BLANKS.sub(" ", noun.strip()).casefold()


def _figure(site: Site, entry: EntryKey) -> Figure:
    config = site.config
    keys = site.versions[entry]
    page = site.pages[keys.get(config.default_language) or next(iter(keys.values()))]
    document = site.documents[page.document]
    value, unit = Decimal(str(page.fields["value"])), str(page.fields.get("unit", ""))
    numerals = numerals_of(config.languages[page.language].locale)
    scale = numerals.scales.get(unit.partition(" ")[0].casefold(), Decimal(1))
    field = config.types[FIGURES].fields.get("qualifier")
    label = field.choices.get(str(page.fields.get("qualifier")), {}) if field else {}
    word = label.get(page.language) or label.get("", "")
    shown = " ".join(filter(None, (word, f"{value:,}", unit)))
    line = document.positions.get("value", (1, 1))[0]
    as_of = page.fields["as_of"]
    assert isinstance(as_of, date | PartialDate)
    about = frozenset(site.mentions.get(entry, ()))
    return Figure(name_of(entry), document.path, line, value * scale, shown, as_of, about)


def _as_text(when: When) -> str:
    if isinstance(when, PartialDate):
        return f"{when.year}-{when.month:02d}" if when.month else str(when.year)
    return first_day(when).isoformat()


# --- pages --------------------------------------------------------------------------------------


def _day(site: Site, document: Document) -> date | None:
    """Last day on which a dated page was current; None if the page has no date."""
    page = site.pages.get(document.key) if document.name != INTRO else None
    if page is None:
        return None
    rule = site.config.types[page.type].state
    when = first_given(page.fields, rule.end) if rule else page.date
    return last_day(when) if when else None


def _was_true_then(said: date | None, counted: CountedNumber, figures: list[Figure]) -> bool:
    """True if the page is older than one of the figures, or the number is for a different year."""
    days = [first_day(figure.as_of) for figure in figures]
    earlier = said is not None and said < max(days)
    return earlier or (bool(counted.years) and counted.years.isdisjoint(day.year for day in days))


def _is_right(counted: CountedNumber, figures: list[Figure]) -> bool:
    """True if one of the figures has the number."""
    return any(_agrees(reading, figure.value) for figure in figures for reading in counted.readings)


def _agrees(written: Decimal, value: Decimal) -> bool:
    """True if a number equals the value, or the value rounded by less than a tenth."""
    digits = written.as_tuple()
    exponent = digits.exponent if isinstance(digits.exponent, int) else 0
    zeros = len(digits.digits) - len("".join(map(str, digits.digits)).rstrip("0"))
    step = Decimal(10) ** (exponent + zeros)
    return written == value or abs(written - value) < min(step, value / 10)


def _is_comparable(written: Decimal, value: Decimal) -> bool:
    return value / ORDER <= written <= value * ORDER


# --- search -------------------------------------------------------------------------------------


class _Search:
    """Finds numbers beside the nouns of one language."""

    def __init__(self, nouns: Mapping[str, list[Figure]], numerals: Numerals) -> None:
        self.nouns = nouns
        self._numerals = numerals
        words = sorted(nouns, key=len, reverse=True)
        self._rare = tuple(max(noun.split(), key=len) for noun in words)
        self._finder = NounFinder(nouns)
        word = rf"(?!(?:{'|'.join(NO_ADJECTIVE)})(?!\w))[^\W\d][\w'’-]*"
        self._before = re.compile(
            rf"{numerals.pattern}(?P<words>(?:{GAP}{word}){{0,2}}){GAP}\Z", re.IGNORECASE
        )
        self._before_sign = re.compile(rf"{numerals.pattern}(?P<words>[^\S\n]?[^\W\d_]{{0,4}})[^\S\n]?\Z")
        self._after = re.compile(rf"\s?(?:[:：=]\s*|[(（]\s*){numerals.pattern}", re.IGNORECASE)

    def may_find(self, data: bytes) -> bool:
        """True if a file may contain one of the nouns."""
        text = data.decode("utf-8", "replace").casefold()
        return len(self._rare) > FEW_NOUNS or any(word in text for word in self._rare)

    def over(self, text: str) -> Iterator[CountedNumber]:
        """Yields every number beside a noun in a text."""
        for noun in self._finder.over(text):
            start = max(0, noun.start - NEAR)
            pattern = self._before_sign if is_spaceless(noun.noun[0]) else self._before
            found = pattern.search(text[start : noun.start])
            if found:
                yield from self._counted(text, noun, found, start + found.start(), noun.end)
            elif after := self._after.match(text, noun.end):
                yield from self._counted(text, noun, after, noun.start, after.end())

    def _counted(
        self, text: str, noun: Noun, found: re.Match[str], start: int, end: int
    ) -> Iterator[CountedNumber]:
        lead = text[max(0, start - NEAR) : start]
        qualifier = BEFORE.search(lead)
        first = (found.groupdict().get("words") or "").split()
        month = bool(first) and first[0].casefold().strip(".") in self._numerals.months
        if month or COUNTED.search(lead) or (YEAR.fullmatch(found["number"]) and not qualifier):
            return
        start -= len(qualifier[0]) if qualifier else 0
        written = MOST_BLANKS.sub(" ", text[start:end]).strip()
        years = frozenset(_years(text, start, end))
        yield CountedNumber(written, start, self._numerals.readings(found), noun.noun, years)


def _years(text: str, start: int, end: int) -> Iterator[int]:
    """Years named near a position: in its clause, or as a date earlier in its sentence."""
    before = SENTENCE.split(text[max(0, start - LONGEST_SENTENCE) : start])[-1]
    after = SENTENCE.split(text[end : end + LONGEST_SENTENCE], 1)[0]
    clauses, tail = CLAUSE.split(before), CLAUSE.split(after)[0]
    for part in (clauses[-1], tail, *(clause for clause in clauses[:-1] if WHEN.fullmatch(clause))):
        yield from map(int, YEAR.findall(part))
