"""Reads the index and the timeline of a type, and the index of a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sitegen.definition.reader import Key, Keys, Table, Value
from sitegen.definition.values import (
    COMPUTED,
    FLAG,
    NUMBER,
    TEXT,
    TEXT_SCHEMA,
    WORDS,
    choice,
    keys_schema,
    known_names,
    mapping,
)
from sitegen.kinds import KINDS
from sitegen.kinds.group import GROUP
from sitegen.problems.formats import suggest
from sitegen.types import IndexRule, TimelineRule
from sitegen.yaml.nodes import Node, Scalar, Sequence

NO_FEED, FEED, FULL_FEED = "false", "true", "full"
USUAL = IndexRule()
LISTS_OF_ONE = "Whether a filter that only one entry has is a list; if not, its links lead to the entry."


def _pairs(own: Keys, key: Key, node: Node, _: Any) -> tuple[tuple[str, str], ...]:
    """Pairs of facets of the index that can be chosen together."""
    facets: tuple[str, ...] = own["facets"]
    found: dict[frozenset[str], tuple[str, str]] = {}
    for item in own.items(node, key.name):
        names = tuple(word.text for word in own.scalars(item, key.name)) if isinstance(item, Sequence) else ()
        unknown = next((name for name in names if name not in facets), None)
        if len(set(names)) != 2 or len(names) != 2:
            own.wrong(item, "a pair is a list of two facets", "like [topics, countries]")
        elif unknown:
            hint = suggest(unknown, facets) or f"the facets are {', '.join(facets) or 'none'}"
            own.wrong(item, f'"{unknown}" is not a facet of this index', hint, "config.field")
        elif frozenset(names) in found:
            own.wrong(item, f"the pair of {names[0]} and {names[1]} is declared twice")
        else:
            found[frozenset(names)] = names[0], names[1]
    return tuple(found.values())


PAIR = {"type": "array", "items": TEXT_SCHEMA, "minItems": 2, "maxItems": 2}
PAIRS = Value("list of pairs of facets", _pairs, {"type": "array", "items": PAIR}, ())

INDEX = (
    Key("template", TEXT, "The template of its pages.", USUAL.template),
    Key(
        "paginate_by",
        NUMBER,
        "Entries on a page. The next pages are `/projects/page/2/` and so on.",
        USUAL.paginate_by,
    ),
    Key(
        "facets",
        WORDS,
        "The fields that the index can be filtered by: see [index](#index).",
        example="[topics, year]",
    ),
    Key("lists_of_one", FLAG, LISTS_OF_ONE, USUAL.lists_of_one),
    Key("map", FLAG, "Whether its entries are shown on a map: see [maps](#maps)."),
    Key("charts", WORDS, "The facets whose counts are shown as bars: see [charts](#charts)."),
    Key(
        "pairs",
        PAIRS,
        "Facets that can be chosen together: see [index](#index).",
        example="[[topics, countries], [topics, state]]",
    ),
    Key("most_pairs", NUMBER, "How many pairs of values may have a page.", USUAL.most_pairs),
    Key(
        "feed",
        choice(FEED, NO_FEED, FULL_FEED),
        "Whether it has a [feed](#feeds), and whether with whole texts.",
        NO_FEED,
    ),
)


SECTION = tuple(key for key in INDEX if key.name in ("template", "paginate_by", "facets", "feed"))
"""Keys of the pages of sections."""


def index_rule(own: Keys, fields: Iterable[str], keys: Table = INDEX) -> IndexRule:
    """The rule of an index; `fields` are those that its entries can be filtered by."""
    values = own.values(keys)
    feed = values["feed"]
    rule = IndexRule(
        **values
        | {
            "feed": feed != NO_FEED,
            "full_feed": feed == FULL_FEED,
            "pairs_at": own.place_of("pairs") if own.node.get("pairs") else None,
        }
    )
    known_names(own, "facets", rule.facets, (*fields, *COMPUTED))
    for name in rule.charts:
        if name not in rule.facets:
            message = f'"charts" names "{name}", which is not one of the facets of this index'
            own.unknown("charts", name, rule.facets, message, "config.field")
    return rule


def _index(own: Keys, key: Key, node: Node, _: Any) -> IndexRule | None:
    if isinstance(node, Scalar) and node.text == "false":
        return None
    return index_rule(own.inner(node, INDEX, "an index"), own.context.fields)


TYPE_INDEX = Value(
    "keys and values, or `false`", _index, {"if": {"const": False}, "else": keys_schema(INDEX)}, USUAL, INDEX
)


SECTIONS = mapping("the sections", SECTION, lambda own: index_rule(own, own.context.fields, SECTION))


def _timeline(own: Keys) -> TimelineRule:
    rule = TimelineRule(**own.values())
    group = own.context.fields.get(rule.field)
    if group is None or KINDS[group.kind] is not GROUP or not {rule.date, rule.text} <= group.fields.keys():
        own.wrong(own.node, "a timeline needs a field of kind group with a date and a text")
    return rule


TIMELINE = mapping(
    "a timeline",
    (
        Key("field", TEXT, "A field of kind group, with `many: true`.", required=True),
        Key("date", TEXT, "The field of the group that dates an item.", required=True),
        Key("text", TEXT, "The field of the group that says what happened.", required=True),
        Key(
            "list",
            TEXT,
            "A [list](#lists) whose entries are on the timeline too, on their own dates and with their "
            "summaries.",
        ),
        Key("template", TEXT, "Its template.", "timeline.html"),
    ),
    _timeline,
)
