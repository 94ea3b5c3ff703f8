"""Kinds of the fields of a type, guessed from all of their values together.

A kind is declared only if every value is one. If most are, the field is a text, and its comment in
`_type.yaml` lists the others, so that a person can decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.features.importing.dates import read_date
from sitegen.features.importing.imported import Field, FieldHint, ImportedEntry, Record, Value
from sitegen.types.file_names import plain_name

NAME = re.compile(r"[a-z][a-z0-9_]*")
TRUE, FALSE = ("true", "yes", "on"), ("false", "no", "off")
INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,12}")
URL = re.compile(r"https?://[^\s/@]+\.[^\s@]*")
EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[A-Za-z]{2,}")
MOST = 0.8
"""Share of the values from which on the others are listed."""
MOST_MISFITS = 5
"""Limit on values listed in a comment."""

BUILT_IN = {
    "title": "text", "summary": "text", "slug": "text", "aliases": "addresses", "link_to": "url",
    "draft": "boolean", "publish_on": "day", "updated": "day", "sort_as": "text", "only_in": "words",
    "weight": "integer", "owner": "text", "review_by": "day", "expires": "day",
    "withdrawn": "text", "noindex": "boolean", "ref": "text", "superseded_by": "text",
}  # fmt: skip
"""Fields of every type that importers may set, with the forms of their values."""
OF_ENTRIES = ("aliases", "only_in", "superseded_by")
"""Built-in fields that a group cannot have."""
RESERVED = ("template", "repeats", "type", "year", "state", "title", "key", "url", "language")
"""Names with a meaning of their own in a type."""


class FieldPlan(Struct, frozen=True, kw_only=True):
    """A field of a new type."""

    name: str
    old: str
    kind: str
    """Kind of sitegen; `keep` for a field that is not declared."""
    many: bool = False
    to: tuple[str, ...] = ()
    label: str = ""
    inverse: str = ""
    whole_day: bool = False
    partial: bool = False
    fields: tuple[FieldPlan, ...] = ()
    entries: int = 0
    """Number of entries that have it."""
    misfits: tuple[str, ...] = ()
    """Values that are not of the kind that most are."""
    mostly: str = ""
    """Kind of most values, if there are others."""


def field_name(old: str, taken: Iterable[str] = ()) -> str:
    """A valid name for a key: `featuredImage` → `featured_image`; with a number if the name is taken."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", old)
    name = plain_name(split).replace("-", "_").strip("_")
    name = name if NAME.fullmatch(name) else f"field_{name}".rstrip("_")
    name = f"old_{name}" if name in RESERVED else name
    used, number, found = set(taken), 2, name
    while found in used:
        found, number = f"{name}_{number}", number + 1
    return found


def plans_of(entries: Iterable[ImportedEntry], hints: Mapping[str, FieldHint]) -> dict[str, FieldPlan]:
    """Plans of the fields of a type, by their old names, the most frequent first."""
    values: dict[str, list[Value]] = {}
    for entry in entries:
        for field in entry.fields:
            if field.name not in BUILT_IN and not is_empty(field.value):
                values.setdefault(field.name, []).append(field.value)
    plans: dict[str, FieldPlan] = {}
    names: set[str] = set(BUILT_IN)
    for old in sorted(values, key=lambda name: (-len(values[name]), name)):
        name = field_name(old, names)
        names.add(name)
        plans[old] = plan_of(name, old, values[old], hints.get(old))
    return plans


def plan_of(name: str, old: str, values: list[Value], hint: FieldHint | None, depth: int = 0) -> FieldPlan:
    """Plan of one field, from all of its values."""
    if hint and hint.kind:
        return FieldPlan(
            name=name, old=old, kind=hint.kind, many=hint.many, to=hint.to, label=hint.label,
            inverse=hint.inverse, entries=len(values),
        )  # fmt: skip
    items, many = _items(values)
    if all(isinstance(item, str) for item in items):
        texts = [str(item) for item in items]
        kind, misfits, mostly = _kind(texts)
        whole_day = kind == "datetime" and any(not w.clock for w in map(read_date, texts) if w)
        partial = kind == "date" and any(len(w.day) < 10 for w in map(read_date, texts) if w)
        return FieldPlan(
            name=name, old=old, kind=kind, many=many, whole_day=whole_day, partial=partial,
            entries=len(values), misfits=misfits, mostly=mostly,
        )  # fmt: skip
    records = [item for item in items if isinstance(item, Record)]
    if depth == 0 and len(records) == len(items):
        fields = _group(records)
        if fields:
            return FieldPlan(name=name, old=old, kind="group", many=many, fields=fields, entries=len(values))
    return FieldPlan(name=name, old=old, kind="keep", many=many, entries=len(values))


