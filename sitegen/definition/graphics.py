"""Reads `images` and `social_cards` of `site.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import NUMBER, TEXT, WORDS, WORDS_SCHEMA, known_types, mapping, text
from sitegen.digest import digest_of_parts
from sitegen.problems.extras import install_command
from sitegen.types import Font, PictureRule, Problem, Severity, SocialCardRule
from sitegen.yaml.nodes import Node, Scalar

FORMATS = ("avif", "webp")
WIDEST = 8000
USUAL = PictureRule()


def _formats(own: Keys, key: Key, node: Node, _: Any) -> tuple[str, ...]:
    formats = WORDS.read(own, key, node, ())
    for name in formats:
        if name not in FORMATS:
            own.unknown("formats", name, FORMATS, f'pictures cannot be made as "{name}"', "config.value")
    return tuple(dict.fromkeys(name for name in formats if name in FORMATS))


def _widths(own: Keys, key: Key, node: Node, _: Any) -> tuple[int, ...]:
    found = []
    for word in own.scalars(node, key.name):
        if re.fullmatch(r"[1-9][0-9]{0,3}", word.text) and int(word.text) <= WIDEST:
            found.append(int(word.text))
        else:
            own.wrong(word, f'"{word.text}" is not a width', f"a number of pixels from 1 to {WIDEST}")
    return tuple(sorted(set(found)))


def _quality(own: Keys, key: Key, node: Node, default: Any) -> int:
    if isinstance(node, Scalar) and re.fullmatch(r"[1-9][0-9]?|100", node.text):
        return int(node.text)
    own.wrong(node, f'the quality of "{key.name}" must be a number from 1 to 100')
    return int(default)


QUALITY = Value("number", _quality, {"type": "integer", "minimum": 1, "maximum": 100})
IMAGES = mapping(
    "the images",
    (
        Key(
            "widths",
            Value("numbers", _widths, {"type": ["array", "integer"], "items": NUMBER.schema}),
            "Widths in pixels. None is made that is wider than the picture; its own width is added.",
            USUAL.widths,
        ),
        Key(
            "formats",
            Value("words", _formats, WORDS_SCHEMA),
            "Formats beside JPEG or PNG, which every browser reads. A browser takes the first one that it "
            "reads. `[]`: none.",
            USUAL.formats,
        ),
        Key(
            "quality",
            mapping(
                "the quality of pictures",
                tuple(Key(name, QUALITY, f"Quality of {name}.", value) for name, value in USUAL.quality),
                lambda own: tuple(own.values().items()),
            ),
            "From 1 to 100, for each format.",
            USUAL.quality,
            otherwise=f"`{{{', '.join(f'{name}: {value}' for name, value in USUAL.quality)}}}`",
        ),
        Key(
            "sizes",
            TEXT,
            "How wide a picture in a text is shown, as in the attribute `sizes` of HTML. "
            "Change it with the width of the text in the style sheet.",
            USUAL.sizes,
        ),
    ),
    lambda own: PictureRule(**own.values()),
)


# --- social cards --------------------------------------------------------------------------

PACKAGE, FOLDER = "package:", "static/"
FONTS = (".ttf", ".otf", ".ttc")
COLOUR = text("#[0-9a-fA-F]{6}")
DIRECTORY = 4096
"""Length of the beginning of a font that contains the checksums of all its tables, in bytes."""


def fonts_of(own: Keys) -> tuple[tuple[Font, ...], tuple[str, ...]]:
    """The fonts under `fonts`, and the packages there that are not installed. Reports unknown fonts."""
    fonts, missing = [], []
    for name in own["fonts"]:
        path = font_path(own.context.root, name)
        if path is not None:
            fonts.append(Font(name, _digest_of(path)))
        elif name.startswith(PACKAGE):
            missing.append(name.removeprefix(PACKAGE))
        else:
            hint = "a path below static/ (.ttf, .otf or .ttc), or package: and the name of a Python package"
            own.report("config.value", f'there is no font "{name}"', own.place_of("fonts", name), hint)
    return tuple(fonts), tuple(missing)


def _social_cards(own: Keys) -> SocialCardRule:
    fonts, missing = fonts_of(own)
    known_types(own, "social_cards", own["types"])
    missing = missing if find_spec("fontTools") else ("fontTools", *missing)
    found = {"fonts": fonts, "missing": missing, "location": own.place_of("fonts")}
    return SocialCardRule(**own.values() | found)


SOCIAL_CARDS = mapping(
    "the social cards",
    (
        Key(
            "fonts",
            WORDS,
            "Paths below `static/` (`.ttf`, `.otf`, `.ttc`), or `package:` and the name of a Python package "
            "that holds a font. Each character is drawn from the first font that has it.",
            required=True,
        ),
        Key("background", COLOUR, "A colour, as `#rrggbb`.", "#0b3a4a"),
        Key("colour", COLOUR, "Colour of the words.", "#ffffff"),
        Key("accent", COLOUR, "Colour of the bar on the side where the language begins.", "#f2b134"),
        Key(
            "types",
            WORDS,
            "Types whose entries have a card of their own. Others use the card of the home page.",
            otherwise="all types",
        ),
    ),
    _social_cards,
)


def font_path(root: Path, name: str) -> Path | None:
    """Path of a font named in `site.yaml`; for a package, its first upright font."""
    if name.startswith(PACKAGE):
        return next(_fonts_in(name.removeprefix(PACKAGE)), None)
    inside = name.startswith(FOLDER) and name.endswith(FONTS) and ".." not in name.split("/")
    return root / name if inside and (root / name).is_file() else None


def _fonts_in(package: str) -> Iterator[Path]:
    spec = find_spec(package) if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", package) else None
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in sorted(Path(folder).rglob("*")):
            if path.name.endswith(FONTS) and "italic" not in path.name.lower():
                yield path


def _digest_of(path: Path) -> str:
    """Digest of a font's checksums: quicker than that of the whole file, which may have many megabytes."""
    with path.open("rb") as file:
        return digest_of_parts(str(path.stat().st_size), file.read(DIRECTORY).hex())


def without_fonts(rule: SocialCardRule | None) -> Iterator[Problem]:
    """A note if no social cards are drawn because something is not installed."""
    if rule and rule.missing:
        message = f"no social cards are drawn: {', '.join(rule.missing)} is not installed"
        hint = f"install what draws them with: {install_command('cards')}"
        yield Problem("cards.fonts", message, rule.location, hint, Severity.NOTE)
