"""The field kind `repeats`: the dates of an event that takes place again and again.

`{every: month, on: first tue, until: 2027-06-30, except: [2027-01-05]}`, or a rule of iCalendar (RFC 5545,
3.3.10) as other programs give it: `FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270630`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from sitegen.kinds.json_schema import anchored, any_case
from sitegen.kinds.kind import OFTEN, Json, Kind, Reading
from sitegen.problems.formats import suggest
from sitegen.types import Field, Repeats
from sitegen.yaml import nodes
from sitegen.yaml.nodes import Node, Scalar, Sequence

EXAMPLE = "{every: week, on: tue, until: 2027-06-30}"
UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
KEYS = ("every", "on", "until", "times", "except")
PARTS = ("FREQ", "INTERVAL", "BYDAY", "UNTIL", "COUNT")
DAYS = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
MOST_APART = 100
"""Units between two dates."""
MOST_IN_A_YEAR, MOST_IN_A_MONTH = 53, 5


class _Refused(ValueError):
    """A part of a rule that is not understood; the node is where an editor wrote it."""

    def __init__(self, node: Node, message: str, hint: str) -> None:
        super().__init__(message)
        self.node, self.message, self.hint = node, message, hint


def _read(reading: Reading, known: Field, node: Node) -> Repeats | None:
    """Returns how an event repeats. If the value is wrong, reports the problem and returns None."""
    try:
        return _of_rule(node) if isinstance(node, Scalar) else _of_keys(node, known)
    except _Refused as refused:
        reading.wrong(refused.node, "field.repeats", refused.message, refused.hint)
        return None


# --- keys ------------------------------------------------------------------------------------


def _of_keys(node: Node, known: Field) -> Repeats:
    if not isinstance(node, nodes.Mapping):
        raise _Refused(node, f'"{known.name}" is made of keys and values', f"like {EXAMPLE}")
    given: dict[str, Node] = {}
    for key, value in node.entries:
        if key.text not in KEYS:
            hint = suggest(key.text, KEYS) or f"keys: {', '.join(KEYS)}"
            raise _Refused(key, f'"{known.name}" has no key "{key.text}"', hint)
        given[key.text] = value
    if "every" not in given:
        raise _Refused(node, f'"{known.name}" does not say how often', f"every: week, as in {EXAMPLE}")
    interval, frequency = _every(_word(given["every"]))
    return _whole(
        node,
        Repeats(
            frequency=frequency,
            interval=interval,
            on=tuple(_weekday(word, frequency) for word in _words(given.get("on"))),
            until=_day(_word(given["until"])) if "until" in given else None,
            times=_number(_word(given["times"]), 1, None) if "times" in given else None,
            exceptions=tuple(sorted({_day(word) for word in _words(given.get("except"))})),
        ),
    )


def _word(node: Node) -> Scalar:
    if isinstance(node, Scalar):
        return node
    raise _Refused(node, "one value is needed here, not several", f"like {EXAMPLE}")


def _words(node: Node | None) -> Iterator[Scalar]:
    if node is not None:
        yield from (_word(item) for item in (node.items if isinstance(node, Sequence) else (node,)))


def _every(word: Scalar) -> tuple[int, str]:
    """`week`, `2 weeks`"""
    match = re.fullmatch(r"(?:([0-9]{1,9}) +)?([a-z]+)", word.text.strip().lower())
    unit = match[2].removesuffix("s") if match else ""
    if match is None or unit not in UNITS:
        hint = suggest(unit, UNITS) or "day, week, month or year; with a number: 2 weeks"
        raise _Refused(word, f'"{word.text}" is no distance between dates', hint)
    number = Scalar(match[1] or "1", word.line, word.column)
    return _number(number, 1, MOST_APART), UNITS[unit]


def _weekday(word: Scalar, frequency: str) -> str:
    """`tue`, `tuesday`, `first tue`, `last fri`, `1TU` → as iCalendar writes it."""
    match = re.fullmatch(r"(?:([a-z]+)[ -]+|([+-]?[0-9]{1,2}))?([a-z]+)", word.text.strip().lower())
    name = match[3] if match else ""
    short = name[:3] if name in NAMES or name in DAYS else ""
    day = DAYS.get(short) or (name.upper() if name.upper() in DAYS.values() else "")
    if match is None or not day or (match[1] and match[1] not in ORDINALS):
        wrong = match[1] if match and day and match[1] else name
        known = ORDINALS if match and day else DAYS
        hint = (
            suggest(wrong or "", known)
            or "mon, tue, wed, thu, fri, sat or sun; of a month: first tue, last fri"
        )
        raise _Refused(word, f'"{word.text}" is no day of the week', hint)
    ordinal = ORDINALS[match[1]] if match[1] else int(match[2] or 0)
    most = {"MONTHLY": MOST_IN_A_MONTH, "YEARLY": MOST_IN_A_YEAR}.get(frequency, 0)
    if (match[2] and ordinal == 0) or abs(ordinal) > most:
        hint = "the first or last of something needs every: month or every: year"
        raise _Refused(word, f'"{word.text}" does not come in every {_unit(frequency)}', hint)
    return f"{ordinal or ''}{day}"


def _unit(frequency: str) -> str:
    return next(unit for unit, name in UNITS.items() if name == frequency)


def _day(word: Scalar) -> date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word.text):
            return date.fromisoformat(word.text)
    except ValueError:
        pass
    raise _Refused(word, f'"{word.text}" is not a day', "write it as 2027-06-30")


def _number(word: Scalar, least: int, most: int | None) -> int:
    number = int(word.text) if re.fullmatch(r"[0-9]{1,9}", word.text) else -1
    if number < least or (most is not None and number > most):
        raise _Refused(word, f'"{word.text}" is not a number from {least} to {most or "1,000"}', "")
    return number


def _whole(node: Node, repeats: Repeats) -> Repeats:
    """The rule, if it ends in exactly one way."""
    if repeats.until is None and repeats.times is None:
        raise _Refused(
            node, "nothing says when it ends", f"add until: with the last day, or times: {EXAMPLE}"
        )
    if repeats.until is not None and repeats.times is not None:
        raise _Refused(node, "it ends in two ways, by a day and by a number", "remove one of the two")
    return repeats


# --- rules of iCalendar -----------------------------------------------------------------------


def _of_rule(word: Scalar) -> Repeats:
    text = word.text.strip().removeprefix("RRULE:")
    parts = dict(_part(word, part) for part in text.rstrip(";").split(";"))
    frequency = parts.get("FREQ", "")
    if frequency not in UNITS.values():
        raise _Refused(word, f'"{word.text}" does not say how often', f"like {EXAMPLE}")
    days = (Scalar(day, word.line, word.column) for day in parts.get("BYDAY", "").split(",") if day)
    number = {
        name: Scalar(parts[name], word.line, word.column) for name in ("INTERVAL", "COUNT") if name in parts
    }
    return _whole(
        word,
        Repeats(
            frequency=frequency,
            interval=_number(number["INTERVAL"], 1, MOST_APART) if "INTERVAL" in number else 1,
            on=tuple(_weekday(day, frequency) for day in days),
            until=_until(word, parts),
            times=_number(number["COUNT"], 1, None) if "COUNT" in number else None,
        ),
    )


def _part(word: Scalar, part: str) -> tuple[str, str]:
    name, equals, value = part.partition("=")
    name = name.strip().upper()
    if not equals:
        raise _Refused(word, f'"{word.text}" does not say how an event repeats', f"like {EXAMPLE}")
    if name not in (*PARTS, "WKST") or (name == "WKST" and value != "MO"):
        hint = f"known: {', '.join(PARTS)}"
        raise _Refused(word, f'"{part}" is not a part of a rule that sitegen reads', hint)
    return name, value.strip().upper()


def _until(word: Scalar, parts: Mapping[str, str]) -> date | None:
    written = parts.get("UNTIL")
    if written is None:
        return None
    match = re.fullmatch(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})", written)
    if match is None:
        hint = "give the last day: UNTIL=20270630"
        raise _Refused(word, f'"{written}" is not a day', hint)
    return _day(Scalar("-".join(match.groups()), word.line, word.column))


# --- for editors ------------------------------------------------------------------------------

BLANKS = r"\s*"
UNIT = "|".join(map(any_case, UNITS))
EVERY = rf"{BLANKS}(0*([1-9][0-9]?|100) +)?({UNIT})[Ss]?{BLANKS}"
ORDINAL = "|".join(map(any_case, ORDINALS))
WEEKDAY = "|".join(map(any_case, (*NAMES, *DAYS, *(code.lower() for code in DAYS.values()))))
ON = rf"{BLANKS}(({ORDINAL})[ -]+|[+-]?[0-9]?[1-9]|[+-]?[1-9][0-9])?({WEEKDAY}){BLANKS}"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def _one_or_several(pattern: str) -> Json:
    one: Json = {"type": "string", "pattern": anchored(pattern)}
    return {"type": ["string", "array"], "pattern": anchored(pattern), "items": one}


SCHEMA: Json = {
    "type": ["object", "string"],
    "pattern": r"^\s*(RRULE:)?[^=]*=[\s\S]*$",
    "patternErrorMessage": f"like {EXAMPLE}",
    "properties": {
        "every": {
            "description": "How often: day, week, month, year, or 2 weeks.",
            "type": "string",
            "pattern": anchored(EVERY),
        },
        "on": {
            "description": "The days of the week: tue; of a month: first tue, last fri.",
            **_one_or_several(ON),
        },
        "until": {"description": "The last day on which it may begin.", "type": "string", "format": "date"},
        "times": {
            "description": "How often it takes place.",
            "type": ["integer", "string"],
            "minimum": 1,
            "pattern": "^0*[1-9][0-9]*$",
        },
        "except": {"description": "The days on which it does not take place.", **_one_or_several(DAY)},
    },
    "required": ["every"],
    "if": {"type": "object"},
    "then": {"oneOf": [{"required": ["until"]}, {"required": ["times"]}]},
    "additionalProperties": False,
}


def _written(_: Field, repeats: Repeats) -> str:
    unit = _unit(repeats.frequency)
    parts = {
        "every": unit if repeats.interval == 1 else f"{repeats.interval} {unit}s",
        "on": ", ".join(repeats.on),
        "until": repeats.until.isoformat() if repeats.until else "",
        "times": str(repeats.times or ""),
        "except": ", ".join(day.isoformat() for day in repeats.exceptions),
    }
    shown = {key: f"[{text}]" if ", " in text else text for key, text in parts.items() if text}
    return "{" + ", ".join(f"{key}: {text}" for key, text in shown.items()) + "}"


def _data(_: object, repeats: Repeats) -> Json:
    given = {name: getattr(repeats, name) for name in repeats.__struct_fields__}
    return {name: _plain(value) for name, value in given.items() if value}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


REPEATS = Kind(
    name="repeats",
    read_node=_read,
    commas=OFTEN,
    shown=False,
    example=EXAMPLE,
    write=_written,
    schema=lambda _, __: dict(SCHEMA),
    data=_data,
    data_schema={"type": "object", "required": ["frequency", "interval"]},
    linked="",
)
