"""Reads menus of `site.yaml`: items with a target, for all languages or some, on several levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from sitegen.definition.reader import Key, Keys, Schema, Value
from sitegen.definition.values import FLAG, NAMES_SCHEMA, TEXT, TEXTS, WORDS_SCHEMA, each_schema, keys_schema
from sitegen.problems.formats import suggest
from sitegen.types import Config, Location, MenuRule, Problem
from sitegen.types.keys import kind_and_key, menu_target
from sitegen.types.paths import composed
from sitegen.yaml.nodes import Node, Scalar

LINK_KINDS = ("type", "list", "page", "taxonomy", "timeline")
ADDRESS = "/"
"""Prefix of a target that is an address of the site."""


def every_item(config: Config) -> Iterator[MenuRule]:
    """Yields the items of all menus, on every level."""
    waiting = [rule for menu in config.menus.values() for rule in menu]
    while waiting:
        rule = waiting.pop(0)
        yield rule
        waiting[:0] = rule.items


def _menus(own: Keys, key: Key, node: Node, _: Any) -> dict[str, tuple[MenuRule, ...]]:
    return own.entries(
        node, key.name, lambda name, menu: tuple(_item(own, item) for item in own.items(menu, name.text))
    )


def _item(menu: Keys, node: Node, level: int = 1) -> MenuRule:
    place = Location(menu.path, node.line, node.column)
    if isinstance(node, Scalar):
        return MenuRule(composed(node.text), {"": ""}, place)
    own = menu.inner(node, ITEM, "an item of a menu")
    own.context = replace(own.context, level=level)
    if level == MOST_LEVELS and own.node.get("items"):
        message, hint = f"a menu has at most {MOST_LEVELS} levels", "take these items out, or put them higher"
        own.report("config.value", message, own.place_of("items"), hint)
        own["items"] = ()
    languages: tuple[str, ...] = own["languages"]
    below = own["items"]
    if own.node.get("target") is None:
        own.need("title" if below else "target")
    if languages:
        own.context = replace(own.context, languages=languages, of="this menu item")
    title, target = own["title"], composed(own["target"])
    children = own["children"]
    if children and kind_and_key(target)[0] not in ("page", "type"):
        hint = "like page:guides/water or type:guides"
        own.report("config.value", "only a page or a type has children", own.place_of("children"), hint)
    return MenuRule(target, title, place, languages, below, children)


def _languages(own: Keys, key: Key, node: Node, _: Any) -> tuple[str, ...]:
    """Languages of an item; reports languages that the site does not have."""
    return tuple(word.text for word in own.scalars(node, key.name) if own.has_language(word))


def _items(own: Keys, key: Key, node: Node, _: Any) -> tuple[MenuRule, ...]:
    return tuple(_item(own, item, own.context.level + 1) for item in own.items(node, key.name))


def _target_or(item: Schema) -> Schema:
    """The schema of an item: its target, or a mapping."""
    return {"type": "array", "items": {"if": {"type": "string"}, "else": item}}


MOST_LEVELS = 4


def _item_schema(level: int) -> Schema:
    """The schema of an item on a level: each level has the next below it."""
    schema = keys_schema(ITEM, anyOf=ONE_OF)
    properties = dict(schema["properties"])  # type: ignore[call-overload]
    if level == MOST_LEVELS:
        del properties["items"]
    else:
        properties["items"] = _target_or(_item_schema(level + 1))
    return {**schema, "properties": properties}


ITEM = (
    Key(
        "target",
        TEXT,
        "What the item links to. An item with `items` and a `title` needs none.",
        otherwise="required",
    ),
    Key("title", TEXTS, "Text of the item.", otherwise="the title of the target"),
    Key(
        "languages",
        Value("words", _languages, WORDS_SCHEMA, ()),
        "The languages that have the item; its `title` needs no others.",
        otherwise="all",
    ),
    Key(
        "items",
        Value("items", _items, {"type": "array"}, ()),
        f"The items below it, each of which can have items as well: a menu has at most {MOST_LEVELS} levels.",
    ),
    Key(
        "children",
        FLAG,
        "Whether what is directly below a page or type is below the item too, at most 30 items: "
        "see [sections](#sections).",
    ),
)
ONE_OF = [{"required": ["target"]}, {"required": ["title", "items"]}]
MENUS = Value("keys and values", _menus, each_schema(_target_or(_item_schema(1)), NAMES_SCHEMA), {}, ITEM)


def unknown_targets(config: Config) -> Iterable[Problem]:
    """Problems for items whose target is not declared."""
    for item in every_item(config):
        yield from _target(config, item)


def suggest_target(kind: str, name: str, known: Iterable[str]) -> str:
    """A hint such as `did you mean type:topics?` for the name in a target; empty if no name is similar."""
    near = suggest(name, known)
    return near.replace("did you mean ", f"did you mean {kind}:", 1)


def _target_like(written: str, known: Mapping[str, Iterable[str]]) -> str:
    """A hint for a menu item whose target has no valid kind; `known` has the names of each kind."""
    name = kind_and_key(written)[1] or written
    targets = [menu_target(kind, one) for kind, names in known.items() for one in names]
    same = next((target for target in targets if kind_and_key(target)[1] == name), "")
    hint = f"did you mean {same}?" if same else suggest(written, targets)
    return hint or "like type:projects, list:activities or page:pages/about"


def _target(config: Config, item: MenuRule) -> Iterable[Problem]:
    kind, name = kind_and_key(item.target)
    known: dict[str, Iterable[str]] = {
        "type": [t.name for t in config.types.values() if t.index],
        "timeline": [t.name for t in config.types.values() if t.timeline],
        "list": [r.name for r in config.lists.values() if r.permalink],
        "taxonomy": config.taxonomies,
    }
    if kind in known and name not in known[kind]:
        message = f'the menu points to "{item.target}", which does not exist'
        yield Problem("config.menu", message, item.location, suggest_target(kind, name, known[kind]))
    elif kind == "alphabet" and config.alphabet is None:
        yield Problem("config.menu", "the menu points to the alphabet, which is not declared", item.location)
    elif (
        item.target
        and kind not in (*LINK_KINDS, "alphabet", "https")
        and (not item.target.startswith(ADDRESS) or item.target.startswith("//"))
    ):
        hint = _target_like(item.target, known)
        yield Problem("config.menu", f'"{item.target}" is not a target of a menu', item.location, hint)
