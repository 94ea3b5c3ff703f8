"""Reading a site definition file key by key; every mistake becomes a problem with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from sitegen.problems.formats import suggest
from sitegen.types import Location, Problem, Severity, Texts
from sitegen.yaml.nodes import Mapping, Node, Scalar, Sequence
from sitegen.yaml.quotes import quoted

T = TypeVar("T")


class Keys:
    """The keys of one mapping. Ask for each by name and kind, then call `done()`."""

    def __init__(self, node: Node, path: str, what: str, problems: list[Problem]) -> None:
        self.path = path
        self.what = what
        self.problems = problems
        self.asked: list[str] = []
        self.place = Location(path, node.line, node.column)
        if isinstance(node, Mapping):
            self.node = node
        elif isinstance(node, Scalar) and node.empty:  # a key with nothing after it: all defaults
            self.node = Mapping((), node.line, node.column)
        else:
            self.node = Mapping((), node.line, node.column)
            self.wrong(node, f"{what} must be a list of keys and values (key: value)")

    def wrong(self, node: Node, message: str, hint: str = "", code: str = "config.value") -> None:
        self.problems.append(Problem(code, message, Location(self.path, node.line, node.column), hint))

    def get(self, name: str, required: bool = False) -> Node | None:
        self.asked.append(name)
        node = self.node.get(name)
        if node is None and required:
            self.problems.append(Problem("config.missing", f'{self.what} needs "{name}"', self.place))
        return node

    def place_of(self, name: str, word: str = "") -> Location:
        """Where the value of a key stands, or one word of it; without that key, the mapping's place."""
        node = self.node.get(name)
        if isinstance(node, Sequence):
            words = (
                item for item in node.items if isinstance(item, Scalar) and item.text.lstrip("-") == word
            )
            node = next(words, node)
        return Location(self.path, node.line, node.column) if node else self.place

    def key_in(self, mapping: str, name: str) -> Scalar | None:
        """A key of the mapping that one of our keys has as its value."""
        node = self.node.get(mapping)
        return node.key(name) if isinstance(node, Mapping) else None

    def unknown(self, key: str, word: str, known: Iterable[str], what: str, code: str) -> None:
        """Reports a word of a key's value that names nothing."""
        known = tuple(known)
        hint = suggest(word, known) or f"known: {', '.join(known)}"
        self.problems.append(Problem(code, what, self.place_of(key, word), hint))

    def no_field(self, place: Location, name: str, known: Iterable[str], what: str = "a field") -> None:
        """Reports a name that is not such a field of the type."""
        message = f'"{name}" is not {what} of this type'
        self.problems.append(Problem("config.field", message, place, suggest(name, known)))

    def text(self, name: str, default: str = "", required: bool = False, pattern: str = "") -> str:
        node = self.get(name, required)
        if node is None:
            return default
        if not isinstance(node, Scalar):
            self.wrong(node, f'"{name}" must be a text')
            return default
        if pattern and not re.fullmatch(pattern, node.text):
            self.wrong(node, f'"{node.text}" cannot be a {name}', f"it must look like {pattern}")
            return default
        return node.text

    def choice(self, name: str, options: Iterable[str], default: str, nearest: bool = False) -> str:
        """One of several words; for another word, which is a problem, the default or the nearest option."""
        node = self.get(name)
        if node is None:
            return default
        known = tuple(options)
        if isinstance(node, Scalar) and node.text in known:
            return node.text
        written = node.text if isinstance(node, Scalar) else ""
        hint = suggest(written, known) or f"one of {', '.join(known)}"
        self.wrong(node, f'"{written}" is not a value of "{name}"', hint)
        meant = MISSPELT.match(hint)
        return meant[1] if nearest and meant else default

    def flag(self, name: str, default: bool = False) -> bool:
        return self.choice(name, ("true", "false"), "true" if default else "false") == "true"

    def number(self, name: str, default: int | None, least: int = 1) -> int | None:
        node = self.get(name)
        if node is None:
            return default
        if isinstance(node, Scalar) and re.fullmatch(r"[0-9]{1,9}", node.text) and int(node.text) >= least:
            return int(node.text)
        self.wrong(node, f'"{name}" must be a whole number of {least} or more')
        return default

    def words(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """One word or a list of words."""
        node = self.get(name)
        return default if node is None else tuple(word.text for word in self.scalars(node, name))

    def scalars(self, node: Node, name: str) -> Iterator[Scalar]:
        for item in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(item, Scalar):
                yield item
            else:
                self.wrong(item, f'"{name}" must be a word or a list of words')

    def texts(self, name: str, languages: Iterable[str], default: str = "", required: bool = False) -> Texts:
        """A text for all languages, or one for each by its code."""
        node = self.get(name, required)
        return {"": default} if node is None else self.texts_of(node, name, languages)

    def texts_of(self, node: Node, name: str, languages: Iterable[str]) -> Texts:
        if isinstance(node, Scalar):
            return {"": self._shown(node, name)}
        if not isinstance(node, Mapping):
            self.wrong(node, f'"{name}" must be a text, or a text for each language')
            return {"": ""}
        known = tuple(languages)
        found: dict[str, str] = {}
        for key, value in node.entries:
            if key.text not in known:
                hint = suggest(key.text, known) or f"the languages are {', '.join(known)}"
                self.wrong(key, f'"{key.text}" is not a language of this site', hint, "config.language")
            elif not isinstance(value, Scalar):
                self.wrong(value, f'"{name}" must be a text for each language')
            else:
                found[key.text] = self._shown(value, name)
        if known and known[0] not in found:
            self.wrong(node, f'"{name}" needs a text in {known[0]}, the default language')
        return found

    def _shown(self, node: Scalar, name: str) -> str:
        """A text that readers see."""
        self.problems += filter(None, (quoted(node, name, self.path, is_text=True),))
        return node.text

    def mapping(self, name: str, read: Callable[[str, Node], T | None]) -> dict[str, T]:
        """The entries of a mapping, each read by a function of its key and node."""
        node = self.get(name)
        if node is None:
            return {}
        if not isinstance(node, Mapping):
            self.wrong(node, f'"{name}" must be a list of keys and values (key: value)')
            return {}
        pairs = ((key.text, read(key.text, value)) for key, value in node.entries)
        return {key: value for key, value in pairs if value is not None}

    def items(self, name: str) -> tuple[Node, ...]:
        node = self.get(name)
        if node is None:
            return ()
        if isinstance(node, Sequence):
            return node.items
        self.wrong(node, f'"{name}" must be a list (- item)')
        return ()

    def nested(self, name: str, what: str) -> Keys | None:
        node = self.get(name)
        return None if node is None else Keys(node, self.path, what, self.problems)

    def off(self, name: str) -> bool:
        """The key is there and says `false`."""
        node = self.node.get(name)
        return isinstance(node, Scalar) and node.text == "false"

    def done(self) -> None:
        """Reports every key that nobody asked for."""
        for key, _ in self.node.entries:
            if key.text not in self.asked:
                hint = suggest(key.text, self.asked) or f"known keys: {', '.join(sorted(self.asked))}"
                self.wrong(key, f'{self.what} has no key "{key.text}"', hint, "config.unknown")


def without_follow_ons(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, of which one stays for each value in curly quotation marks.

    For a text that is the warning, and for another value the error in place of what else is wrong with it.
    """
    problems = list(problems)
    quoted = {problem.location: problem for problem in problems if problem.code == QUOTES}
    quoted |= {p.location: p for p in problems if p.code == QUOTES and p.severity is Severity.WARNING}
    return [problem for problem in problems if quoted.get(problem.location, problem) == problem]


QUOTES = "yaml.quotes"
UNREADABLE = ("config.file", "yaml.", "merge.")
"""Codes of problems after which nothing is known of what a definition file declares."""
MENTIONS = ("config.field", "config.type", "config.menu")
"""Codes of problems with names that another definition file could declare."""


HOLDERS = ("fields", "lists", "taxonomies", "types")
"""Keys whose entries others mention by name."""
MISSPELT = re.compile(r"did you mean (\w+)\?")


def first_causes(problems: Iterable[Problem], site: str, sound_languages: bool) -> Iterable[Problem]:
    """The problems of definition files without those that may be only the consequence of another.

    Where a definition file cannot be read, or a key is misspelt, what others say of its entries seems wrong.
    """
    problems = tuple(problems)
    unread = {p.location.path for p in problems if p.code.startswith(UNREADABLE) and p.code != QUOTES}
    meant = {(p.location.path, key) for p in problems if p.code == "config.unknown" for key in _meant(p)}
    misspelt = {key for _, key in meant}
    hidden = MENTIONS if unread or not misspelt.isdisjoint(HOLDERS) else ()
    if site in unread or not sound_languages or "languages" in misspelt:
        hidden = (*hidden, "config.language")
    for problem in problems:
        needed = {(problem.location.path, key) for key in re.findall(r'needs "(\w+)"', problem.message)}
        if problem.code not in hidden and not (problem.code == "config.missing" and needed & meant):
            yield problem


def _meant(problem: Problem) -> list[str]:
    """The key that a misspelt one was to be."""
    return MISSPELT.findall(problem.hint)


def with_missing_types(problems: Iterable[Problem], root: Path, defined: Container[str]) -> list[Problem]:
    """The problems, with one for a folder without a definition in place of all mentions of its type.

    `defined` has the paths of the definition files.
    """
    problems = list(problems)
    missing: dict[str, str] = {}
    for folder in sorted((root / "content").glob("*/")) if problems else ():
        if f"content/{folder.name}/_type.yaml" not in defined and any(folder.glob("*.md")):
            missing |= dict.fromkeys((f'"{folder.name}"', f'"type:{folder.name}"'), folder.name)
    found: dict[str, Problem] = {}
    others = []
    for problem in problems:
        named = (missing[word] for word in re.findall(r'"[^"]+"', problem.message) if word in missing)
        name = next(named, "") if problem.code in MENTIONS else ""
        if name:
            message = f'the folder "{name}" has no _type.yaml, so its entries have no type'
            path = f"content/{name}/_type.yaml"
            found[name] = Problem("type.missing", message, Location(path), f"add {path}")
        else:
            others.append(problem)
    return [*others, *found.values()]
