"""Checks references between entries, and finds the reverse relations.

Each reference is a mention of one entry by another through a field. The `inverse` of the field names the
reverse relation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from sitegen.definition.values import label_of
from sitegen.digest import digest_of_parts
from sitegen.kinds import KINDS
from sitegen.kinds.kind import ENTRY
from sitegen.model.urls import segment
from sitegen.problems.formats import suggest
from sitegen.problems.nearest import Names, names_by_folder
from sitegen.types import Config, ContentType, Document, Field, Location, Problem, Reference, Relation, Texts
from sitegen.types.keys import EntryKey, entry_parts, type_of


class Mention(Struct, frozen=True, gc=False):
    """A resolved reference: `source` names `target` through `field`."""

    source: EntryKey
    target: EntryKey
    field: Field
    location: Location


def mentions(documents: Iterable[Document], config: Config) -> Iterator[Mention]:
    """Yields every reference in these documents, including those inside groups."""
    known = {name: _mentioning(content_type) for name, content_type in config.types.items()}
    for document in documents:
        for field in known.get(document.type, ()):
            yield from _in_field(document, field)


def _mentioning(content_type: ContentType) -> tuple[Field, ...]:
    """The fields that can hold references."""
    fields = content_type.fields.values()
    return tuple(field for field in fields if field.fields or KINDS[field.kind].points_to == ENTRY)


def _in_field(document: Document, field: Field) -> Iterator[Mention]:
    for value in _several(document.fields.get(field.name)):
        if isinstance(value, Reference):
            yield _mention(document, field, value)
        elif isinstance(value, dict):
            for inner_name, inner in field.fields.items():
                for item in _several(value.get(inner_name)):
                    if isinstance(item, Reference):
                        yield _mention(document, inner, item)


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _mention(document: Document, known: Field, reference: Reference) -> Mention:
    place = Location(document.path, reference.line, reference.column)
    return Mention(document.entry, reference.target, known, place)


def without_mentions(document: Document, gone: AbstractSet[EntryKey]) -> Document:
    """The document without its references to these entries, which do not exist."""
    lost: list[str] = []

    def cleaned(value: object) -> object:
        if isinstance(value, Reference):
            if value.target in gone:
                lost.append(value.target)
                return None
        elif isinstance(value, tuple):
            return tuple(item for one in value if (item := cleaned(one)) is not None) or None
        elif isinstance(value, dict):
            return {name: item for name, one in value.items() if (item := cleaned(one)) is not None}
        return value

    fields = {name: item for name, value in document.fields.items() if (item := cleaned(value)) is not None}
    if not lost:
        return document
    return replace(document, fields=fields, facts=digest_of_parts(document.facts, *lost))


def check_mentions(
    found: Sequence[Mention], present: Mapping[EntryKey, str], hidden: Iterable[str], config: Config
) -> Iterator[Problem]:
    """Problems for references to missing entries and drafts, and for circles in fields that forbid them.

    `present` has the title of each entry, since editors sometimes write the title in place of the name.
    """
    hidden = frozenset(hidden)
    entries = _Entries(present)
    for mention in found:
        if mention.target in hidden:
            message = f'"{mention.target}" is a draft or not published yet'
            hint = "publish it, or remove the reference until it is; --drafts shows both"
            yield Problem("reference.draft", message, mention.location, hint)
        elif mention.target not in present:
            yield _missing(mention, entries, config)
    yield from _cycles(found)


def _missing(mention: Mention, entries: _Entries, config: Config) -> Problem:
    kind, name = entry_parts(mention.target)
    folder, slash, _ = name.partition("/")
    if slash and kind in config.types and not entries.has_folder(kind, folder):
        kind = folder  # a misspelt type
    if kind not in config.types:
        hint = suggest(kind, config.types) or f"types: {', '.join(config.types)}"
        return Problem("reference.missing", f'there is no type "{kind}"', mention.location, hint)
    singular = next(iter(config.types[kind].singular.values())).lower()
    ending = "md" if config.types[kind].page else "yaml"
    by_title = entries.by_title.get((kind, name.casefold()))
    if by_title:
        hint = f"did you mean {by_title}? A reference is the name of a file"
    else:
        near = entries.names[kind].suggested(name, mention.location.path) if kind in entries.names else ""
        hint = near or f"add content/{kind}/{segment(name)}.{ending}"
    return Problem("reference.missing", f'there is no {singular} "{name}"', mention.location, hint)


class _Entries:
    """Names and titles of entries by type, indexed when the first wrong reference is found."""

    def __init__(self, present: Mapping[EntryKey, str]) -> None:
        self._present = present

    @cached_property
    def by_title(self) -> Mapping[tuple[str, str], str]:
        """The first entry of a type with each title, ignoring case."""
        found: dict[tuple[str, str], str] = {}
        for entry, title in self._present.items():
            kind, name = entry_parts(entry)
            found.setdefault((kind, title.casefold()), name)
        return found

    def has_folder(self, kind: str, folder: str) -> bool:
        """True if an entry of a type is in or below a folder, or is its page."""
        return (kind, folder) in self._folders

    @cached_property
    def _folders(self) -> frozenset[tuple[str, str]]:
        parts = map(entry_parts, self._present)
        return frozenset((kind, name.partition("/")[0]) for kind, name in parts)

    @cached_property
    def names(self) -> Mapping[str, Names]:
        return names_by_folder(self._present)


def _cycles(found: Iterable[Mention]) -> Iterator[Problem]:
    by_field: dict[tuple[str, str], dict[str, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in found:
        if mention.field.acyclic:
            own_type = type_of(mention.source)
            by_field[own_type, mention.field.name][mention.source].append(mention)
    for graph in by_field.values():
        yield from _circles(graph)


def _circles(graph: Mapping[str, list[Mention]]) -> Iterator[Problem]:
    """Problems for circles, one for each circle, at the reference that closes it."""
    done: set[str] = set()
    for start in sorted(graph):
        path: list[str] = []
        on_path: dict[str, int] = {}
        waiting: list[tuple[str, Mention | None]] = [(start, None)]
        while waiting:
            entry, mention = waiting.pop()
            if entry == "":
                del on_path[path.pop()]
            elif entry in on_path and mention is not None:
                names = " → ".join([*_names_in_circle(path, on_path[entry]), entry])
                message = f'"{mention.field.name}" is circular: {names}'
                yield Problem("reference.cycle", message, mention.location, "remove one of these references")
            elif entry not in done:
                done.add(entry)
                on_path[entry] = len(path)
                path.append(entry)
                waiting.append(("", None))
                waiting += [(m.target, m) for m in reversed(graph.get(entry, []))]


MOST_NAMED = 10
"""Limit on the entries of a circle that a message names."""


def _names_in_circle(path: list[str], start: int) -> list[str]:
    """The entries of a circle; if it is long, only the first ones and the last."""
    if len(path) - start <= MOST_NAMED:
        return path[start:]
    half = MOST_NAMED // 2
    return [*path[start : start + half], "…", *path[-half:]]


def reverse(
    found: Iterable[Mention], entries: Mapping[str, tuple[EntryKey, ...]], config: Config
) -> dict[EntryKey, tuple[Relation, ...]]:
    """Relations of each entry by which others mention it, in the order of types and fields."""
    position = {entry: number for number, entry in enumerate(chain.from_iterable(entries.values()))}
    place = position.__getitem__
    types = {name: number for number, name in enumerate(config.types)}
    gathered: dict[EntryKey, dict[str, tuple[Field, dict[EntryKey, None]]]] = defaultdict(dict)
    for mention in sorted(found, key=lambda m: types.get(type_of(m.source), 0)):
        if mention.field.inverse and mention.source in position and mention.target in position:
            _, sources = gathered[mention.target].setdefault(mention.field.inverse, (mention.field, {}))
            sources[mention.source] = None

    names = {name: {"": label_of(name)} for name in {it for known in gathered.values() for it in known}}
    return {
        target: tuple(
            Relation(name, _label(known, names[name]), tuple(sorted(it, key=place)), known.inverse_limit)
            for name, (known, it) in relations.items()
        )
        for target, relations in gathered.items()
    }


def _label(known: Field, name: Texts) -> Texts:
    return known.inverse_label if any(known.inverse_label.values()) else name


MOST_SHARERS = 100
"""Limit on the entries that mention a target; a common target does not show that two of them are related."""
MOST_RELATED = 4


def related_entries(
    found: Iterable[Mention], pages: frozenset[EntryKey]
) -> dict[EntryKey, tuple[EntryKey, ...]]:
    """For each entry the pages that share the most references with it, weighted by their rarity."""
    sharers: dict[EntryKey, dict[EntryKey, None]] = defaultdict(dict)
    targets: dict[EntryKey, dict[EntryKey, None]] = defaultdict(dict)
    for mention in found:
        if mention.source in pages and mention.target in pages:
            sharers[mention.target][mention.source] = None
            targets[mention.source][mention.target] = None
    return {entry: _closest(entry, named, sharers) for entry, named in targets.items()}


def _closest(
    entry: EntryKey, targets: Collection[EntryKey], sharers: Mapping[EntryKey, Collection[EntryKey]]
) -> tuple[EntryKey, ...]:
    """Entries that mention the same targets, without those that the page shows as its relations already."""
    scores: dict[EntryKey, float] = defaultdict(float)
    mentioning = sharers.get(entry, ())
    for target in targets:
        others = sharers[target]
        if len(others) <= MOST_SHARERS:
            for other in others:
                if other != entry and other not in targets and other not in mentioning:
                    scores[other] += 1 / len(others)
    return tuple(sorted(scores, key=lambda other: (-round(scores[other], 9), other))[:MOST_RELATED])
