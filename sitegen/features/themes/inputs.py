"""The tokens of the site's theme, for the style guide."""

from __future__ import annotations

from msgspec import Struct

from sitegen.features.themes.keys import tokens_of
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource


class TokenView(Struct, frozen=True):
    """A token of the theme and its values; of two values, the second is for the dark."""

    name: str
    kind: str
    """`colour`, `length` or `font`."""
    meaning: str
    default: tuple[str, ...]
    """Value of the theme."""
    value: tuple[str, ...]
    """Value of the site; that of the theme if the site sets none."""
    own: bool
    """True if the site sets it."""


def _tokens(inputs: InputSource, _: str) -> tuple[TokenView, ...]:
    theme = inputs.site.config.theme
    return tuple(
        TokenView(
            name,
            token.kind,
            token.meaning,
            token.value,
            theme.tokens.get(name, token.value),
            name in theme.tokens,
        )
        for name, token in tokens_of(theme).items()
    )


TOKENS = InputKind(_tokens)
