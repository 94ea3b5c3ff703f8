"""The theme of a site: the folders that its files come from, and the values of its tokens."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from sitegen.types.problem import Location


class Layer(Struct, frozen=True):
    """A theme, whose files a site uses where it has none of its own."""

    name: str
    path: str
    """Its folder: relative to the root of the site if it is inside, else absolute."""
    version: str = ""
    """Version of the package that has the theme."""


class Theme(Struct, frozen=True):
    """The theme of a site, as `site.yaml` names it."""

    name: str = ""
    layers: tuple[Layer, ...] = ()
    """The theme and those that it is based on, the nearest first."""
    tokens: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values that the site gives to tokens of the theme; of two, the second is for the dark."""
    places: Mapping[str, Location] = field(default_factory=dict)
    """Location of each value."""
    contributed: tuple[Mapping[str, object], ...] = ()
    """Values of the keys that features add to `theme.yaml`, for each layer."""
    stylesheet: str = ""
    """Path below `static/` of the style sheet that takes the tokens."""

    @property
    def css(self) -> str:
        """Rule that sets the tokens, for the end of the style sheet."""
        values = ((name, words) for name, words in self.tokens.items() if words)
        rules = (
            f"--{name}:{words[0] if len(words) == 1 else f'light-dark({words[0]},{words[1]})'}"
            for name, words in values
        )
        return f":root{{{';'.join(rules)}}}\n" if self.tokens else ""
