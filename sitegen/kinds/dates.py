"""The field kinds `date` (a day, perhaps only a month or a year) and `datetime` (a moment in a time zone)."""

from __future__ import annotations

import re
from datetime import date, datetime

from sitegen.kinds.json_schema import scalar
from sitegen.kinds.kind import Json, Kind, Reading, Tools
from sitegen.kinds.moments import NotAMoment, iso_moment, read_moment
from sitegen.kinds.widgets import line
from sitegen.types import Field, PartialDate, When
from sitegen.yaml.nodes import Scalar

DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
DAY_FIRST = re.compile(r"([0-9]{1,2}(?=\.)|(?:1[3-9]|2\d|3[01])(?=[/-]))[./-] ?([0-9]{1,2})[./-] ?([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]?")

YEAR = "(?!0000)[0-9]{4}"
DAY_OF_MONTH = "0[1-9]|[12][0-9]"
DAY_OF_YEAR = (
    rf"(02-({DAY_OF_MONTH})|(0[469]|11)-({DAY_OF_MONTH}|30)|(0[13578]|1[02])-({DAY_OF_MONTH}|3[01]))"
)
WHOLE_DAY = f"{YEAR}-{DAY_OF_YEAR}"
PARTIAL_DAY = f"{YEAR}(-(0[1-9]|1[0-2]|{DAY_OF_YEAR}))?"
TIME = r"([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?"
LOCAL_MOMENT = rf"{WHOLE_DAY}([Tt]| +){TIME}"
ZONE = r" *(Z|z|UTC|GMT|[+-](0?[0-9]|1[0-3])(:?[0-5][0-9])?|[+-]14(:?00)?|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+)"

DAY_EXAMPLE, MOMENT_EXAMPLE = "2026-05-31", "2026-05-31T14:30+02:00"


def _read_date(reading: Reading, known: Field, node: Scalar) -> date | PartialDate | None:
    match = DAY.fullmatch(node.text)
    if match is None:
        hint = _meant(node.text) or _meant(re.split("[T ]", node.text)[0]) or _advice(known)
        reading.wrong(node, "field.date", f'"{node.text}" is not a date', hint)
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if day is None and not known.partial:
        reading.wrong(node, "field.date", f'"{node.text}" is not a whole date', _advice(known))
        return None
    try:
        whole = date(year or 0, month or 1, day or 1)
    except ValueError:
        hint = "check month and day: year-month-day"
        reading.wrong(node, "field.date", f"there is no day {node.text}", hint)
        return None
    if not _within_limits(reading, known, node, whole):
        return None
    return whole if day else PartialDate(whole.year, month)


def _meant(text: str) -> str:
    """Hint with the day that a text means in another form, if that is certain; perhaps empty."""
    match = YEAR_FIRST.fullmatch(DAY_FIRST.sub(r"\3-\2-\1", text.strip()))
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        return ""
    return f"did you mean {day.isoformat()}?" if day else ""


def _within_limits(reading: Reading, known: Field, node: Scalar, day: date) -> bool:
    text = day.isoformat()
    if known.minimum and text < known.minimum:
        reading.wrong(node, "field.range", f'"{known.name}" must not be before {known.minimum}')
        return False
    if known.maximum and text > known.maximum:
        reading.wrong(node, "field.range", f'"{known.name}" must not be after {known.maximum}')
        return False
    return True


def _advice(known: Field) -> str:
    forms = [DAY_EXAMPLE] + (["2026-05", "2026"] if known.partial else [])
    if known.kind == DATETIME.name:
        forms = [MOMENT_EXAMPLE] + (forms if known.whole_day else [])
    return f"write it as {' or '.join(forms)}"


def _read_datetime(reading: Reading, known: Field, node: Scalar) -> When | None:
    if known.whole_day and DAY.fullmatch(node.text):
        return _read_date(reading, known, node)
    try:
        advice = (known.whole_day and _meant(node.text)) or _advice(known)
        moment = read_moment(node.text.strip(), reading.zone, advice)
    except NotAMoment as error:
        reading.wrong(node, "field.datetime", error.message, error.hint)
        return None
    return moment if _within_limits(reading, known, node, moment.date()) else None


