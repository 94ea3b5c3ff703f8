"""The menus of `site.yaml`: items with a target, for all languages or some, and a second level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from sitegen.definition.reader import Keys
from sitegen.problems.formats import suggest
from sitegen.types import Config, Location, MenuRule, Problem
from sitegen.types.paths import composed
from sitegen.yaml.nodes import Mapping as MappingNode
from sitegen.yaml.nodes import Node, Scalar

LINK_KINDS = ("type", "list", "page", "taxonomy", "timeline")
ADDRESS = "/"
"""Prefix of a target that is an address of the site."""


def menus(site: Keys, codes: tuple[str, ...]) -> dict[str, tuple[MenuRule, ...]]:
    return site.mapping("menus", partial(_menu, site, codes))


def every_item(config: Config) -> Iterator[MenuRule]:
    """The items of all menus, of both levels."""
    for menu in config.menus.values():
        for rule in menu:
            yield rule
            yield from rule.items


def _menu(site: Keys, codes: tuple[str, ...], name: str, node: Node) -> tuple[MenuRule, ...]:
    menu = Keys(MappingNode(((Scalar(name, node.line, node.column), node),), node.line, node.column),
                site.path, "a menu", site.problems)  # fmt: skip
    return tuple(_item(menu, codes, item) for item in menu.items(name))


def _item(menu: Keys, codes: tuple[str, ...], node: Node, nested: bool = False) -> MenuRule:
    place = Location(menu.path, node.line, node.column)
    if isinstance(node, Scalar):
        return MenuRule(composed(node.text), {"": ""}, place)
    own = Keys(node, menu.path, "an item of a menu", menu.problems)
    languages = tuple(word.text for word in _languages(own, codes))
    below = () if nested else own.items("items")
    if nested and own.node.get("items"):
        own.asked.append("items")
        message, hint = "a menu has two levels", "take these items out, or put them beside this one"
        own.problems.append(Problem("config.value", message, own.place_of("items"), hint))
    rule = MenuRule(
        target=composed(own.text("target", required=not below)),
        title=own.texts("title", languages or codes, required=bool(below) and own.node.get("target") is None),
        location=place,
        languages=languages,
        items=tuple(_item(own, codes, item, nested=True) for item in below),
    )
    own.done()
    return rule


def _languages(own: Keys, codes: tuple[str, ...]) -> Iterator[Scalar]:
    """The languages that have an item; those that the site does not have are reported."""
    node = own.get("languages")
    for word in own.scalars(node, "languages") if node is not None else ():
        if word.text in codes:
            yield word
        else:
            hint = suggest(word.text, codes) or f"the languages are {', '.join(codes)}"
            own.wrong(word, f'"{word.text}" is not a language of this site', hint, "config.language")


def unknown_targets(config: Config) -> Iterable[Problem]:
    """Items that lead to something that is not declared."""
    for item in every_item(config):
        yield from _target(config, item)


def suggest_target(kind: str, name: str, known: Iterable[str]) -> str:
    """`did you mean type:topics?` for a name of a kind of target, or nothing."""
    near = suggest(name, known)
    return near.replace("did you mean ", f"did you mean {kind}:", 1)


def _target_like(written: str, known: Mapping[str, Iterable[str]]) -> str:
    """Suggests a target for a menu item whose target is of no kind; `known` has the names of each kind."""
    name = written.rpartition(":")[2]
    targets = [f"{kind}:{one}" for kind, names in known.items() for one in names]
    same = next((target for target in targets if target.partition(":")[2] == name), "")
    hint = f"did you mean {same}?" if same else suggest(written, targets)
    return hint or "like type:projects, list:activities or page:pages/about"


def _target(config: Config, item: MenuRule) -> Iterable[Problem]:
    kind, _, name = item.target.partition(":")
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
