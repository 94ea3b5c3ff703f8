"""The drawing of an entry: which, in which colours, with which symbol."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from sitegen.digest import digest_of_fields, fingerprint
from sitegen.features.illustrations.definition import (
    TypeRule,
    rule_of,
    rule_of_type,
)
from sitegen.features.illustrations.drawing import HEIGHT, SIDE, WIDTH, Palette
from sitegen.model.picture_plans import ImageView
from sitegen.model.places import Places, places_of
from sitegen.model.versions import master
from sitegen.types import EntryKey, Page, Reference, Site
from sitegen.types.registers import by_name

MONOGRAM, MAP, SCENE = "monogram", "map", "scene"
MapDrawing: TypeAlias = tuple[Callable[[Places], bool], Callable[[Places, Sequence[str]], str]]


class Drawing(Struct, frozen=True):
    """Everything that an illustration is drawn from."""

    drawing: str
    name: str
    """Name of the entry, on which chance depends."""
    colours: Palette
    symbol: str
    """SVG of the symbol; empty if there is none."""
    letters: str
    """Letters of a monogram."""
    places: Places | None
    """Places of a map."""


def drawing_of(site: Site, entry: EntryKey) -> Drawing | None:
    """The drawing of an entry, the same in all languages; None if its type has none."""
    rule = rule_of(site.config)
    if rule is None:
        return None
    page = master(site, entry)
    own = rule_of_type(site.config.types[page.type])
    if own is None or not page.output:
        return None
    symbol, colours = _named(site, page, own)
    letters = initials(page.title) if own.drawing == MONOGRAM else ""
    palette = rule.palettes.get(colours) or _by_chance(tuple(rule.palettes.values()), entry)
    places = _places_on_map(site, entry) if own.drawing == MAP else None
    kind = SCENE if own.drawing == MAP and places is None else own.drawing
    return Drawing(kind, entry, palette, rule.symbols.get(symbol, ""), letters, places)


def maps() -> Mapping[str, MapDrawing]:
    """Drawings that other features contribute, by name: a test of places, and a function that draws them."""
    return by_name({}, "DRAWINGS")


def _places_on_map(site: Site, entry: EntryKey) -> Places | None:
    """Places of an entry that can be drawn; None if there are none, or no feature that draws them."""
    places = places_of(site, entry)
    return places if MAP in maps() and maps()[MAP][0](places) else None


def _named(site: Site, page: Page, rule: TypeRule) -> tuple[str, str]:
    """The names of the symbol and the colours of a page: its own, or those of an entry that it is like."""
    symbol, colours = str(page.fields.get(rule.symbol, "")), str(page.fields.get(rule.colours, ""))
    like = page.fields.get(rule.like, ())
    first = next(iter(like if isinstance(like, tuple) else (like,)), None)
    if (symbol and colours) or not isinstance(first, Reference) or first.target not in site.versions:
        return symbol, colours
    other = master(site, first.target)
    its = rule_of_type(site.config.types[other.type])
    more = _named(site, other, replace(its, like="")) if its else ("", "")
    return symbol or more[0], colours or more[1]


def _by_chance(palettes: Sequence[Palette], name: str) -> Palette:
    """One of some palettes, which depends on a name alone."""
    return palettes[hashlib.sha256(name.encode()).digest()[0] % len(palettes)]


def initials(title: str) -> str:
    """The first letters of the first and the last word of a name; of one word, and of names without blanks
    between their characters, the first letter.
    """
    words = [word for word in title.split() if word[0].isalpha()]
    if not words:
        return title[:1]
    ends = words[:1] if len(words) == 1 else (words[0], words[-1])
    return "".join(word[0] for word in ends).upper()


def url_of(entry: EntryKey) -> str:
    """Address of a drawing, without the base path."""
    return f"/illustrations/{entry}.svg"


def illustrate(site: Site, page: Page, href: Callable[[str], str]) -> ImageView | None:
    """The drawing of an entry as a picture for templates; None if its type has none."""
    drawing = drawing_of(site, page.entry)
    if drawing is None:
        return None
    width, height = (SIDE, SIDE) if drawing.drawing == MONOGRAM else (WIDTH, HEIGHT)
    address = f"{href(url_of(page.entry))}?v={fingerprint(digest_of_fields(drawing))}"
    return ImageView(address, "", "", True, width, height, "", "", (), address)