def _day_pattern(known: Field, _: Tools) -> str:
    return PARTIAL_DAY if known.partial else WHOLE_DAY


def _moment_pattern(known: Field, tools: Tools) -> str:
    moment = rf"\s*{LOCAL_MOMENT}({ZONE}){'?' if tools.zoned else ''}\s*"
    return f"{moment}|{_day_pattern(known, tools)}" if known.whole_day else moment


def _form_of_day(known: Field) -> str:
    return "like 2026-05-31, 2026-05 or 2026" if known.partial else f"like {DAY_EXAMPLE}"


def _form_of_moment(known: Field) -> str:
    days = ", a day, a month or a year" if known.partial else ", or a day"
    return f"like {MOMENT_EXAMPLE}{days if known.whole_day else ''}"


def _day_schema(known: Field, tools: Tools) -> Json:
    if known.partial:
        return _with_years(_day_pattern(known, tools), _form_of_day(known))
    return scalar(("string",), _day_pattern(known, tools), _form_of_day(known)) | {"format": "date"}


def _moment_schema(known: Field, tools: Tools) -> Json:
    pattern, form = _moment_pattern(known, tools), _form_of_moment(known)
    years = known.partial and known.whole_day
    return _with_years(pattern, form) if years else scalar(("string",), pattern, form)


def _with_years(pattern: str, form: str) -> Json:
    """Schema of a day that may be a year, which the core schema of YAML reads as a number."""
    return scalar(("string", "integer"), pattern, form) | {"minimum": 1, "maximum": 9999}


DAY_FORMAT, MOMENT_FORMAT = "YYYY-MM-DD", "YYYY-MM-DD[T]HH:mmZ"
"""In the letters of Day.js."""


def _day_widget(known: Field, tools: Tools) -> Json:
    """A picker; a line of text for a day that may be a year."""
    if known.partial:
        return line(DATE, known, tools)
    day = {"format": DAY_FORMAT, "date_format": DAY_FORMAT, "time_format": False, "picker_utc": True}
    return {"widget": "datetime", "type": "date", **day, "default": ""}


def _moment_widget(known: Field, tools: Tools) -> Json:
    if known.whole_day:
        return line(DATETIME, known, tools)
    return {"widget": "datetime", "format": MOMENT_FORMAT, "default": ""}


def iso(when: When) -> str:
    """A day or moment in ISO 8601, as exact as it is: `2024`, `2024-05`, `2024-05-31`."""
    if isinstance(when, PartialDate):
        return f"{when.year:04}" + (f"-{when.month:02}" if when.month else "")
    return iso_moment(when) if isinstance(when, datetime) else when.isoformat()


def _written(_: Field, when: When) -> str:
    zone = getattr(when.tzinfo, "key", None) if isinstance(when, datetime) else None
    return f"{when.isoformat(' ')[:16]} {zone}" if zone and isinstance(when, datetime) else iso(when)


DATE = Kind(
    name="date",
    read=_read_date,
    keys=("min", "max", "partial"),
    limit=(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date"),
    pattern=_day_pattern,
    example=DAY_EXAMPLE,
    form=_form_of_day,
    more=lambda known: "a day, a month (2026-05) or a year" if known.partial else "",
    write=_written,
    schema=_day_schema,
    widget=_day_widget,
    data=lambda _, when: iso(when),
    data_schema={"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    date=True,
    fact=True,
)
DATETIME = Kind(
    name="datetime",
    read=_read_datetime,
    keys=("min", "max", "partial", "whole_day"),
    limit=DATE.limit,
    pattern=_moment_pattern,
    example=MOMENT_EXAMPLE,
    form=_form_of_moment,
    write=_written,
    schema=_moment_schema,
    widget=_moment_widget,
    data=DATE.data,
    data_schema={"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}[+-]\d{2}:\d{2})?)?)?$"},
    date=True,
    fact=True,
)
