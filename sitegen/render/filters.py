"""Filters of templates: dates, numbers and sizes in the reader's language, with Babel and CLDR data.

`filters` is the register: `FILTERS` here and of each feature.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, parse_pattern
from babel.lists import format_list
from markupsafe import Markup, escape
from msgspec import Struct

from sitegen.kinds.moments import iso_moment
from sitegen.markdown.typography import isolated_plain_text
from sitegen.model.dates import first_day
from sitegen.types import PartialDate, When
from sitegen.types.registers import by_name, per_extensions
from sitegen.views.language_names import language_name
from sitegen.views.numbers import show_number, show_percent


def show_date(when: When, locale: Locale, style: str = "long") -> str:
    """Formats a date as `3 May 2024`, `May 2024` or `2024`; a moment with its time and offset from UTC."""
    return _show_date(when, datetime_attribute(when), locale, style)


@lru_cache(maxsize=16384)
def _show_date(when: When, _: str, locale: Locale, style: str) -> str:
    # Two moments in different zones can be equal; the second argument distinguishes them in the cache.
    if isinstance(when, PartialDate):
        return _show_partial(when, locale, style)
    day = str(format_date(first_day(when), "long" if style == "long" else "medium", locale=locale))
    day = with_ordinal(day, locale)
    if isinstance(when, datetime) and style == "long":
        joined = str(locale.datetime_formats["long"]).replace("'", "").format(_hour(when, locale), day)
        return f"{joined} ({_zone(when)})"
    return day


def with_ordinal(day: str, locale: Locale) -> str:
    """A day with the first of the month as an ordinal in French, for which CLDR has no form."""
    return re.sub(r"^1 ", "1er ", day) if locale.language == "fr" else day


def _show_partial(when: PartialDate, locale: Locale, style: str) -> str:
    if when.month is None:
        return str(format_skeleton("y", first_day(when), locale=locale))
    skeleton = "yMMMM" if style == "long" else "yMMM"
    return str(format_skeleton(skeleton, first_day(when), locale=locale))


def _hour(when: datetime, locale: Locale) -> str:
    return str(format_skeleton("Hm", when.replace(tzinfo=None), locale=locale))


def _zone(when: datetime) -> str:
    offset = when.strftime("%z")
    hours, minutes = offset[:3], offset[3:]
    if offset == "+0000":
        return "UTC"
    return f"UTC{hours[0]}{int(hours[1:])}" + (f":{minutes}" if minutes != "00" else "")


def show_range(start: When, end: When | None, locale: Locale) -> str:
    """Formats a range as `24–27 May 1994`; equal dates become one."""
    if end is None or start == end:
        return show_date(start, locale)
    if isinstance(start, datetime) and isinstance(end, datetime) and _on_one_day(start, end):
        moment, _, zone = show_date(start, locale).partition(" (")
        return f"{_interval(moment, _hour(end, locale), locale)} ({zone}"
    if type(start) is date and type(end) is date:
        return _show_days(start, end, locale)
    return _interval(show_date(start, locale), show_date(end, locale), locale)


def _interval(start: str, end: str, locale: Locale) -> str:
    """Joins two formatted dates with the interval pattern of CLDR."""
    return str(locale.interval_formats[None]).format(start, end)


def _on_one_day(start: datetime, end: datetime) -> bool:
    """True if both moments are on one day and have the same offset from UTC."""
    return start.date() == end.date() and start.utcoffset() == end.utcoffset()


@lru_cache(maxsize=4096)
def _show_days(start: date, end: date, locale: Locale) -> str:
    """Formats two days with the interval pattern of CLDR and full names of months (UTS 35, 2.6.3)."""
    field = "y" if start.year != end.year else "M" if start.month != end.month else "d"
    formats = locale.interval_formats
    patterns = formats.get("yMMMMd", {}).get(field) or formats.get("yMMMd", {}).get(field)
    if not patterns:
        return _interval(show_date(start, locale), show_date(end, locale), locale)
    parts = (re.sub(r"(?<!M)MMM(?!M)", "MMMM", pattern) for pattern in patterns)
    return "".join(
        str(parse_pattern(part).apply(day, locale)) for part, day in zip(parts, (start, end), strict=False)
    )


def datetime_attribute(when: When) -> str:
    """Value for `<time datetime>`: a valid date, month, year or moment in HTML."""
    if isinstance(when, PartialDate):
        return f"{when.year:04d}" + (f"-{when.month:02d}" if when.month else "")
    return iso_moment(when) if isinstance(when, datetime) else when.isoformat()


BYTE = {"fr": "o"}
"""Symbol for bytes if it is not B; CLDR's short units are inconsistent (`MByte` in Portuguese)."""


def show_size(size: int, locale: Locale) -> str:
    """Formats the size of a file: `820 kB`, `1.2 MB`; in French `1,2 Mo`."""
    factor, prefix = next(((f, p) for f, p in ((1_000_000, "M"), (1_000, "k")) if size >= f), (1, ""))
    amount = show_number(str(round(size / factor, 1)).removesuffix(".0"), locale)
    return f"{amount}\u00a0{prefix}{BYTE.get(locale.language, 'B')}"


def isolated(text: str) -> str:
    """Prepares plain text for titles and attributes; codes keep their order among Arabic words."""
    return isolated_plain_text(str.__str__(text))


def plain_text(html: object) -> str:
    """Text of some HTML."""
    return " ".join(Markup(str(html)).striptags().split())  # noqa: S704 - only to take tags away


def show_list(texts: Iterable[str], locale: Locale) -> Markup:
    """Joins texts as a sentence does: `A, B and C`."""
    return Markup(format_list([escape(text) for text in texts], locale=locale))  # noqa: S704 - escaped


class Filter(Struct, frozen=True):
    show: Callable[..., object]
    takes: str
    """Kind of value that it takes, for messages: `a date`."""
    localized: bool = False
    """The function takes the locale of the page as `locale`."""


def _date(when: When, style: str = "long", *, locale: Locale) -> str:
    return show_date(when, locale, style)


def _date_range(start: When, end: When | None = None, *, locale: Locale) -> str:
    return show_range(start, end, locale)


FILTERS: Mapping[str, Filter] = {
    "date": Filter(_date, "a date", localized=True),
    "date_range": Filter(_date_range, "two dates", localized=True),
    "datetime_attribute": Filter(datetime_attribute, "a date"),
    "number": Filter(show_number, "a number", localized=True),
    "percent": Filter(show_percent, "a number", localized=True),
    "filesize": Filter(show_size, "a number", localized=True),
    "listed": Filter(show_list, "texts", localized=True),
    "language_name": Filter(language_name, "the code of a language", localized=True),
    "plain": Filter(plain_text, "a text"),
    "isolated": Filter(isolated, "a text"),
}


@per_extensions
def filters() -> Mapping[str, Filter]:
    """Filters of the core and of the features, by name."""
    return by_name(FILTERS, "FILTERS")
