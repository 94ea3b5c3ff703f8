"""Keys of illustrations: colours and symbols in `site.yaml`, the kind of drawing in `_type.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from msgspec import Struct

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import (
    ANY_NAMES,
    TEXT,
    WORDS_SCHEMA,
    choice,
    each_schema,
    known_names,
    mapping,
)
from sitegen.features.illustrations.drawing import Palette
from sitegen.store.own_files import read_regular
from sitegen.types import Config, ContentType
from sitegen.types.patterns import lazy_pattern
from sitegen.yaml.nodes import Node

COLOUR = lazy_pattern("#[0-9a-fA-F]{6}")
COLOURS = 4
FOLDER = "static/"
USUAL = Palette("#0b3a4a", "#1f6f8b", "#bfe0ea", "#f2b134")


class IllustrationRule(Struct, frozen=True):
    """Colours and symbols of a site's illustrations."""

    palettes: Mapping[str, Palette]
    """Colours by name; the first are those of entries that name none."""
    symbols: Mapping[str, str]
    """SVG by name: the files of the folder of symbols."""


class TypeRule(Struct, frozen=True):
    """Rule for drawing the entries of a type."""

    drawing: str
    """`scene`, `cover`, `monogram` or `map`."""
    symbol: str
    """Field that names a symbol; empty: none."""
    colours: str
    """Field that names colours; empty: none."""
    like: str
    """Field with references: an entry without symbol or colours has those of the first entry there."""


def _palettes(own: Keys, key: Key, node: Node, _: Any) -> Mapping[str, Palette]:
    return own.entries(node, key.name, lambda name, inner: _palette(own, name.text, inner))


def _palette(own: Keys, name: str, node: Node) -> Palette:
    colours = [word.text for word in own.scalars(node, name)]
    if len(colours) == COLOURS and all(map(COLOUR.fullmatch, colours)):
        return Palette(*colours)
    own.wrong(node, f'"{name}" needs four colours: dark, middle, light, accent', 'each as "#rrggbb"')
    return USUAL


def _symbols(own: Keys, key: Key, node: Node, default: Any) -> Mapping[str, str]:
    folder: str = TEXT.read(own, key, node, default)
    path = own.context.root / folder
    if not folder.startswith(FOLDER) or ".." in folder.split("/") or not path.is_dir():
        own.wrong(node, f'there is no folder "{folder}"', "a folder below static/, such as static/symbols")
        return {}
    symbols = {}
    for file in sorted(path.glob("*.svg")):
        with suppress(OSError):  # reported as a file of the site
            symbols[file.stem] = read_regular(file).decode("utf-8", "replace")
    return symbols


def _rule(own: Keys) -> IllustrationRule:
    return IllustrationRule(own["colours"] or {"": USUAL}, own["symbols"])


def _type_rule(own: Keys) -> TypeRule:
    for name in ("symbol", "colours", "like"):
        if own[name]:
            known_names(own, name, (own[name],), own.context.fields)
    return TypeRule(**own.values())


SITE = Key(
    "illustrations",
    mapping(
        "the illustrations",
        (
            Key(
                "symbols",
                Value("text", _symbols, TEXT.schema, {}),
                "Folder below `static/` with a drawing for each symbol, as SVG in one colour.",
                {},
                otherwise="no symbols",
                example="static/symbols",
            ),
            Key(
                "colours",
                Value("keys and words", _palettes, each_schema(WORDS_SCHEMA, ANY_NAMES), {}),
                "Four colours under a name: dark, middle, light, accent.",
                {},
                otherwise="one set of blue colours",
                example='{water: ["#12365c", "#2f6fa5", "#a5cde8", "#f3a469"]}',
            ),
        ),
        _rule,
    ),
    "Drawings for entries without a picture: see [illustrations](#illustrations).",
    otherwise="none are drawn",
)
TYPE = Key(
    "illustration",
    mapping(
        "the illustration",
        (
            Key(
                "drawing",
                choice("scene", "cover", "monogram", "map"),
                "`scene`: a town with a symbol. `cover`: a publication with a symbol. `monogram`: the first "
                "letters of the title. `map`: the place of the entry; an entry without one has a scene.",
                "scene",
            ),
            Key("symbol", TEXT, "Field that names the symbol: its word, or the value of a choice.", ""),
            Key("colours", TEXT, "Field that names the colours.", ""),
            Key(
                "like",
                TEXT,
                "Field with references: an entry that names no symbol or no colours has those of the first "
                "entry there.",
                "",
            ),
        ),
        _type_rule,
    ),
    "How entries without a picture are drawn: see [illustrations](#illustrations).",
    otherwise="they are not",
)
KEYS = Contributed(site=(SITE,), type=(TYPE,))


def rule_of(config: Config) -> IllustrationRule | None:
    rule = config.contributed.get(SITE.name)
    return rule if isinstance(rule, IllustrationRule) else None


def rule_of_type(content_type: ContentType) -> TypeRule | None:
    rule = content_type.contributed.get(TYPE.name)
    return rule if isinstance(rule, TypeRule) else None
