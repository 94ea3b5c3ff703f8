"""What `site.yaml` says about pictures and social cards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from sitegen.definition.reader import Keys
from sitegen.digest import digest_of_parts
from sitegen.problems.extras import install_command
from sitegen.types import Font, PictureRule, Problem, Severity, SocialCardRule
from sitegen.yaml.nodes import Scalar

FORMATS = ("avif", "webp")
WIDEST = 8000


def image_rule(site: Keys) -> PictureRule:
    """What is made of pictures; without the key `images`, the usual."""
    usual = PictureRule()
    own = site.nested("images", "the images")
    if own is None:
        return usual
    formats = own.words("formats", usual.formats)
    for name in formats:
        if name not in FORMATS:
            own.unknown("formats", name, FORMATS, f'pictures cannot be made as "{name}"', "config.value")
    rule = PictureRule(
        widths=_widths(own, usual.widths),
        formats=tuple(dict.fromkeys(name for name in formats if name in FORMATS)),
        quality=_quality(own, usual.quality),
        sizes=own.text("sizes", usual.sizes),
    )
    own.done()
    return rule


def _widths(own: Keys, usual: tuple[int, ...]) -> tuple[int, ...]:
    node = own.get("widths")
    if node is None:
        return usual
    found = []
    for word in own.scalars(node, "widths"):
        if re.fullmatch(r"[1-9][0-9]{0,3}", word.text) and int(word.text) <= WIDEST:
            found.append(int(word.text))
        else:
            own.wrong(word, f'"{word.text}" is not a width', f"a number of pixels from 1 to {WIDEST}")
    return tuple(sorted(set(found)))


def _quality(own: Keys, usual: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    inner = own.nested("quality", "the quality of pictures")
    if inner is None:
        return usual
    found = []
    for name, value in usual:
        node = inner.get(name)
        if isinstance(node, Scalar) and re.fullmatch(r"[1-9][0-9]?|100", node.text):
            found.append((name, int(node.text)))
        else:
            found.append((name, value))
            if node is not None:
                inner.wrong(node, f'the quality of "{name}" must be a number from 1 to 100')
    inner.done()
    return tuple(found)


# --- social cards --------------------------------------------------------------------------

PACKAGE, FOLDER = "package:", "static/"
FONTS = (".ttf", ".otf", ".ttc")
COLOUR = "#[0-9a-fA-F]{6}"
DIRECTORY = 4096
"""Bytes at the beginning of a font that hold the checksums of all its tables."""


def social_card_rule(site: Keys, root: Path) -> SocialCardRule | None:
    """How social cards look; without the key `social_cards`, none are drawn."""
    own = site.nested("social_cards", "the social cards")
    if own is None:
        return None
    names = own.words("fonts")
    if not names:
        own.get("fonts", required=True)
    fonts, missing = [], [] if find_spec("fontTools") else ["fontTools"]
    for name in names:
        path = font_path(root, name)
        if path is not None:
            fonts.append(Font(name, _digest_of(path)))
        elif name.startswith(PACKAGE):
            missing.append(name.removeprefix(PACKAGE))
        else:
            hint = "a path below static/ (.ttf, .otf or .ttc), or package: and the name of a Python package"
            place = own.place_of("fonts", name)
            own.problems.append(Problem("config.value", f'there is no font "{name}"', place, hint))
    rule = SocialCardRule(
        fonts=tuple(fonts),
        background=own.text("background", "#0b3a4a", pattern=COLOUR),
        colour=own.text("colour", "#ffffff", pattern=COLOUR),
        accent=own.text("accent", "#f2b134", pattern=COLOUR),
        missing=tuple(missing),
        location=own.place_of("fonts"),
    )
    own.done()
    return rule


def font_path(root: Path, name: str) -> Path | None:
    """The file of a font that `site.yaml` names; of a package the first upright one."""
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
    """Of a font's checksums: it may have many megabytes, and every build asks."""
    with path.open("rb") as file:
        return digest_of_parts(str(path.stat().st_size), file.read(DIRECTORY).hex())


def without_fonts(rule: SocialCardRule | None) -> Iterator[Problem]:
    """A note where no social cards are drawn because something is not installed."""
    if rule and rule.missing:
        message = f"no social cards are drawn: {', '.join(rule.missing)} is not installed"
        hint = f"install what draws them with: {install_command('cards')}"
        yield Problem("cards.fonts", message, rule.location, hint, Severity.NOTE)
