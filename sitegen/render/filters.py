"""Dates, numbers and sizes in the reader's language, formatted by Babel from CLDR data."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup

from sitegen.model.dates import first_day
from sitegen.types import PartialDate, When


@lru_cache(maxsize=16384)
def show_date(when: When, locale: Locale, style: str = "long") -> str:
    """`3 May 2024`, `May 2024` or `2024`; a moment with its hour and its distance from UTC."""
    if isinstance(when, PartialDate):
        return _show_partial(when, locale, style)
    day = format_date(first_day(when), "long" if style == "long" else "medium", locale=locale)
    if isinstance(when, datetime) and style == "long":
        return f"{day}, {format_time(when.replace(tzinfo=None), 'short', locale=locale)} ({_zone(when)})"
    return str(day)


def _show_partial(when: PartialDate, locale: Locale, style: str) -> str:
    if when.month is None:
        return str(format_skeleton("y", first_day(when), locale=locale))
    skeleton = "yMMMM" if style == "long" else "yMMM"
    return str(format_skeleton(skeleton, first_day(when), locale=locale))


def _zone(when: datetime) -> str:
    offset = when.strftime("%z")
    hours, minutes = offset[:3], offset[3:]
    if offset == "+0000":
        return "UTC"
    return f"UTC{hours[0]}{int(hours[1:])}" + (f":{minutes}" if minutes != "00" else "")


@lru_cache(maxsize=16384)
def show_range(start: When, end: When | None, locale: Locale) -> str:
    """`24–27 May 1994`; the same date twice is one; dates of different exactness stand side by side."""
    if end is None or start == end:
        return show_date(start, locale)
    whole = type(start) is date and type(end) is date
    if whole:
        return str(format_interval(start, end, "yMMMMd", locale=locale))  # type: ignore[arg-type]
    if isinstance(start, datetime) and isinstance(end, datetime) and start.date() == end.date():
        closing = format_time(end.replace(tzinfo=None), "short", locale=locale)
        return show_date(start, locale).replace(" (", f" – {closing} (")
    return f"{show_date(start, locale)} – {show_date(end, locale)}"


def datetime_attribute(when: When) -> str:
    """For `<time datetime>`: a valid date, month, year or global date and time string of HTML."""
    if isinstance(when, PartialDate):
        return f"{when.year:04d}" + (f"-{when.month:02d}" if when.month else "")
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


@lru_cache(maxsize=16384)
def show_number(value: str | int, locale: Locale) -> str:
    """A number with the separators of the language and all its decimals."""
    number = Decimal(value)
    pattern = "#,##0" + _decimals(number)
    return str(format_decimal(number, format=pattern, locale=locale))


def _decimals(number: Decimal) -> str:
    """The decimal part of a number pattern."""
    digits = -int(number.as_tuple().exponent)
    return "." + "0" * digits if digits > 0 else ""


@lru_cache(maxsize=4096)
def show_percent(value: str | int, locale: Locale) -> str:
    """A number of percent with the sign where the language puts it."""
    number = Decimal(value)
    pattern = re.sub(r"#,##0", f"#,##0{_decimals(number)}", locale.percent_formats[None].pattern, count=1)
    return str(format_percent(number / 100, format=pattern, locale=locale))


def show_size(size: int, locale: Locale) -> str:
    """A file's size: `820 kB`, `1.2 MB`."""
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            return f"{format_decimal(round(size / factor, 1), locale=locale)}\u00a0{unit}"
    return f"{size}\u00a0B"


def plain_text(html: object) -> str:
    """The words of some HTML."""
    return " ".join(Markup(str(html)).striptags().split())  # noqa: S704 - only to take tags away
