"""Numbers in the reader's language, formatted by Babel from CLDR data."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal, format_percent

UNGROUPED = frozenset({
    "be", "bg", "es", "es_EA", "es_ES", "es_GQ", "es_IC", "es_PH", "et", "hu", "ia", "ie", "it", "ka", "lv",
    "pl", "pt_CH", "pt_CV", "pt_GQ", "pt_GW", "pt_LU", "pt_MO", "pt_MZ", "pt_PT", "pt_ST", "pt_TL", "ru_UA",
    "sl", "sq",
})  # fmt: skip
"""Locales that write four digits without a separator: `minimumGroupingDigits` is 2 in CLDR 47, which Babel
does not support. The locales of the Americas are missing for Spanish: they group four digits.
"""
BY_COUNTRY = frozenset({"es", "pt", "ru"})
"""Languages in which the grouping depends on the country."""
FRACTION = re.compile(r"0(?:\.[0#]+)?(?=[^#0.,]*$)")
"""Matches the last digit of a whole number and its decimals in a number pattern."""


@lru_cache(maxsize=16384)
def show_number(value: str | int, locale: Locale) -> str:
    """A number with the separators of the language and all its decimals."""
    number = Decimal(value)
    pattern = _pattern(locale.decimal_formats[None].pattern, number, locale)
    return str(format_decimal(number, format=pattern, locale=locale))


@lru_cache(maxsize=4096)
def show_percent(value: str | int, locale: Locale) -> str:
    """A percentage with the sign at the place that the language requires."""
    number = Decimal(value)
    pattern = _pattern(locale.percent_formats[None].pattern, number, locale)
    return str(format_percent(number / 100, format=pattern, locale=locale))


def _pattern(pattern: str, number: Decimal, locale: Locale) -> str:
    """Adapts a number pattern of the locale to the decimals of a number."""
    digits = -int(number.as_tuple().exponent)
    pattern = FRACTION.sub("0." + "0" * digits if digits > 0 else "0", pattern)
    return pattern.replace(",", "") if abs(number) < 10_000 and _ungrouped(locale) else pattern


def _ungrouped(locale: Locale) -> bool:
    """True if the locale writes four digits without a separator."""
    if locale.language in BY_COUNTRY and locale.territory:
        return f"{locale.language}_{locale.territory}" in UNGROUPED
    return locale.language in UNGROUPED
