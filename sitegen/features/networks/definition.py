"""Key `network` of `_type.yaml`: the relations by which entries of the type have a part in others."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import TEXTS, WORDS, each
from sitegen.types import ContentType, Texts
from sitegen.yaml.nodes import Node

MOST_TIES = 5
"""As many marks can be told apart."""


class Tie(Struct, frozen=True):
    """A way of having a part in something, such as leading it."""

    name: str
    label: Texts
    relations: tuple[str, ...]
    """Names of relations, as fields of other types declare them with `inverse`."""


def ties_of(content_type: ContentType) -> tuple[Tie, ...]:
    """Ties of a type; none if it has no network."""
    found = content_type.contributed.get(NETWORK.name)
    return found if isinstance(found, tuple) else ()


TIES = each(
    'the tie "{}"',
    (
        Key("label", TEXTS, "Its name in the legend.", required=True, example="{en: Leads}"),
        Key("relations", WORDS, "Relations of the type that count as this tie.", required=True),
    ),
    lambda own: Tie(own.name, **own.values()),
)


def _network(own: Keys, key: Key, node: Node, default: Any) -> tuple[Tie, ...]:
    """The ties in their order. Reports those for which there is no mark."""
    ties: tuple[Tie, ...] = tuple(TIES.read(own, key, node, default).values())
    if len(ties) > MOST_TIES:
        own.wrong(node, f'"{key.name}" has {len(ties)} ties', f"at most {MOST_TIES} can be told apart")
    return ties[:MOST_TIES]


NETWORK = Key(
    "network",
    Value(TIES.name, _network, TIES.schema, (), TIES.keys),
    "Who has a part in what, as a matrix on the index of the type: see [networks](#networks).",
    otherwise="there is none",
    example="{leads: {label: {en: Leads}, relations: [coordinates]}}",
)
KEYS = Contributed(type=(NETWORK,))
