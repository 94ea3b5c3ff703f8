"""Dates of publication, with no more precision than the source has."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton, get_date_format

from sitegen.model.dates import first_day
from sitegen.render.filters import show_date, with_ordinal
from sitegen.types import PartialDate, When
from sitegen.views.words import Words


def parts(when: When | None) -> tuple[int, ...]:
    """Year, month and day, as far as they are known."""
    if when is None:
        return ()
    if isinstance(when, PartialDate):
        return (when.year, when.month) if when.month else (when.year,)
    return (when.year, when.month, when.day)


def slashed(when: When | None) -> str:
    """`2024/04/15`, `2024/04` or `2024`; empty without a date."""
    known = parts(when)
    return "/".join((f"{known[0]:04d}", *(f"{part:02d}" for part in known[1:]))) if known else ""


def in_apa_style(when: When, locale: Locale, words: Words) -> str:
    """`2024, April 15`, `2024, April` or `2024`; a whole date in languages that write the year first."""
    known, day = parts(when), first_day(when)
    if len(known) == 1:
        return f"{known[0]}"
    if str(get_date_format("long", locale=locale).pattern).startswith("y"):
        return show_date(day if len(known) == WHOLE else when, locale)
    part = _day(day, locale) if len(known) == WHOLE else _month(day, locale)
    return words.gettext("%(year)s, %(day)s") % {"year": known[0], "day": part}


WHOLE = 3
"""Parts of a whole date."""


def _day(day: date, locale: Locale) -> str:
    if locale.language == "en":  # the style has this form, in every country
        return str(format_date(day, "MMMM d", locale=locale))
    return with_ordinal(str(format_skeleton("MMMMd", day, locale=locale)), locale)


def _month(day: date, locale: Locale) -> str:
    """The name of a month; `LLLL` is its form without a day, for which CLDR has words if it uses it."""
    form = "LLLL" if "LLLL" in locale.datetime_skeletons["yMMMM"].pattern else "MMMM"
    return str(format_date(day, form, locale=locale))