def _group(records: list[Record]) -> tuple[FieldPlan, ...]:
    """Fields of a group; empty if a value in it is itself a record."""
    values: dict[str, list[Value]] = {}
    for record in records:
        for name, value in record.fields:
            if not is_empty(value):
                values.setdefault(name, []).append(value)
    plans: list[FieldPlan] = []
    for old, found in values.items():
        name = field_name(old, {*OF_ENTRIES, *(plan.name for plan in plans)})
        plans.append(plan_of(name, old, found, None, depth=1))
    return () if any(plan.kind == "keep" for plan in plans) else tuple(plans)


def value_of(entry: ImportedEntry, name: str) -> Value:
    """Value of a field of an entry; an empty text if it has none."""
    return next((field.value for field in entry.fields if field.name == name and field.value), "")


def is_empty(value: Value) -> bool:
    """True for a value without any text in it."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Record):
        return all(is_empty(part) for _, part in value.fields)
    return all(is_empty(item) for item in value)


def _items(values: list[Value]) -> tuple[list[Value], bool]:
    many = any(isinstance(value, tuple) for value in values)
    items = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
    return [item for item in items if not is_empty(item)], many


def _kind(texts: list[str]) -> tuple[str, tuple[str, ...], str]:
    """Kind of texts, the values that do not fit the kind of most, and that kind."""
    best, share = "text", 0.0
    others: tuple[str, ...] = ()
    for kind, fits in KINDS:
        misfits = [text for text in texts if not fits(text.strip())]
        if not misfits:
            return _exact(kind, texts), (), ""
        fitting = 1 - len(misfits) / len(texts)
        if fitting >= MOST and fitting > share:
            best, share, others = kind, fitting, tuple(Counter(misfits))[:MOST_MISFITS]
    return "text", others, best if others else ""


def _exact(kind: str, texts: list[str]) -> str:
    if kind != "date":
        return kind
    found = [when for when in map(read_date, texts) if when]
    if all(when.is_day for when in found):
        return "date"
    return "text" if any(len(when.day) < 10 for when in found) else "datetime"


def _is_boolean(text: str) -> bool:
    return text.lower() in ("true", "false")


KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("boolean", _is_boolean),
    ("integer", INTEGER.fullmatch),
    ("number", lambda text: INTEGER.fullmatch(text) or NUMBER.fullmatch(text)),
    ("date", read_date),
    ("url", URL.fullmatch),
    ("email", EMAIL.fullmatch),
)


# --- values of a kind -------------------------------------------------------------------------


def converted(plan: FieldPlan, value: Value) -> Value:
    """A value in the form of its field."""
    if isinstance(value, tuple):
        items = tuple(converted(plan, item) for item in value if not is_empty(item))
        return items if plan.many or len(items) != 1 else items[0]
    if isinstance(value, Record):
        return Record(tuple(_converted_parts(plan, value))) if plan.kind == "group" else _without_empty(value)
    return text_of_kind(plan.kind, value)


def _converted_parts(plan: FieldPlan, value: Record) -> Iterator[tuple[str, Value]]:
    by_old = {part.old: part for part in plan.fields}
    for name, part in value.fields:
        if not is_empty(part):
            yield by_old[name].name, converted(by_old[name], part)


def _without_empty(value: Record) -> Record:
    return Record(tuple((name, part) for name, part in value.fields if not is_empty(part)))


def text_of_kind(kind: str, text: str) -> str:
    """A text as values of a kind are written."""
    if kind == "boolean":
        return "true" if text.strip().lower() in TRUE else "false"
    if kind in ("date", "day", "datetime"):
        when = read_date(text)
        return text if when is None else when.moment if kind == "datetime" else when.day
    return text.strip() if kind not in ("text", "keep") else text.rstrip("\n")


def fits_built_in(name: str, value: Value) -> bool:
    """True if a value of a built-in field is of its kind."""
    kind = BUILT_IN[name]
    if kind == "addresses":
        items = value if isinstance(value, tuple) else (value,)
        return all(isinstance(item, str) and item.startswith("/") for item in items)
    if kind == "words":
        return True
    if not isinstance(value, str):
        return False
    if kind == "boolean":
        return value.strip().lower() in (*TRUE, *FALSE)
    if kind == "integer":
        return INTEGER.fullmatch(value.strip()) is not None
    if kind == "day":
        when = read_date(value)
        return when is not None and len(when.day) == 10
    return kind != "url" or URL.fullmatch(value) is not None


def built_in_value(field: Field) -> Value:
    value = field.value
    return text_of_kind(BUILT_IN[field.name], value) if isinstance(value, str) else value
