"""The theme of a site: the key `theme` of `site.yaml`, and the `theme.yaml` of each theme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from sitegen.definition.files import definition_files
from sitegen.definition.reader import Context, Key, Keys, Schema, Table, Value, keys_of
from sitegen.definition.theme_folders import FILE, FOLDER, NAME, find_theme, theme_names
from sitegen.definition.values import TEXT, each_schema, keys_schema
from sitegen.problems.formats import suggest
from sitegen.types import Layer, Location, Theme
from sitegen.yaml.nodes import Mapping as MappingNode
from sitegen.yaml.nodes import Node, Scalar

THEME_KEYS: Table = (
    Key("title", TEXT, "What the theme is called.", required=True),
    Key(
        "stylesheet",
        TEXT,
        "The style sheet below `static/` that takes the tokens.",
        otherwise="that of the base",
    ),
    Key("base", TEXT, "The theme whose files are used where this one has none.", otherwise="none"),
)
"""Keys of a `theme.yaml`, besides those of features."""


def _tokens(own: Keys, key: Key, node: Node, _: Any) -> dict[str, tuple[tuple[str, ...], Location]]:
    def value(name: Scalar, found: Node) -> tuple[tuple[str, ...], Location]:
        words = tuple(word.text for word in own.scalars(found, name.text))
        return words, Location(own.path, found.line, found.column)

    return own.entries(node, key.name, value)


TOKENS_SCHEMA = each_schema({"type": ["string", "number", "array"]}, {"type": "string"})
TOKENS = Value("keys and texts", _tokens, TOKENS_SCHEMA, {})
SETTINGS = (
    Key("name", TEXT, "The name of the theme, or its folder: `./themes/NAME`.", required=True),
    Key(
        "tokens",
        TOKENS,
        "Values of its tokens: colours, fonts, sizes. Of two, the second is for the dark.",
        example='{link: ["#0b5fff", "#8ab4ff"]}',
    ),
)


def _theme(own: Keys, _: Key, node: Node, __: Any) -> Theme:
    """The theme as written; `with_layers` finds its folders."""
    if isinstance(node, Scalar):
        return Theme(node.text)
    keys = own.inner(node, SETTINGS, "the theme")
    values, places = ({name: both[part] for name, both in keys["tokens"].items()} for part in (0, 1))
    return Theme(keys["name"], tokens=values, places=places)


SCHEMA: Schema = {"if": {"type": "string"}, "else": keys_schema(SETTINGS)}
THEME = Value("text, or keys and values", _theme, SCHEMA, Theme(), SETTINGS)


def with_layers(root: Path, site: Keys, more: Table) -> Theme:
    """The theme that `site.yaml` names, with the folders that its files come from."""
    theme: Theme = site["theme"]
    node = site.node.get("theme")
    if node is None:
        return theme
    place = (node.get("name") or node) if isinstance(node, MappingNode) else node
    name = theme.name.removeprefix("./").removeprefix(f"{FOLDER}/").rstrip("/")
    if not re.fullmatch(NAME, name):
        message = f'"{theme.name}" is neither the name of a theme nor a folder below {FOLDER}/'
        site.wrong(place, message, f"themes: {', '.join(theme_names(root))}", "theme.folder")
        return theme
    found = tuple(_layers(root, site, place, name, more))
    return replace(
        theme,
        name=name,
        layers=tuple(layer for layer, _ in found),
        contributed=tuple(keys.values(more) for _, keys in found),
        stylesheet=next((keys["stylesheet"] for _, keys in found if keys["stylesheet"]), ""),
    )


def _layers(root: Path, own: Keys, node: Node, name: str, more: Table) -> Iterable[tuple[Layer, Keys]]:
    """A theme and those that it is based on, the nearest first, each with its `theme.yaml`."""
    names: list[str] = []
    while name:
        if name in names:
            circle = " → ".join((*names[names.index(name) :], name))
            own.wrong(node, f"themes are based on each other in a circle: {circle}", "", "theme.circle")
            return
        names.append(name)
        layer = find_theme(root, name)
        if layer is None:
            _report_missing(root, own, node, name)
            return
        own = _definition(root, own, layer, more)
        yield layer, own
        name, node = own["base"], own.node.get("base") or own.node


def _definition(root: Path, own: Keys, layer: Layer, more: Table) -> Keys:
    path = f"{layer.path}/{FILE}"
    texts = definition_files(root, [root / path], own.problems)
    context = Context(path, own.problems if texts else [], root)
    return keys_of("".join(texts.values()), (*THEME_KEYS, *more), "a theme", context)


def _report_missing(root: Path, own: Keys, node: Node, name: str) -> None:
    if (root / FOLDER / name).is_symlink():
        own.wrong(
            node, f"{FOLDER}/{name} is a link, not a folder", "put the folder itself here", "theme.folder"
        )
        return
    known = theme_names(root)
    near = suggest(name, known) or f"themes: {', '.join(known)};"
    hint = f"{near} or install the package that has it, or add {FOLDER}/{name}/{FILE}"
    own.wrong(node, f'there is no theme "{name}"', hint, "theme.missing")


def default_types(root: Path, layers: Iterable[Layer], codes: Iterable[str]) -> dict[str, str]:
    """Path of the theme's definition of a type, by name, for folders of content that have none.

    `codes` are the languages with a folder of their own.
    """
    if not layers:
        return {}
    content = root / "content"
    parents = (content, *(content / code for code in codes))
    names = {item.name for parent in parents if parent.is_dir() for item in parent.iterdir() if item.is_dir()}
    found: dict[str, str] = {}
    for name in sorted(names):
        paths = (f"{layer.path}/types/{name}/_type.yaml" for layer in layers)
        path = next((path for path in paths if (root / path).is_file()), "")
        if path and not (content / name / "_type.yaml").exists():
            found[name] = path
    return found
