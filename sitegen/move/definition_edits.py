"""References to moved files in the definition of the site: menus, lists, types of references, defaults."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.kinds import KINDS
from sitegen.kinds.kind import ENTRY
from sitegen.move.field_edits import renamed
from sitegen.move.source_text import Source, scalars
from sitegen.move.values import Moves, Refused, Replacement
from sitegen.types import Config, ContentType, Field
from sitegen.types.keys import kind_and_key, menu_target
from sitegen.yaml.nodes import Mapping, Node, Scalar, Sequence


def site_changes(source: Source, config: Config, moves: Moves) -> Iterator[Replacement]:
    """Changes in `site.yaml`."""
    site = source.node()
    for _, menu in _entries(site.get("menus")):
        for item in menu.items if isinstance(menu, Sequence) else (menu,):
            target = item.get("target") if isinstance(item, Mapping) else item
            if isinstance(target, Scalar):
                yield from _word(source, target, _target(target.text, moves))
    for _, rule in _entries(site.get("lists")):
        if isinstance(rule, Mapping):
            yield from _types(source, rule.get("types"), moves)
            for key, value in _entries(rule.get("where")):
                to = _targets_of(key.text, config)
                for word in scalars(value):
                    new = (
                        _renamed_type(word.text, moves)
                        if key.text == "type"
                        else renamed(word.text, to, moves)
                    )
                    yield from _word(source, word, new)
    alphabet, budgets = site.get("alphabet"), site.get("budgets")
    if isinstance(alphabet, Mapping):
        yield from _types(source, alphabet.get("types"), moves)
    for key, _ in _entries(budgets.get("types") if isinstance(budgets, Mapping) else None):
        yield from _word(source, key, _renamed_type(key.text, moves))


def type_changes(source: Source, content_type: ContentType, moves: Moves) -> Iterator[Replacement]:
    """Changes in a `_type.yaml`. A type whose folder is renamed keeps its addresses by a `permalink`."""
    node = source.node()
    yield from _field_changes(source, node.get("fields"), content_type.fields, moves)
    if moves.folder and content_type.name == moves.folder[0] and node.get("permalink") is None:
        end = len(source.raw)
        before = "" if source.raw.endswith(("\n", "\r")) else source.newline
        after = source.newline if not before else ""
        yield Replacement(end, end, f"{before}permalink: {content_type.permalink}{after}")


def _field_changes(source: Source, node: Node | None, fields: object, moves: Moves) -> Iterator[Replacement]:
    assert isinstance(fields, dict)
    for key, value in _entries(node):
        known: Field | None = fields.get(key.text)
        if known is None or not isinstance(value, Mapping):
            continue
        yield from _types(source, value.get("to"), moves)
        if KINDS[known.kind].points_to == ENTRY:
            for word in scalars(value.get("default")):
                yield from _word(source, word, renamed(word.text, known.to, moves))
        yield from _field_changes(source, value.get("fields"), dict(known.fields), moves)


def _entries(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    return node.entries if isinstance(node, Mapping) else ()


def _types(source: Source, node: Node | None, moves: Moves) -> Iterator[Replacement]:
    for word in scalars(node):
        yield from _word(source, word, _renamed_type(word.text, moves))


def _renamed_type(name: str, moves: Moves) -> str:
    return moves.folder[1] if moves.folder and name == moves.folder[0] else name


def _target(written: str, moves: Moves) -> str:
    """Target of a menu item after the move, such as `page:projects/spark` or `type:projects`."""
    kind, name = kind_and_key(written)
    if kind == "page":
        return menu_target(kind, renamed(name, (), moves))
    return menu_target(kind, _renamed_type(name, moves)) if kind in ("type", "timeline") else written


def _targets_of(name: str, config: Config) -> tuple[str, ...]:
    """Types that fields of this name refer to, in all types."""
    known = (t.fields[name] for t in config.types.values() if name in t.fields)
    return tuple(dict.fromkeys(to for field in known for to in field.to))


def _word(source: Source, node: Scalar, new: str) -> Iterator[Replacement]:
    if new == node.text:
        return
    change = source.replacing(node, new)
    if change is None:
        place = f"{source.path}:{node.line}:{node.column}"
        raise Refused(f'"{node.text}" in {place} is written in a way that cannot be changed', f"write {new}")
    yield change
