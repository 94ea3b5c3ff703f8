"""Reads the keys of `_type.yaml` that describe entries to other programs: search engines and calendars."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import ANY_NAMES, TEXT, each_schema, mapping, text
from sitegen.kinds import KINDS
from sitegen.kinds.repeats import REPEATS
from sitegen.kinds.text import TEXT as TEXT_KIND
from sitegen.types import CalendarRule, Field, Location, SchemaProperty, SchemaRule
from sitegen.yaml.nodes import Mapping as MappingNode
from sitegen.yaml.nodes import Node, Scalar

TYPE = text(r"[A-Z][A-Za-z]+")
PROPERTY = r"[a-z][A-Za-z]+"


def _schema(own: Keys) -> SchemaRule:
    return SchemaRule(**own.values())


def _properties(own: Keys, key: Key, node: Node, _: Any) -> dict[str, SchemaProperty]:
    return own.entries(node, key.name, lambda name, inner: _property(own, name, inner, own.context.fields))


def _property(keys: Keys, name: Scalar, node: Node, fields: Mapping[str, Field]) -> SchemaProperty | None:
    """A property of schema.org: the field `start`, or `{field: place, type: Place}` if the value names a
    thing."""
    if not re.fullmatch(PROPERTY, name.text):
        keys.wrong(name, f'"{name.text}" cannot be a property of schema.org', "they look like startDate")
    field, kind, place = "", "", node
    within: Node | None = None
    if isinstance(node, MappingNode):
        own = keys.inner(node, PROPERTY_KEYS, f'the property "{name.text}"')
        field, kind, within = own["field"], own["type"], node.get("properties")
        place = node.get("field") or node
    elif isinstance(node, Scalar):
        field = node.text
    known = [known.name for known in fields.values() if KINDS[known.kind].linked or (within and known.fields)]
    if field in known:
        inner = fields[field].fields
        return SchemaProperty(field, kind, _within(keys, within, inner) if within and inner else {})
    if field:
        keys.no_field(Location(keys.path, place.line, place.column), field, known)
    return None


def _within(keys: Keys, node: Node, fields: Mapping[str, Field]) -> dict[str, SchemaProperty]:
    """The properties of the thing that a group describes."""
    return keys.entries(node, "properties", lambda name, inner: _property(keys, name, inner, fields))


WITHIN = Value("keys and values", lambda *_: {}, each_schema({"type": ["string", "object"]}, ANY_NAMES), {})
PROPERTY_KEYS = (
    Key("field", TEXT, "The field that has the value.", required=True),
    Key("type", TYPE, "The type of the thing that the value names."),
    Key("properties", WITHIN, "Of a field of kind group: the properties of the thing, from its fields."),
)
SCHEMA = mapping(
    "a schema",
    (
        Key("type", TYPE, "A type of schema.org: `Event`, `Project`, `City`.", "WebPage", required=True),
        Key(
            "properties",
            Value(
                "keys and values",
                _properties,
                each_schema({"type": ["string", "object"]}, ANY_NAMES),
                {},
                PROPERTY_KEYS,
            ),
            "A property, and the field that has its value. Where the field is a word and the property wants "
            "a thing, name the type of the thing. A group is a thing with `properties` of its own.",
            example="{startDate: start, location: {field: place, type: Place}}",
        ),
    ),
    _schema,
)


def _calendar(own: Keys) -> CalendarRule:
    fields = own.context.fields.values()
    repeating = [field.name for field in fields if KINDS[field.kind] is REPEATS]
    rule = CalendarRule(**own.values(repeats=next(iter(repeating), "")))
    dates = [field.name for field in fields if KINDS[field.kind].date]
    texts = [field.name for field in fields if KINDS[field.kind] is TEXT_KIND]
    for key, name, known, what in (
        ("start", rule.start, dates, "a date field"),
        ("end", rule.end, dates, "a date field"),
        ("place", rule.place, texts, "a text field"),
        ("repeats", rule.repeats, repeating, f"a field of kind {REPEATS.name}"),
    ):
        if name and name not in known:
            own.no_field(own.place_of(key), name, known, what)
    return rule


CALENDAR = mapping(
    "a calendar",
    (
        Key("start", TEXT, "The date field on which an event begins.", required=True),
        Key("end", TEXT, "The date field of its last day or moment."),
        Key("place", TEXT, "The text field of its place."),
        Key(
            "repeats",
            TEXT,
            "The field that says how an event [repeats](#events-that-repeat).",
            otherwise="the field of kind `repeats`",
        ),
    ),
    _calendar,
)
