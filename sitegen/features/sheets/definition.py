"""Keys of sheets: `sheets` of `site.yaml` for all of them, `sheet` of `_type.yaml` for those of a type."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from msgspec import Struct

from sitegen.definition.config import Contributed
from sitegen.definition.graphics import COLOUR, fonts_of
from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import TEXT, WORDS, mapping
from sitegen.model.listings import scopes
from sitegen.types import Config, ContentType, Font, Location, ScopeKey
from sitegen.types.keys import LIST, TYPE, scope_key
from sitegen.yaml.nodes import Node


class SheetRule(Struct, frozen=True):
    """Design of the sheets."""

    fonts: tuple[Font, ...]
    """Fonts in order; each character is set in the first font that has it."""
    accent: str
    """Colour of headings and links, as `#rrggbb`."""
    missing: tuple[str, ...]
    """Packages that are not installed; if there are any, no sheets are made."""
    location: Location


TOOLS = ("typst", "segno")


def _sheets(own: Keys) -> SheetRule:
    fonts, missing = fonts_of(own)
    missing = (*(tool for tool in TOOLS if not find_spec(tool)), *missing)
    return SheetRule(fonts, own["accent"], missing, own.place_of("fonts"))


SITE = Key(
    "sheets",
    mapping(
        "the sheets",
        (
            Key(
                "fonts",
                WORDS,
                "Fonts, as for the [social cards](#social-cards). Each character is set in the first font "
                "that has it.",
                required=True,
            ),
            Key("accent", COLOUR, "Colour of headings and links, as `#rrggbb`.", "#0b3a4a"),
        ),
        _sheets,
    ),
    "Entries as PDF: see [sheets](#sheets).",
    otherwise="none are made",
)


def _volumes(own: Keys, key: Key, node: Node, _: Any) -> tuple[str, ...]:
    """Indexes under `volumes`. Reports those that the site does not have."""
    names: tuple[str, ...] = WORDS.read(own, key, node, ())
    lists = (rule.name for rule in own["lists"].values() if rule.permalink)
    types = (content_type.name for content_type in own.context.types.values() if content_type.index)
    known = [*(scope_key(TYPE, name) for name in types), *(scope_key(LIST, name) for name in lists)]
    for name in names:
        if name not in known:
            own.unknown(key.name, name, known, f'"{name}" is not an index of this site', "config.value")
    return tuple(name for name in names if name in known)


VOLUMES = Key(
    "volumes",
    Value("words", _volumes, WORDS.schema, ()),
    "Indexes that can be printed as a whole: `type:NAME`, or `list:NAME` for a list with an address. "
    "See [volumes](#volumes).",
    (),
    otherwise="none",
    example="[type:topics]",
)
SHEET = Key(
    "sheet",
    TEXT,
    "Template of the sheets of the type's entries, such as `sheet.html`, which is built in. "
    "See [sheets](#sheets).",
    otherwise="the entries have no sheets",
    example="sheet.html",
)
KEYS = Contributed(site=(SITE, VOLUMES), type=(SHEET,))


def rule_of(config: Config) -> SheetRule | None:
    """The design of the site's sheets; None if none can be made."""
    rule = config.contributed.get(SITE.name)
    return rule if isinstance(rule, SheetRule) and rule.fonts and not rule.missing else None


def template_of(content_type: ContentType) -> str:
    """Template of the sheets of a type; empty if its entries have none."""
    return str(content_type.contributed.get(SHEET.name) or "")


def volumes_of(config: Config) -> tuple[ScopeKey, ...]:
    """The indexes of the site that have a volume."""
    names = config.contributed.get(VOLUMES.name)
    return tuple(scope for scope in scopes(config) if isinstance(names, tuple) and scope in names)
