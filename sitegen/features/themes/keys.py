"""Keys `tokens` and `contrast` of `theme.yaml`: the tokens of a theme, and the pairs of colours that meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import TEXT, WORDS, choice, each
from sitegen.types import Theme
from sitegen.yaml.nodes import Node


class Token(Struct, frozen=True):
    kind: str
    """`colour`, `length` or `font`."""
    value: tuple[str, ...]
    """Its value; of two, the second is for the dark."""
    meaning: str


TOKEN = (
    Key("kind", choice("colour", "length", "font"), "What its values are."),
    Key("value", WORDS, "Its value; of two, the second is for the dark.", required=True),
    Key("meaning", TEXT, "Where it is used."),
)


def _pairs(own: Keys, key: Key, node: Node, _: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(word.text for word in own.scalars(pair, key.name)) for pair in own.items(node, key.name)
    )


PAIRS = Value("pairs", _pairs, {"type": "array", "items": {"type": "array"}}, ())
KEYS = Contributed(
    theme=(
        Key("tokens", each('the token "{}"', TOKEN, lambda own: Token(**own.values())), "Its tokens."),
        Key("contrast", PAIRS, "Pairs of tokens: the colour of words and that behind them."),
    )
)


def tokens_of(theme: Theme) -> Mapping[str, Token]:
    """Tokens of a theme and of those that it is based on, by name."""
    found: dict[str, Token] = {}
    for layer in reversed(theme.contributed):
        tokens = layer["tokens"]
        assert isinstance(tokens, dict)
        found |= tokens
    return found


def pairs_of(theme: Theme) -> Iterator[tuple[str, str]]:
    """Pairs of tokens that need a contrast, the words first."""
    for layer in theme.contributed:
        pairs = layer["contrast"]
        assert isinstance(pairs, tuple)
        yield from (pair for pair in pairs if len(pair) == 2)
