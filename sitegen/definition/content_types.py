"""Reads a `_type.yaml` into a `ContentType`: the definition of the entries in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from sitegen.definition.built_in import BUILT_IN, REPEATS_FIELD
from sitegen.definition.exports import CALENDAR, SCHEMA
from sitegen.definition.indexes import SECTIONS, TIMELINE, TYPE_INDEX
from sitegen.definition.reader import Context, Key, Keys, Schema, Table, Value, keys_of
from sitegen.definition.selections import PATH_WITH_PLACES, read_permalink
from sitegen.definition.states import STATE
from sitegen.definition.values import (
    ANY_NAMES,
    COMPUTED,
    FLAG,
    NUMBER,
    OPTIONAL_TEXT,
    TEXT,
    TEXTS,
    WORDS,
    choice,
    known_names,
    label_of,
    nearest_choice,
    text,
    texts_by_name,
)
from sitegen.kinds import KINDS, every_kind
from sitegen.kinds.repeats import REPEATS
from sitegen.types import ContentType, Field, Problem
from sitegen.types.definition import SECTION
from sitegen.types.registers import code_of
from sitegen.yaml.nodes import Node

NAME = r"[a-z][a-z0-9_-]*"
FIELD_NAME = r"[a-z][a-z0-9_]*"


def read_content_type(text: str, context: Context, more: Table = ()) -> ContentType:
    """Reads the text of a `_type.yaml` into a type; `more` are keys that features contribute."""
    name = context.path.split("/")[-2]
    keys = keys_of(text, (*TYPE, *more), "a content type", context)
    if not re.fullmatch(NAME, name):
        keys.wrong(keys.node, f'the folder "{name}" cannot be a type', "begin with a letter; a-z, 0-9 and -")
        name = "entries"  # so that the name causes no further problems
    fields = _fields_of_entries(keys)
    keys.context = replace(keys.context, fields=fields)
    read_permalink(keys, f"/{name}/{{path}}/", "{path}", "{slug}")
    title = {"": name.title()}
    values = keys.values(TYPE, name=title, plural=title, date=("date",) if "date" in fields else ())
    content_type = ContentType(
        **values
        | {
            "name": name,
            "path": context.path,
            "fields": fields,
            "lines": {key.text: key.line for key, _ in keys.node.entries},
            "contributed": keys.values(more),
        }
    )
    _known_places(keys, content_type)
    known_names(keys, "date", content_type.dates, fields)
    known_names(keys, "sort", content_type.sort, (*fields, *COMPUTED))
    known_names(keys, "sort_as", content_type.sort_as, fields)
    _on_cards(keys, content_type)
    return content_type


def _fields_of_entries(keys: Keys) -> dict[str, Field]:
    """The built-in fields, as limited by the type, followed by the fields of the type."""
    declared: dict[str, Field] = keys["fields"]
    fields = {field.name: declared.get(field.name, field) for field in BUILT_IN} | declared
    if keys.node.get("calendar") and not any(KINDS[f.kind] is REPEATS for f in fields.values()):
        fields.setdefault(REPEATS.name, REPEATS_FIELD)
    return fields


def _known_places(keys: Keys, content_type: ContentType) -> None:
    built_in = {field.name for field in BUILT_IN}
    known = [n for n, it in content_type.fields.items() if KINDS[it.kind].located and n not in built_in]
    *others, last = sorted(kind.name for kind in every_kind().values() if kind.located)
    kinds = f"{', '.join(others)} or {last}"
    for name in content_type.places:
        if name not in known:
            message = f'"places" names "{name}", which is not a field of kind {kinds} of this type'
            keys.unknown("places", name, known, message, "config.field")
    if content_type.index and content_type.index.map and not content_type.places:
        message = 'an index with a map needs "places": the fields that say where an entry is'
        keys.problems.append(Problem("config.missing", message, keys.place_of("index")))


PLAIN = "use the summary, which every card has, or a field of kind text"


def _on_cards(keys: Keys, content_type: ContentType) -> None:
    """Reports fields on cards that do not exist, or that are texts with links and pictures of their own."""
    for name in content_type.card:
        field = content_type.fields.get(name)
        known = [n for n, one in content_type.fields.items() if not _is_rich(one)]
        if field is None and name in ("body", "content", "text"):
            message = f'"card" names "{name}", but the text of an entry is on its page only'
            keys.report("config.field", message, keys.place_of("card", name), PLAIN)
        elif field is None:
            known_names(keys, "card", (name,), known)
        elif _is_rich(field):
            message = f'"card" names "{name}", which has Markdown; cards have plain texts only'
            keys.report("config.field", message, keys.place_of("card", name), PLAIN)


def _is_rich(field: Field) -> bool:
    return KINDS[field.kind].rich or any(map(_is_rich, field.fields.values()))


def _field(own: Keys, special: Iterable[Field]) -> Field:
    name = own.name
    built_in = next((f for f in special if f.name == name), None)
    if not re.fullmatch(FIELD_NAME, name):
        hint = "begin with a letter; a-z, 0-9 and _"
        own.wrong(own.key or own.node, f'"{name}" cannot be the name of a field', hint)
    usual = built_in or Field(name, "text", {"": label_of(name)})
    kind = own.value("kind", usual.kind)
    if built_in and kind != built_in.kind:
        own.wrong(own.node, f'"{name}" is built in and always of kind {built_in.kind}')
    values = own.values(
        label=usual.label,
        help=usual.help,
        required=usual.required,
        many=usual.many,
        show=built_in is None and KINDS[kind].shown,
        translate=usual.translate,
    )
    values["maximum"] = values["maximum"] or usual.maximum
    values["pattern"] = values["pattern"] or usual.pattern
    values["fields"] = values["fields"] or KINDS[kind].parts
    field = Field(
        name=name,
        form=usual.form,
        places={key.text: own.place_of(key.text) for key, _ in own.node.entries},
        code=code_of("KINDS")[kind].digest if kind in code_of("KINDS") else "",
        **values,
    )
    _check_field(own, field, built_in is not None)
    return field


def _fields(own: Keys, key: Key, node: Node, _: Any) -> dict[str, Field]:
    """The fields of a type, or those of a group, where names such as title have no special meaning."""
    what, special = 'the field "{}"', () if "kind" in own.table else BUILT_IN
    return own.entries(
        node, key.name, lambda name, it: _field(own.inner(it, FIELD, what.format(name.text), name), special)
    )


def kinds_with(key: str) -> list[str]:
    """The kinds to which a key means something; none if it is a key of every field."""
    return [kind.name for kind in every_kind().values() if key in (*kind.keys, kind.needs)]


def _check_field(keys: Keys, field: Field, built_in: bool) -> None:
    """Reports keys of a field that do not fit together."""
    kind = KINDS[field.kind]
    if kind.needs and kind.needs not in field.places and not built_in:
        keys.wrong(keys.node, f'a field of kind {kind.name} needs "{kind.needs}"', code="config.missing")
    for key in field.places:
        kinds = kinds_with(key)
        if kinds and kind.name not in kinds:
            message = f'"{key}" belongs to a field of kind {" or ".join(kinds)}; this one is {kind.name}'
            keys.problems.append(Problem("config.value", message, field.places[key]))
    if "default" in field.places and kind.keyed:
        message = f"a field of kind {kind.name} cannot have a default"
        keys.problems.append(Problem("config.value", message, field.places["default"]))
    for inner in field.fields.values():
        if inner.fields:
            keys.wrong(keys.node, f"a group cannot hold a field of kind {inner.kind}")
    _check_limits(keys, field)


def _check_limits(keys: Keys, field: Field) -> None:
    form, meaning = KINDS[field.kind].limit
    for key, limit in (("min", field.minimum), ("max", field.maximum)):
        if limit and key in field.places and not re.fullmatch(form, limit):
            message = f'the limit "{limit}" is not {meaning}'
            keys.problems.append(Problem("config.value", message, field.places[key]))
    if field.pattern:
        try:
            re.compile(field.pattern)
        except re.error as error:
            message = f'the pattern "{field.pattern}" is not a regular expression: {error}'
            place = field.places.get("pattern", keys.place)
            keys.problems.append(Problem("config.value", message, place))


NAMES_OF_FIELDS: Schema = {"type": "string", "pattern": f"^{FIELD_NAME}$"}
USUAL = Field("", "text", {})
FIELDS = Value("keys and values", _fields, {"$ref": "#/definitions/fields"}, {})
FIELD = (
    Key(
        "kind",
        nearest_choice("one of the [kinds](#field-kinds)", every_kind),
        "What values it takes.",
        "text",
    ),
    Key("label", TEXTS, "What readers see.", otherwise="the name, with spaces"),
    Key("help", TEXT, "What editors see, in `sitegen new` and in some messages."),
    Key(
        "required",
        FLAG,
        "Each entry must have it. In a translation only text and markdown must be there; the rest is "
        "inherited.",
    ),
    Key("many", FLAG, "It takes one value or a list of values: `topics: food` or `topics: [food, water]`."),
    Key("default", OPTIONAL_TEXT, "The value of an entry that does not have the field."),
    Key(
        "min",
        OPTIONAL_TEXT,
        "The least length in characters, the least number, or the earliest day.",
        attribute="minimum",
    ),
    Key(
        "max",
        OPTIONAL_TEXT,
        "The greatest length, the greatest number, or the latest day.",
        attribute="maximum",
    ),
    Key(
        "pattern",
        OPTIONAL_TEXT,
        "A regular expression of Python that the whole text must match.",
        example="'[A-Z]{3}'",
    ),
    Key(
        "choices",
        texts_by_name(ANY_NAMES),
        "The values, each with its label.",
        otherwise="required",
        example="{active: Active, ended: Ended}",
    ),
    Key("to", WORDS, "The types it may refer to.", otherwise="required"),
    Key(
        "inverse",
        text(FIELD_NAME, empty=None, name="name of a field"),
        "The name of the reverse side: see [relations](#relations).",
    ),
    Key(
        "inverse_label",
        TEXTS,
        "Of a reference: what readers see above the reverse side.",
        otherwise="the name",
    ),
    Key(
        "inverse_limit",
        NUMBER,
        "How many entries of the reverse side the page shows. If there are more, all of them are on "
        "[pages of their own](#relations).",
        USUAL.inverse_limit,
    ),
    Key("acyclic", FLAG, "Entries must not refer to each other in a circle."),
    Key("partial", FLAG, "A year or a month is enough. With datetime, `whole_day` is needed as well."),
    Key("whole_day", FLAG, "A day without a time is enough."),
    Key(
        "fields",
        FIELDS,
        "The fields of the group, with the same keys. A group cannot hold another group.",
        otherwise="required",
    ),
    Key(
        "show",
        FLAG,
        "Whether it is in `page.facts`, the list of facts that templates print. Built-in fields are not.",
        otherwise="`true`",
    ),
    Key(
        "translate",
        FLAG,
        "`false` for a text without words for readers, such as a code or the name of a file. Translations "
        "take it from their source, and a change of it leaves them up to date.",
        otherwise="`true`",
    ),
)
"""Keys of a field."""

TYPE = (
    Key("name", TEXTS, "What one entry is called: Project.", required=True, attribute="singular"),
    Key("plural", TEXTS, "What several are called: Projects. Also the title of the index.", required=True),
    Key("description", TEXTS, "The summary of the index."),
    Key("template", TEXT, "The template of an entry.", "entry.html"),
    Key(
        "permalink",
        PATH_WITH_PLACES,
        "The address of an entry: see [addresses](#addresses).",
        otherwise="`/FOLDER/{path}/`",
    ),
    Key(
        "page",
        FLAG,
        "`false`: the entries are data. They have no page of their own; the index and other pages show them. "
        "They are written as `.yaml` files.",
        True,
    ),
    Key(
        "date",
        WORDS,
        "The fields that date an entry. The first that has a value counts. The date gives the year and the "
        "place in feeds.",
        otherwise="`date`, if the type has such a field",
        attribute="dates",
    ),
    Key("sort", WORDS, "The order of the entries: see [sorting](#sorting).", ("weight", "title")),
    Key("sort_as", WORDS, "The fields by which entries are sorted in place of their title."),
    Key("unknown_fields", choice("error", "warn", "keep"), "See [unknown fields](#unknown-fields)."),
    Key("fields", Value("keys and values", _fields, FIELDS.schema, {}, FIELD), "See [fields](#fields)."),
    Key("state", STATE, "See [states](#states)."),
    Key("index", TYPE_INDEX, "See [index](#index).", otherwise="an index of 20 entries a page"),
    Key(
        "sections",
        SECTIONS,
        "The pages of its sections: see [sections](#sections).",
        SECTION,
        otherwise="20 entries a page",
    ),
    Key("timeline", TIMELINE, "See [timeline](#timeline)."),
    Key("entry_feeds", FLAG, "Each entry has a feed of what mentions it: see [feeds](#feeds)."),
    Key(
        "schema",
        SCHEMA,
        "What its entries are to search engines: see [schema](#schema).",
        otherwise="`WebPage`",
    ),
    Key("calendar", CALENDAR, "Its entries are events of a calendar: see [calendar](#calendar)."),
    Key(
        "card",
        WORDS,
        "The fields that other pages show with the title and the summary, in lists and relations: see "
        "[cards](#cards).",
        example="[place, start, logo]",
    ),
    Key("places", WORDS, "The fields that say where an entry is: see [maps](#maps)."),
    Key("map", WORDS, "What the page of an entry shows on a map: see [maps](#maps)."),
)
"""Keys of a `_type.yaml`."""
