"""Reads taxonomies, lists and A–Z of `site.yaml`: pages with entries of several types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sitegen.definition.indexes import INDEX, index_rule
from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import (
    ANY_NAMES,
    COMPUTED,
    NUMBER,
    PERMALINK,
    PERMALINK_SCHEMA,
    TEXT,
    TEXTS,
    WORDS,
    WORDS_SCHEMA,
    each,
    each_schema,
    fields_of,
    known_names,
    known_types,
    label_of,
    mapping,
    text,
)
from sitegen.kinds import KINDS
from sitegen.types import Alphabet, ContentType, ListRule, Taxonomy
from sitegen.yaml.nodes import Node

PLACES = r"\{(path|section|slug|year|month|day|term)\}"
PATH = text(PERMALINK, PERMALINK_SCHEMA)
PATH_WITH_PLACES = text(schema=PERMALINK_SCHEMA)


def read_permalink(own: Keys, default: str, *needed: str) -> None:
    """Reads a permalink with one of the needed placeholders in it; the default in place of a wrong one."""
    written: str = own.value("permalink", default)
    fixed = re.sub(PLACES, "x", written)
    if not re.fullmatch(PERMALINK, fixed) or sum(map(written.count, needed)) != 1:
        node = own.node.get("permalink") or own.node
        own.wrong(
            node, f'"{written}" cannot be a permalink', f"like {default}, with {' or '.join(needed)} once"
        )
        own["permalink"] = default


def _taxonomy(own: Keys) -> Taxonomy:
    read_permalink(own, f"/{own.name}/{{term}}/", "{term}")
    values = own.values(title={"": label_of(own.name)}, fields=(own.name,))
    taxonomy = Taxonomy(name=own.name, **values)
    known = (*fields_of(own.context.types, own.context.types), *COMPUTED)
    known_names(own, "sort", taxonomy.sort, known)
    known_names(own, "fields", taxonomy.fields, known)
    return taxonomy


TITLE = Key("title", TEXTS, "Its title.", otherwise="the name")
DESCRIPTION = Key("description", TEXTS, "The summary of its page.")

TAXONOMIES = each(
    'the taxonomy "{}"',
    (
        TITLE,
        DESCRIPTION,
        Key(
            "fields",
            WORDS,
            "The fields whose values are its terms, in whichever type has them. `year` and `state` count as "
            "fields.",
            otherwise="the name",
            example="[country, countries]",
        ),
        Key(
            "permalink",
            PATH_WITH_PLACES,
            "The address of a term, with `{term}` once. The page of the taxonomy has the part before it.",
            otherwise="`/NAME/{term}/`",
        ),
        Key(
            "template",
            TEXT,
            "The template of a term. That of the taxonomy itself is `taxonomy.html`.",
            "term.html",
        ),
        Key(
            "sort",
            WORDS,
            "The order of the entries of a term, over all types: see [sorting](#sorting). "
            "Without it the entries are grouped by type, each group in the order of its type.",
            otherwise="by type",
        ),
        Key(
            "paginate_by",
            NUMBER,
            "Entries on a page of a term. The next pages are `/countries/no/page/2/` and so on.",
            100,
        ),
    ),
    _taxonomy,
)


def _where(own: Keys, key: Key, node: Node, _: Any) -> dict[str, tuple[str, ...]]:
    return own.entries(
        node, key.name, lambda name, values: tuple(word.text for word in own.scalars(values, name.text))
    )


def _list(own: Keys) -> ListRule:
    values = own.values(LIST, title={"": label_of(own.name)})
    types = own.context.types
    names = fields_of(types, values["types"])
    rule = ListRule(name=own.name, index=index_rule(own, names), **values)
    known_types(own, f'the list "{own.name}"', rule.types)
    if names:
        known_names(own, "sort", rule.sort, (*names, *COMPUTED))
    for name in rule.arguments if names else ():
        terms = [*(one for one in names if _has_terms(types, rule.types, one)), *TERMS]
        if name not in terms:
            message = f'"arguments" names "{name}", by which the entries of these types cannot be chosen'
            own.unknown("arguments", name, terms, message, "config.field")
    for key in rule.where:
        if key not in (*names, *COMPUTED):
            message = f'"where" names the field "{key}", which these types do not have'
            own.unknown("where", key, (*names, *COMPUTED), message, "config.field")
    if rule.index.map and not any(types[name].places for name in rule.types if name in types):
        own.report("config.missing", 'a list with a map needs a type with "places"', own.place_of("map"))
    return rule


TERMS = tuple(name for name in COMPUTED if name != "date")


def _has_terms(types: Mapping[str, ContentType], names: Iterable[str], field: str) -> bool:
    """True if entries of one of these types can be chosen by the values of a field."""
    fields = (types[name].fields.get(field) for name in names if name in types)
    return any(known is not None and KINDS[known.kind].term for known in fields)


LIST = (
    TITLE,
    DESCRIPTION,
    Key("types", WORDS, "The types whose entries it has.", required=True, example="[projects, topics]"),
    Key(
        "where",
        Value("keys and values", _where, each_schema(WORDS_SCHEMA, ANY_NAMES), {}),
        "A field and the value or values it may have. An entry must match all of the fields. "
        "A reference is written as `food` or `topics/food`.",
        otherwise="all entries",
        example="{state: [upcoming, ongoing]}",
    ),
    Key("sort", WORDS, "The order of its entries: see [sorting](#sorting).", ("title",)),
    Key("limit", NUMBER, "The greatest number of entries it has."),
    Key(
        "arguments",
        WORDS,
        "The fields whose values templates may ask for, such as "
        "`lists.projects(topics=page)`: see [lists with arguments](templates.md#lists-with-arguments).",
        example="[topics, state]",
    ),
    Key(
        "permalink",
        text(PERMALINK, PERMALINK_SCHEMA, empty=None),
        "Its address. Without one it has no page.",
        example="/activities/",
    ),
)
LISTS = each('the list "{}"', (*LIST, *INDEX), _list)


def _alphabet(own: Keys) -> Alphabet:
    alphabet = Alphabet(**own.values())
    known_types(own, "the alphabet", alphabet.types)
    return alphabet


ALPHABET = mapping(
    "the alphabet",
    (
        Key("title", TEXTS, "Its title.", {"": "A to Z"}),
        Key("permalink", PATH, "Its address.", "/a-z/"),
        Key("types", WORDS, "The types whose entries it lists."),
        Key("template", TEXT, "Its template.", "alphabet.html"),
    ),
    _alphabet,
)
