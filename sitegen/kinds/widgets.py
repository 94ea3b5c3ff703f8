"""Widgets of a git-based CMS, in the dialect that Sveltia and Decap share.

sitegen reads every value as it is written, so a widget is one whose output the kind of the field reads.
"""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.kinds.json_schema import anchored
from sitegen.kinds.kind import Json, Kind, Tools
from sitegen.types import Field

LONG = 200
"""Characters from which a text is written in several lines."""


def widget_of(kind: Kind, known: Field, tools: Tools) -> Json:
    """The widget for one value of a field."""
    return kind.widget(known, tools) if kind.widget is not None else line(kind, known, tools)


def line(kind: Kind, known: Field, tools: Tools) -> Json:
    """A line of text, or several for a long text, that matches the pattern of the kind."""
    long = kind.lines or known.name == "summary" or _limit(known.maximum) >= LONG
    widget: Json = {"widget": "text" if long and known.name != "title" else "string"}
    if kind.text:
        widget |= {"minlength": _limit(known.minimum)} if known.minimum else {}
        widget |= {"maxlength": _limit(known.maximum)} if known.maximum else {}
    elif kind.input:
        widget["type"] = kind.input
    pattern = kind.pattern_of(known, tools)
    if pattern:
        widget["pattern"] = [anchored(pattern), known.help or kind.form_of(known) or pattern]
    return widget


def _limit(written: str | None) -> int:
    return int(written) if written and written.isdigit() else 0


def select(options: Iterable[tuple[str, str]]) -> Json:
    """A menu of values with their labels."""
    return {"widget": "select", "options": [{"value": value, "label": label} for value, label in options]}


def parts(tools: Tools, *fields: Json) -> Json:
    """Several widgets for a value that is written with keys."""
    languages = {"i18n": True} if tools.translated else {}
    return {"widget": "object", "fields": [{"required": False, **field, **languages} for field in fields]}
