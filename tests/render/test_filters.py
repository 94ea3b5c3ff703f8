"""Dates, numbers and sizes in eight languages, checked by hand against CLDR.

`_` stands for a no-break space and `·` for a narrow one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from babel import Locale
from markupsafe import Markup

from sitegen.render.filters import (
    datetime_attribute,
    plain_text,
    show_date,
    show_list,
    show_range,
    show_size,
)
from sitegen.types import PartialDate, When
from sitegen.views.numbers import show_number, show_percent

DAY = date(2024, 5, 3)
LANGUAGES = ("en_GB", "es", "fr", "pt", "ko", "ja", "zh_Hans", "ar")
MOMENT = datetime(2026, 5, 31, 14, 30, tzinfo=timezone(timedelta(hours=2)))


def spaced(text: str) -> str:
    """Special spaces made visible; thin ones around a dash are as good as plain ones."""
    return text.replace("\u2009", " ").replace("\xa0", "_").replace("\u202f", "·")


LONG_DAYS = {
    "en_GB": "3 May 2024",
    "es": "3 de mayo de 2024",
    "fr": "3 mai 2024",
    "pt": "3 de maio de 2024",
    "ko": "2024년 5월 3일",
    "ja": "2024年5月3日",
    "zh_Hans": "2024年5月3日",
    "ar": "3 مايو 2024",
}
MONTHS = {
    "en_GB": "May 2024",
    "es": "mayo de 2024",
    "fr": "mai 2024",
    "pt": "maio de 2024",
    "ko": "2024년 5월",
    "ja": "2024年5月",
    "zh_Hans": "2024年5月",
    "ar": "مايو 2024",
}
YEARS = {
    "en_GB": "2024",
    "es": "2024",
    "fr": "2024",
    "pt": "2024",
    "ko": "2024년",
    "ja": "2024年",
    "zh_Hans": "2024年",
    "ar": "2024",
}
RANGES_IN_A_MONTH = {
    "en_GB": "24–27 May 1994",
    "es": "24–27 de mayo de 1994",
    "fr": "24–27 mai 1994",
    "pt": "24 – 27 de maio de 1994",
    "ko": "1994년 5월 24일~27일",
    "ja": "1994年5月24日～27日",
    "zh_Hans": "1994年5月24日至27日",
    "ar": "24–27 مايو 1994",
}
RANGES_OVER_A_MONTH = {
    "en_GB": "30 May – 2 June 1994",
    "es": "30 de mayo – 2 de junio de 1994",
    "fr": "30 mai – 2 juin 1994",
    "pt": "30 de maio – 2 de junho de 1994",
    "ko": "1994년 5월 30일 ~ 6월 2일",
    "ja": "1994年5月30日～6月2日",
    "zh_Hans": "1994年5月30日至6月2日",
    "ar": "30 مايو – 2 يونيو 1994",
}
RANGES_OF_YEARS = {
    "en_GB": "2024 – 2026",
    "es": "2024 – 2026",
    "fr": "2024 – 2026",
    "pt": "2024 – 2026",
    "ko": "2024년 ~ 2026년",
    "ja": "2024年～2026年",
    "zh_Hans": "2024年 – 2026年",
    "ar": "2024 – 2026",
    "da": "2024-2026",
    "fi": "2024–2026",
}
RANGES_OF_HOURS = {
    "fr": "31 mai 2026, 14:30 – 16:30 (UTC+2)",
    "pt": "31 de maio de 2026 14:30 – 16:30 (UTC+2)",
    "ko": "2026년 5월 31일 14:30 ~ 16:30 (UTC+2)",
    "ja": "2026年5月31日 14:30～16:30 (UTC+2)",
    "ar": "31 مايو 2026، 14:30 – 16:30 (UTC+2)",
    "fi": "31. toukokuuta 2026 14.30–16.30 (UTC+2)",
}
NUMBERS = {
    # In Spanish a number of four digits is not grouped (CLDR: minimumGroupingDigits 2).
    "2500": {
        "en_GB": "2,500",
        "es": "2500",
        "fr": "2·500",
        "pt": "2.500",
        "ko": "2,500",
        "ja": "2,500",
        "zh_Hans": "2,500",
        "ar": "2,500",
    },
    "1234567.50": {
        "en_GB": "1,234,567.50",
        "es": "1.234.567,50",
        "fr": "1·234·567,50",
        "pt": "1.234.567,50",
        "ko": "1,234,567.50",
        "ja": "1,234,567.50",
        "zh_Hans": "1,234,567.50",
        "ar": "1,234,567.50",
    },
}
PERCENT = {
    "en_GB": "3.5%",
    "es": "3,5_%",
    "fr": "3,5_%",
    "pt": "3,5%",
    "ko": "3.5%",
    "ja": "3.5%",
    "zh_Hans": "3.5%",
    "ar": "3.5%",
}
SIZES = {
    "en_GB": "1.2_MB",
    "es": "1,2_MB",
    "fr": "1,2_Mo",
    "pt": "1,2_MB",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_is_written_as_readers_write_it(language: str) -> None:
    assert show_date(DAY, Locale.parse(language)) == LONG_DAYS[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_or_year_says_no_more_than_its_source(language: str) -> None:
    locale = Locale.parse(language)

    assert show_date(PartialDate(2024, 5), locale) == MONTHS[language]
    assert show_date(PartialDate(2024), locale) == YEARS[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_range_says_once_what_both_ends_share(language: str) -> None:
    locale = Locale.parse(language)

    assert spaced(show_range(date(1994, 5, 24), date(1994, 5, 27), locale)) == RANGES_IN_A_MONTH[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_range_over_two_months_has_whole_names_of_months(language: str) -> None:
    locale = Locale.parse(language)

    assert spaced(show_range(date(1994, 5, 30), date(1994, 6, 2), locale)) == RANGES_OVER_A_MONTH[language]


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_has_the_separators_of_its_language_and_all_decimals(language: str, value: str) -> None:
    assert spaced(show_number(value, Locale.parse(language))) == NUMBERS[value][language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_percentage_has_its_sign_where_the_language_puts_it(language: str) -> None:
    assert spaced(show_percent("3.5", Locale.parse(language))) == PERCENT[language]


@pytest.mark.parametrize("language", SIZES)
def test_a_size_has_the_unit_of_the_language(language: str) -> None:
    assert spaced(show_size(1_234_567, Locale.parse(language))).replace("·", "_") == SIZES[language]


def test_a_short_day_is_shorter() -> None:
    assert show_date(date(2024, 9, 3), Locale.parse("fr"), "short") == "3 sept. 2024"


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (DAY, None, "3 May 2024"),
        (DAY, DAY, "3 May 2024"),
        (PartialDate(2024), PartialDate(2026), "2024 – 2026"),
        (PartialDate(2024, 5), PartialDate(2024, 7), "May 2024 – July 2024"),
        (PartialDate(2024), date(2026, 12, 31), "2024 – 31 December 2026"),
        (MOMENT, MOMENT.replace(hour=16), "31 May 2026, 14:30 – 16:30 (UTC+2)"),
    ],
)
def test_a_range_of_dates_of_any_exactness(start: When, end: When | None, shown: str) -> None:
    assert spaced(show_range(start, end, Locale.parse("en_GB"))) == shown


@pytest.mark.parametrize("language", RANGES_OF_YEARS)
def test_a_range_of_years_is_written_as_cldr_has_it(language: str) -> None:
    shown = show_range(PartialDate(2024), PartialDate(2026), Locale.parse(language))

    assert spaced(shown).replace("\u2009", " ") == RANGES_OF_YEARS[language]


@pytest.mark.parametrize("language", RANGES_OF_HOURS)
def test_a_range_of_hours_is_written_as_cldr_has_it(language: str) -> None:
    shown = show_range(MOMENT, MOMENT.replace(hour=16), Locale.parse(language))

    assert spaced(shown).replace("\u2009", " ") == RANGES_OF_HOURS[language]


def test_a_moment_has_its_hour_and_its_distance_from_utc() -> None:
    locale = Locale.parse("en_GB")

    assert show_date(MOMENT, locale) == "31 May 2026, 14:30 (UTC+2)"
    assert show_date(datetime(2026, 5, 31, 9, tzinfo=UTC), locale) == "31 May 2026, 09:00 (UTC)"


def test_one_moment_in_two_time_zones_is_written_twice() -> None:
    """The two are equal and have one hash, so a cache must not take one for the other."""
    locale = Locale.parse("en_GB")
    elsewhere = MOMENT.astimezone(timezone(-timedelta(hours=3, minutes=30)))

    assert show_date(MOMENT, locale) == "31 May 2026, 14:30 (UTC+2)"
    assert show_date(elsewhere, locale) == "31 May 2026, 09:00 (UTC-3:30)"


ATTRIBUTES: Mapping[str, When] = {
    "2024": PartialDate(2024),
    "0890": PartialDate(890),
    "2024-05": PartialDate(2024, 5),
    "2024-05-03": DAY,
    "2026-05-31T14:30+02:00": MOMENT,
    "2026-05-31T14:30+00:00": datetime(2026, 5, 31, 14, 30, 20, tzinfo=UTC),
}


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_machines_get_iso_8601(attribute: str) -> None:
    assert datetime_attribute(ATTRIBUTES[attribute]) == attribute


def test_a_number_is_not_rounded() -> None:
    assert show_number("0.000000000001", Locale("en")) == "0.000000000001"
    assert show_number("123456789012345678", Locale("en")) == "123,456,789,012,345,678"
    assert show_number("-3.40", Locale("en")) == "-3.40"
    assert show_number("0", Locale("en")) == "0"


@pytest.mark.parametrize(("size", "shown"), [(1000, "1_kB"), (820_000, "820_kB"), (999_999_999, "1,000_MB")])
def test_a_size_has_the_unit_that_fits(size: int, shown: str) -> None:
    assert spaced(show_size(size, Locale("en"))) == shown


def test_plain_text_has_the_words_of_html() -> None:
    assert plain_text("<p>Food &amp; <em>water</em></p>\n<p>now</p>") == "Food & water now"


GROUPS = {
    "hi": ("1,234", "12,34,567", "12,34,567.50", "12,345.5%"),
    "en_IN": ("1,234", "12,34,567", "12,34,567.50", "12,345.5%"),
    "bn": ("1,234", "12,34,567", "12,34,567.50", "12,345.5%"),
    "en_GB": ("1,234", "1,234,567", "1,234,567.50", "12,345.5%"),
    "es": ("1234", "1.234.567", "1.234.567,50", "12.345,5_%"),
    "es_ES": ("1234", "1.234.567", "1.234.567,50", "12.345,5_%"),
    "es_MX": ("1,234", "1,234,567", "1,234,567.50", "12,345.5%"),
    "es_AR": ("1.234", "1.234.567", "1.234.567,50", "12.345,5%"),
    "pt": ("1.234", "1.234.567", "1.234.567,50", "12.345,5%"),
    "pt_BR": ("1.234", "1.234.567", "1.234.567,50", "12.345,5%"),
    "pt_PT": ("1234", "1_234_567", "1_234_567,50", "12_345,5%"),
    "pl": ("1234", "1_234_567", "1_234_567,50", "12_345,5%"),
    "it": ("1234", "1.234.567", "1.234.567,50", "12.345,5%"),
    "de": ("1.234", "1.234.567", "1.234.567,50", "12.345,5_%"),
    "de_CH": ("1’234", "1’234’567", "1’234’567.50", "12’345.5%"),
    "sv": ("1_234", "1_234_567", "1_234_567,50", "12_345,5_%"),
}


@pytest.mark.parametrize("language", GROUPS)
def test_digits_are_grouped_as_the_locale_does(language: str) -> None:
    locale = Locale.parse(language)
    shown = tuple(show_number(value, locale) for value in ("1234", "1234567", "1234567.50"))

    assert tuple(map(spaced, (*shown, show_percent("12345.5", locale)))) == GROUPS[language]


def test_four_digits_of_percent_are_grouped_like_those_of_a_number() -> None:
    assert spaced(show_percent("1234.5", Locale("es"))) == "1234,5_%"
    assert spaced(show_percent("-9999", Locale("pl"))) == "-9999%"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "A, B and C"), ("fr", "A, B et C"), ("ja", "A、B、C"), ("zh", "A、B和C"), ("ar", "A وB وC")],
)
def test_lists_are_joined_as_in_a_sentence(language: str, expected: str) -> None:
    locale = Locale.parse("en_GB" if language == "en" else language)

    assert show_list(["A", "B", "C"], locale) == expected


def test_a_list_is_escaped_once() -> None:
    assert show_list(["A & B", Markup("C &amp; D")], Locale.parse("en")) == "A &amp; B and C &amp; D"
