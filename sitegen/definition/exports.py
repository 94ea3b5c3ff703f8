"""What a `_type.yaml` says of its entries to other programs: search engines, calendars, readers of feeds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from sitegen.definition.reader import Keys
from sitegen.types import CalendarRule, Field, Location, SchemaProperty, SchemaRule
from sitegen.yaml.nodes import Mapping as MappingNode
from sitegen.yaml.nodes import Node, Scalar

TYPE = r"[A-Z][A-Za-z]+"
PROPERTY = r"[a-z][A-Za-z]+"
REPEATS = "repeats"
"""The kind of the field that says how an event repeats, and the name of the one that calendars bring."""
SAYABLE = (
    "text", "markdown", "integer", "number", "boolean", "date", "datetime", "choice", "reference", "country",
    "language", "url", "email", "image", "file",
)  # fmt: skip
"""Kinds of fields that a property can take its value from."""


def schema_rule(keys: Keys, fields: Mapping[str, Field]) -> SchemaRule | None:
    """`schema: {type: Event, properties: {startDate: start}}`."""
    own = keys.nested("schema", "a schema")
    if own is None:
        return None
    rule = SchemaRule(
        type=own.text("type", "WebPage", required=True, pattern=TYPE),
        properties=own.mapping("properties", partial(_property, own, fields)),
    )
    own.done()
    return rule


def _property(keys: Keys, fields: Mapping[str, Field], name: str, node: Node) -> SchemaProperty | None:
    """The field `start`, or `{field: place, type: Place}` where the value is the name of something."""
    if not re.fullmatch(PROPERTY, name):
        place = keys.key_in("properties", name) or node
        keys.wrong(place, f'"{name}" cannot be a property of schema.org', "they look like startDate")
    field, kind, place = "", "", node
    if isinstance(node, MappingNode):
        own = Keys(node, keys.path, f'the property "{name}"', keys.problems)
        field, kind = own.text("field", required=True), own.text("type", pattern=TYPE)
        place = node.get("field") or node
        own.done()
    elif isinstance(node, Scalar):
        field = node.text
    known = [known.name for known in fields.values() if known.kind in SAYABLE]
    if field in known:
        return SchemaProperty(field, kind)
    if field:
        keys.no_field(Location(keys.path, place.line, place.column), field, known)
    return None


NO_FEED, FEED, FULL_FEED = "false", "true", "full"


def feed_kind(keys: Keys) -> str:
    """`feed: true`, or `feed: full` for a feed with whole texts."""
    return keys.choice("feed", (FEED, NO_FEED, FULL_FEED), NO_FEED)


def calendar_rule(keys: Keys, fields: Mapping[str, Field]) -> CalendarRule | None:
    """`calendar: {start: start, end: end, place: place, repeats: repeats}`."""
    own = keys.nested("calendar", "a calendar")
    if own is None:
        return None
    repeating = [field.name for field in fields.values() if field.kind == REPEATS]
    repeats = own.text("repeats", next(iter(repeating), ""))
    rule = CalendarRule(own.text("start", required=True), own.text("end"), own.text("place"), repeats)
    dates = [field.name for field in fields.values() if field.kind in ("date", "datetime")]
    texts = [field.name for field in fields.values() if field.kind == "text"]
    for key, name, known, what in (
        ("start", rule.start, dates, "a date field"),
        ("end", rule.end, dates, "a date field"),
        ("place", rule.place, texts, "a text field"),
        ("repeats", rule.repeats, repeating, f"a field of kind {REPEATS}"),
    ):
        if name and name not in known:
            own.no_field(own.place_of(key), name, known, what)
    own.done()
    return rule
