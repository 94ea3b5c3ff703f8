"""Parses numbers as people write them: `1,500`, `1.500`, `1 500`, `١٬٥٠٠`, `1.5 million`, `1万5000`.

The thousands and decimal separators depend on the language and come from CLDR. If a number is ambiguous, both
values are returned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from msgspec import Struct

BLANKS = " \u00a0\u2007\u2009\u202f"
"""Blanks that separate thousands: those that do not break a line, and the ordinary one."""
ALWAYS_GROUPS = f"{BLANKS}'’٬"
GROUPED = rf"\d{{1,3}}(?P<mark>[.,{ALWAYS_GROUPS}])(?:\d{{3}}(?P=mark)|(?<=,)\d\d,)*\d{{3}}(?:[.,٫]\d+)?"
"""Groups of three digits; in South Asian notation, groups before the last have two."""
NUMBER = rf"(?<![A-Za-zÀ-ӿ_\d.,:/§#])(?<!\d[-–—−])(?P<number>{GROUPED}(?!\d)|\d+(?:[.,٫]\d+)?)"
"""A number that is not part of a longer number, a date, a time or a range."""
AFTER = r"(?![.,:/]?\d|[-–—−]\d|[A-Za-zÀ-ɏ%％٪€$£º°]|[番位回年月日歳번년월일회])"
"""Text after a number that does not count things: the rest of a date or range, an ordinal ending, a unit."""


class Numerals(Struct, frozen=True):
    """Number format of a language."""

    decimal: str
    scales: Mapping[str, Decimal]
    """Words and signs that multiply, such as `million` and `万`."""
    months: frozenset[str]
    """Names of months, case-folded."""

    @property
    def pattern(self) -> str:
        """Regular expression for a number, optionally with a word or sign that multiplies it."""
        words = sorted(self.scales, key=len, reverse=True)
        spaced = "|".join(re.escape(word) for word in words if word.isascii() or not _is_sign(word)) or "(?!)"
        signs = "|".join(re.escape(word) for word in words if _is_sign(word)) or "(?!)"
        scale = rf"(?:[{BLANKS}\n]?(?P<scale>{spaced})(?!\w)|(?P<sign>{signs})(?P<rest>\d*))"
        return rf"{NUMBER}(?:{scale}|{AFTER})"

    def readings(self, found: re.Match[str]) -> tuple[Decimal, ...]:
        """Possible values of a matched number, the most likely first."""
        factor = self.scales.get((found["scale"] or found["sign"] or "").casefold(), Decimal(1))
        rest = Decimal(found["rest"] or 0)
        return tuple(value * factor + rest for value in self._values(found["number"], found["mark"]))

    def _values(self, written: str, mark: str | None) -> tuple[Decimal, ...]:
        text = written.replace("٫", ".")
        if mark is None:
            return (Decimal(text.replace(",", ".")),)
        whole = Decimal(text.replace(mark, "").replace(",", "."))
        if mark in ALWAYS_GROUPS or text.count(mark) > 1 or mark != self.decimal:
            return (whole,)
        return Decimal(text.replace(mark, ".")), whole


def _is_sign(word: str) -> bool:
    """True if the word follows a number without a blank, as in Chinese, Japanese and Korean."""
    return "\u3000" < word[0] < "\ufb00"


@cache
def numerals_of(locale: str) -> Numerals:
    """Number format of a CLDR locale."""
    from babel import Locale

    known = Locale.parse(locale)
    symbols = known.number_symbols.get("latn", {})
    names = known.months["format"]
    months = frozenset(
        str(name).casefold() for width in ("wide", "abbreviated") for name in names[width].values()
    )
    return Numerals(str(symbols.get("decimal", ".")), _scales(known.compact_decimal_formats), months)


def _scales(formats: Mapping[str, Mapping[str, Mapping[str, object]]]) -> dict[str, Decimal]:
    """Words that multiply, from CLDR's short forms of large numbers: `0 million` for 1000000."""
    found: dict[str, Decimal] = {}
    for patterns in formats.get("long", formats.get("short", {})).values():
        for magnitude, written in patterns.items():
            pattern = str(getattr(written, "pattern", ""))
            word = pattern.replace("0", "").strip(f"{BLANKS}'").casefold()
            if word and "0" in pattern:
                found[word] = Decimal(magnitude) / 10 ** (pattern.count("0") - 1)
    return found
