"""Reads the keys of `site.yaml` about the publication: licence and icon."""

from __future__ import annotations

from sitegen.definition.reader import Key
from sitegen.definition.values import ADDRESS, TEXT, mapping, text
from sitegen.types import IconRule, Licence

COLOUR = text(r"#[0-9a-fA-F]{6}")

LICENCE = mapping(
    "the licence",
    (
        Key(
            "name", TEXT, "Name of the licence of the [data](#addresses). Each file names it.", required=True
        ),
        Key("url", ADDRESS, "Address of its text.", required=True),
    ),
    lambda own: Licence(**own.values()),
)


ICON = mapping(
    "the icon",
    (
        Key("file", TEXT, "A file in `static/`, best an SVG. Written to `/site.webmanifest`.", required=True),
        Key("colour", COLOUR, "The colour around it.", "#ffffff"),
    ),
    lambda own: IconRule(**own.values()),
)
