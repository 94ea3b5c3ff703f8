"""Reads a mapping of a definition file by the table of its keys; each mistake is a problem with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.problems.formats import suggest
from sitegen.types import ContentType, Field, Location, Problem, Severity, Texts
from sitegen.types.registers import missing
from sitegen.yaml.compose import compose
from sitegen.yaml.nodes import UNSEEN, Node, Scalar, Sequence
from sitegen.yaml.nodes import Mapping as MappingNode
from sitegen.yaml.quotes import quoted, values

T = TypeVar("T")
Schema: TypeAlias = dict[str, object]
"""A JSON Schema."""


class Former(Struct, frozen=True):
    """Former name of a key: accepted with a warning, documented nowhere else."""

    name: str
    since: str
    """Version that has the new name."""
    until: str
    """First version that no longer accepts this one."""


class Key(Struct, frozen=True):
    """A key of `site.yaml` or `_type.yaml`, from which reader, JSON Schema and documentation come."""

    name: str
    value: Value
    meaning: str
    """One or two sentences in Markdown, for `content-model.md`."""
    default: Any = None
    """Value if the key is absent; None for the default of the kind of value."""
    otherwise: str = ""
    """The default in words, if the value does not show it."""
    required: bool = False
    attribute: str = ""
    """Attribute that holds the value, if its name differs from the key."""
    example: str = ""
    """Example value as YAML."""
    former: Former | None = None
    """Former name, if the key was renamed."""

    @property
    def schema(self) -> Schema:
        """JSON Schema of its value."""
        schema = self.value.schema
        return schema() if callable(schema) else schema


Table: TypeAlias = tuple[Key, ...]


class Value(Struct, frozen=True):
    """A kind of value that a key can have."""

    name: str
    """Name of the kind in `content-model.md`."""
    read: Callable[[Keys, Key, Node, Any], Any]
    """Called as `read(own, key, node, default)`; returns the default for a node that is wrong."""
    schema: Schema | Callable[[], Schema]
    """A function if features add to it."""
    default: Any = None
    keys: Table = ()
    """Keys of the mapping, or of each mapping in it."""


class Context(Struct, frozen=True):
    """Context for reading a mapping: its file, the problems so far, and facts about the site."""

    path: str
    problems: list[Problem]
    root: Path = Path()
    languages: tuple[str, ...] = ()
    """Language codes, with the default language first."""
    of: str = "this site"
    """Words for messages: `… is not a language of this site`."""
    types: Mapping[str, ContentType] = field(default_factory=dict)
    """Content types; empty while they are read themselves."""
    fields: Mapping[str, Field] = field(default_factory=dict)
    """Fields of the type whose definition is read."""
    level: int = 1
    """Level of the item of a menu that is read."""
    of_theme: bool = False
    """True if a theme has the file, which has texts in more or fewer languages than the site."""


class Keys:
    """A mapping and its table of keys. Reports unknown and missing keys at once, wrong values when read."""

    def __init__(
        self, node: Node, table: Table, what: str, context: Context, key: Scalar | None = None
    ) -> None:
        self.what, self.context = what, context
        self.path, self.problems = context.path, context.problems
        self.table = {key.name: key for key in table}
        self.key = key
        """Key of the mapping itself, if its name is chosen by the author of the file."""
        self.name = key.text if key else ""
        self.place = Location(self.path, node.line, node.column)
        self.node = node if isinstance(node, MappingNode) else MappingNode((), node.line, node.column)
        self.node = replace(self.node, entries=tuple(self._renamed(table)))
        self._values: dict[str, Any] = {}
        if not isinstance(node, MappingNode) and not (isinstance(node, Scalar) and node.empty):
            self.wrong(node, f"{what} must be a list of keys and values (key: value)")
        self._report_keys()

    def _renamed(self, table: Table) -> Iterator[tuple[Scalar, Node]]:
        """Yields the entries with the new names of keys; reports former names."""
        renamed = {key.former.name: key for key in table if key.former}
        for name, value in self.node.entries:
            key = renamed.get(name.text)
            if key is None or key.former is None:
                yield name, value
                continue
            place = Location(self.path, name.line, name.column)
            if self.node.get(key.name):
                message = f'{self.what} has both "{key.name}" and its former name "{name.text}"'
                self.report("config.value", message, place, f'keep "{key.name}"')
                continue
            message = f'"{name.text}" of {self.what} is now called "{key.name}"'
            hint = f"write {key.name}: version {key.former.until} of sitegen will not know {name.text}"
            self.problems.append(Problem("deprecated.key", message, place, hint, Severity.WARNING))
            yield replace(name, text=key.name), value

    def _report_keys(self) -> None:
        for key, _ in self.node.entries:
            if key.text not in self.table:
                self._report_unknown(key)
        for name, known in self.table.items():
            if known.required:
                self.need(name)

    def _report_unknown(self, key: Scalar) -> None:
        hint = suggest(key.text, self.table) or f"known keys: {', '.join(sorted(self.table))}"
        message, place = f'{self.what} has no key "{key.text}"', Location(self.path, key.line, key.column)
        severity = Severity.ERROR
        if missing():  # it may be a key of one of them
            hint, severity = f"not installed: {', '.join(missing())}; {hint}", Severity.WARNING
        self.problems.append(Problem("config.unknown", message, place, hint, severity))

    def inner(self, node: Node, table: Table, what: str, key: Scalar | None = None) -> Keys:
        """The keys of a nested mapping."""
        return Keys(node, table, what, self.context, key)

    # --- values -------------------------------------------------------------------------------

    def __getitem__(self, name: str) -> Any:
        """Returns the value of a key."""
        return self.value(name)

    def __setitem__(self, name: str, value: object) -> None:
        """Sets the value of a key, which is not read then."""
        self._values[name] = value

    def value(self, name: str, default: object = None) -> Any:
        """Returns the value of a key, read once; `default` overrides the default in the table."""
        if name not in self._values:
            key, node = self.table[name], self.node.get(name)
            usual = key.value.default if key.default is None else key.default
            default = usual if default is None else default
            self._values[name] = default if node is None else key.value.read(self, key, node, default)
        return self._values[name]

    def values(self, table: Table | None = None, **defaults: object) -> dict[str, Any]:
        """Values of the keys by attribute name; `defaults` are other defaults, by name of the key."""
        keys = self.table.values() if table is None else table
        return {key.attribute or key.name: self.value(key.name, defaults.get(key.name)) for key in keys}

    def scalars(self, node: Node, name: str) -> Iterator[Scalar]:
        """Yields the words of a value: one word or a list."""
        for item in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(item, Scalar):
                yield item
            else:
                self.wrong(item, f'"{name}" must be a word or a list of words')

    def texts_of(self, node: Node, name: str) -> Texts:
        """A text for all languages, or one for each language by its code."""
        if isinstance(node, Scalar):
            return {"": self._shown(node, name)}
        if not isinstance(node, MappingNode):
            self.wrong(node, f'"{name}" must be a text, or a text for each language')
            return {"": ""}
        known = self.context.languages
        if self.context.of_theme:
            node = _in_languages(node, known)
        found: dict[str, str] = {}
        for key, value in node.entries:
            if not self.has_language(key):
                continue
            if isinstance(value, Scalar):
                found[key.text] = self._shown(value, name)
            else:
                self.wrong(value, f'"{name}" must be a text for each language')
        if known and known[0] not in found:
            first = "the default language" if self.context.of == "this site" else "its first language"
            self.wrong(node, f'"{name}" needs a text in {known[0]}, {first}')
        return found

    def has_language(self, code: Scalar) -> bool:
        """True if the site, or what is read of it, has a language; otherwise reports it."""
        known = self.context.languages
        if code.text not in known:
            hint = suggest(code.text, known) or f"the languages are {', '.join(known)}"
            self.wrong(code, f'"{code.text}" is not a language of {self.context.of}', hint, "config.language")
        return code.text in known

    def _shown(self, node: Scalar, name: str) -> str:
        """Checks and returns a text for readers."""
        self.problems += filter(None, (quoted(node, name, self.path, is_text=True),))
        if UNSEEN.fullmatch(node.text):
            self.wrong(node, f'"{name}" has no text', "write it, or leave the key out")
        return node.text

    def entries(self, node: Node, name: str, read: Callable[[Scalar, Node], T | None]) -> dict[str, T]:
        """Reads the entries of a mapping; `read` gets the key and node of each."""
        if not isinstance(node, MappingNode):
            self.wrong(node, f'"{name}" must be a list of keys and values (key: value)')
            return {}
        pairs = ((key.text, read(key, value)) for key, value in node.entries)
        return {key: value for key, value in pairs if value is not None}

    def items(self, node: Node, name: str) -> tuple[Node, ...]:
        if isinstance(node, Sequence):
            return node.items
        self.wrong(node, f'"{name}" must be a list (- item)')
        return ()

    # --- problems -----------------------------------------------------------------------------

    def report(self, code: str, message: str, place: Location, hint: str = "") -> None:
        self.problems.append(Problem(code, message, place, hint))

    def need(self, name: str) -> None:
        """Reports a missing key."""
        if self.node.get(name) is None:
            self.report("config.missing", f'{self.what} needs "{name}"', self.place)

    def wrong(self, node: Node, message: str, hint: str = "", code: str = "config.value") -> None:
        self.report(code, message, Location(self.path, node.line, node.column), hint)

    def place_of(self, name: str, word: str = "") -> Location:
        """Place of the value of a key, or of one word in it; if the key is absent, the mapping's place."""
        node = self.node.get(name)
        if isinstance(node, Sequence):
            words = (one for one in node.items if isinstance(one, Scalar) and one.text.lstrip("-") == word)
            node = next(words, node)
        return Location(self.path, node.line, node.column) if node else self.place

    def unknown(self, key: str, word: str, known: Iterable[str], what: str, code: str) -> None:
        """Reports a word in a key's value that is not in `known`."""
        known = tuple(known)
        hint = suggest(word, known) or f"known: {', '.join(known)}"
        self.report(code, what, self.place_of(key, word), hint)

    def no_field(self, place: Location, name: str, known: Iterable[str], what: str = "a field") -> None:
        """Reports a name that is not a suitable field of the type."""
        self.report("config.field", f'"{name}" is not {what} of this type', place, suggest(name, known))


def _in_languages(node: MappingNode, known: tuple[str, ...]) -> MappingNode:
    """Texts of a theme in the languages of a site; the English one serves a default language without one."""
    entries = {key.text: (key, value) for key, value in node.entries}
    first = known[0] if known else ""
    other = next((entries[code] for code in (first.partition("-")[0], "en") if code in entries), None)
    if other and first not in entries:
        entries[first] = (Scalar(first, other[0].line, other[0].column), other[1])
    return MappingNode(tuple(entries[code] for code in entries if code in known), node.line, node.column)


def keys_of(text: str, table: Table, what: str, context: Context) -> Keys:
    """The keys in the text of a definition file."""
    node, found = compose(text, context.path)
    context.problems.extend(found)
    if node is None and found:  # the missing keys of an unreadable text are unknown
        return Keys(MappingNode((), 1, 1), table, what, replace(context, problems=[]))
    root = node or MappingNode((), 1, 1)
    wrong = (quoted(value, name, context.path, is_text=False) for value, name in values(root))
    context.problems.extend(filter(None, wrong))
    return Keys(root, table, what, context)
