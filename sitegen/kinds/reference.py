"""The field kind `reference`: the entry that another file describes."""

from __future__ import annotations

from sitegen.kinds.json_schema import NAMES, scalar
from sitegen.kinds.kind import ENTRY, Json, Kind, Reading, Tools, Viewing
from sitegen.kinds.widgets import line
from sitegen.problems.formats import suggest
from sitegen.types import EntryKey, Field, Reference
from sitegen.types.keys import entry_key, name_of
from sitegen.types.paths import composed
from sitegen.yaml.nodes import Scalar

AS_LINK = r"^\s|^/|(/|\.md|\.yaml|\s)$"
"""A name that is written like a link or with blanks around it: `/food/`, `food.md`."""


def _read(reading: Reading, known: Field, node: Scalar) -> Reference | None:
    written = composed(node.text.strip().strip("/").removesuffix(".md").removesuffix(".yaml"))
    kind, slash, name = written.partition("/")
    if not slash or (len(known.to) < 2 and kind not in (*known.to, *reading.types)):
        kind, name = "", written  # perhaps with the folders below the only type
    if not kind and len(known.to) > 1:
        hint = f"write the type before it: TYPE/{written}, where TYPE is one of {', '.join(known.to)}"
        message = f'"{known.name}" refers to several types; "{written}" does not say which'
        reading.wrong(node, "reference.type", message, hint)
        return None
    kind = kind or (known.to[0] if known.to else next(iter(reading.types), ""))
    if known.to and kind not in known.to:
        hint = suggest(kind, known.to) or f"one of {', '.join(known.to)}"
        reading.wrong(node, "reference.type", f'"{known.name}" cannot refer to the type "{kind}"', hint)
        return None
    return Reference(entry_key(kind, name), node.line, node.column)


def _pattern(known: Field, _: Tools) -> str:
    """A name, with its type where the field refers to several types."""
    if not known.to:
        return r"([^/\s]+/)*[^/\s]+"
    return rf"({'|'.join(known.to)})(/[^/\s]+)+" if len(known.to) > 1 else r"([^/\s]+/)*[^/\s]+"


def _example(known: Field) -> str:
    return "name" if len(known.to) < 2 else f"{known.to[0]}/name"


def _form(known: Field) -> str:
    if not known.to:
        return "the name of a file in the same folder, or with another type: TYPE/name"
    return _folders(known) + (f", with its type: {known.to[0]}/name" if len(known.to) > 1 else "")


def _folders(known: Field) -> str:
    return f"the name of a file in {' or '.join(f'content/{name}' for name in known.to) or 'content/'}"


def _schema(known: Field, tools: Tools) -> Json:
    """The names that exist; of names that are written like links, tools do not look up whether they exist."""
    names: Json = {"$ref": f"{NAMES}#/definitions/{'+'.join(known.to)}"}
    if not known.to:
        names = scalar(("string",), _pattern(known, tools), _form(known))
    return {"if": {"type": "string", "pattern": AS_LINK}, "else": names}


def _widget(known: Field, tools: Tools) -> Json:
    """A relation leads to one collection; with several types their names are written."""
    if len(known.to) != 1:
        return line(REFERENCE, known, tools)
    return {
        "widget": "relation",
        "collection": known.to[0],
        "value_field": "{{slug}}",
        "display_fields": ["title"],
        "search_fields": ["title"],
    }


def _label(viewing: Viewing, _: Field, value: str) -> str:
    title = viewing.entry_title(EntryKey(value))
    return value if title is None else title


def _written(known: Field, value: Reference) -> str:
    return value.target if len(known.to) > 1 else name_of(value.target)


REFERENCE = Kind(
    name="reference",
    read=_read,
    keys=("inverse", "inverse_limit", "acyclic"),
    needs="to",
    pattern=_pattern,
    example=_example,
    form=_form,
    more=_folders,
    write=_written,
    schema=_schema,
    widget=_widget,
    view=lambda viewing, _, value, __, ___: viewing.entry(value.target),
    label=_label,
    data=lambda _, value: value.target,
    data_schema={"type": "string", "pattern": "^[^/]+(/[^/]+)+$"},
    term=True,
    fact=True,
    points_to=ENTRY,
)
