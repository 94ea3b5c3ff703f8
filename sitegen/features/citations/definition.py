"""Key `citation` of `_type.yaml`: the fields of an entry from which its citation is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key, Keys, Schema, Value
from sitegen.definition.values import TEXT, WORDS, choice, each_schema, mapping
from sitegen.features.citations.publications import PUBLICATIONS
from sitegen.problems.formats import suggest
from sitegen.types import ContentType, Field
from sitegen.yaml.nodes import Node, Scalar

WORDED = ("text", "choice")
NAMED = ("text", "reference")
"""Kinds of fields that hold names: a text is that of a person, a reference an entry."""


class CitationRule(Struct, frozen=True):
    """Fields of a type's entries for the parts of a citation; empty for a part that they do not have."""

    kind: str
    kind_from: str
    kinds: Mapping[str, str]
    """Value of the field `kind_from` → kind of publication."""
    title: str
    subtitle: str
    authors: tuple[str, ...]
    publisher: tuple[str, ...]
    own: bool
    """True if the site itself publishes the entries."""
    date: str
    number: str
    doi: str
    isbn: str
    language: str
    url: str


def rule_of(content_type: ContentType) -> CitationRule | None:
    """Rule for citing the entries of a type; None if the type has none."""
    rule = content_type.contributed.get(CITATION.name)
    return rule if isinstance(rule, CitationRule) else None


def _citation(own: Keys) -> CitationRule:
    fields = own.context.fields
    for key, kinds in KINDS_OF_FIELDS.items():
        known = [field.name for field in fields.values() if field.kind in kinds and not field.fields]
        value: str | tuple[str, ...] = own[key]
        for name in (value,) if isinstance(value, str) else value:
            if name and name not in known:
                own.no_field(own.place_of(key, name), name, known, f"a field of kind {' or '.join(kinds)}")
    if own["kinds"]:
        own.need("kind_from")
    return CitationRule(**own.values(), own=own.node.get("publisher") is None)


def _kinds(own: Keys, key: Key, node: Node, _: Any) -> dict[str, str]:
    """Kinds of publications by the values of the field `kind_from`."""
    field = own.context.fields.get(own["kind_from"])
    return own.entries(node, key.name, lambda name, inner: _kind(own, field, name, inner))


def _kind(own: Keys, field: Field | None, name: Scalar, node: Node) -> str | None:
    if field and field.choices and name.text not in field.choices:
        message = f'"{name.text}" is not a value of the field "{field.name}"'
        own.wrong(name, message, suggest(name.text, field.choices), "config.value")
    written = node.text if isinstance(node, Scalar) else ""
    if written in PUBLICATIONS:
        return written
    hint = suggest(written, PUBLICATIONS) or f"one of {', '.join(PUBLICATIONS)}"
    own.wrong(node, f'"{written}" is not a kind of publication', hint)
    return None


KINDS_OF_FIELDS = {
    "kind_from": ("choice",),
    "title": ("text",),
    "subtitle": ("text",),
    "authors": NAMED,
    "publisher": NAMED,
    "date": ("date", "datetime"),
    "number": WORDED,
    "doi": ("text",),
    "isbn": ("text",),
    "language": ("language",),
    "url": ("url",),
}
"""Kinds of the fields that a key can name."""
KINDS_SCHEMA: Schema = each_schema({"enum": list(PUBLICATIONS)}, {})
CITATION = Key(
    "citation",
    mapping(
        "the citation",
        (
            Key("kind", choice(*PUBLICATIONS), "The kind of publication.", "document"),
            Key("kind_from", TEXT, "A choice field on which the kind depends.", example="format"),
            Key(
                "kinds",
                Value("keys and values", _kinds, KINDS_SCHEMA, {}),
                "Kinds of publications by the values of that field; other values have `kind`.",
                example="{handbook: book, paper: article-journal}",
            ),
            Key("title", TEXT, "The field of the whole title.", otherwise="the title of the entry"),
            Key("subtitle", TEXT, "The field of the subtitle."),
            Key(
                "authors",
                WORDS,
                "The fields of the authors. The first that has a value counts. A text is the name of a "
                "person, or with a single word that of a group. A reference names a group or a person.",
            ),
            Key(
                "publisher",
                WORDS,
                "The fields of the publisher, likewise. It takes the place of authors that are missing.",
                otherwise="the site",
            ),
            Key("date", TEXT, "The field of the day of publication.", otherwise="`date` of the type"),
            Key("number", TEXT, "The field of the number of a report."),
            Key("doi", TEXT, "The field of the DOI, without `https://doi.org/`."),
            Key("isbn", TEXT, "The field of the ISBN."),
            Key("language", TEXT, "The field of the languages of the publication."),
            Key("url", TEXT, "The field of its address.", otherwise="the page of the entry"),
        ),
        _citation,
    ),
    "How its entries are cited: see [citations](#citations).",
    otherwise="none are made",
)
KEYS = Contributed(type=(CITATION,))
