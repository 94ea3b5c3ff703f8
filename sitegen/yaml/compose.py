"""Reads YAML into nodes, for the site definition and for front matter alike.

PyYAML's own loaders lose positions, accept a key twice and read `NO` as false; here those are problems or
cannot happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import yaml

from sitegen.types import Location, Problem
from sitegen.types.patterns import lazy_pattern
from sitegen.yaml.merges import unfinished_merge
from sitegen.yaml.nodes import FORBIDDEN, MOST_NODES, WIDE, Mapping, Node, Scalar, Sequence

DEEPEST = 20
SOUND = ("yaml.duplicate", "yaml.anchor", "yaml.quotes")
"""Codes of problems after which all values are known."""
CURLY = lazy_pattern("[:\\[,-][ ]*[“”„‟‘‚«»]")
"""A value that begins with a quotation mark of writers, not of YAML."""
NO_BLANK = lazy_pattern(r"[ ]*(?:- )?(?P<key>[A-Za-z_][\w-]*)(?:：|:(?=[^ \t\r:/]))")
"""A line that begins like a key, with its value right behind the colon, another blank or another colon."""
COLON = 'put the text in straight quotes ("…") if the colon belongs to it; begin all keys in the same column'
FOLD = lazy_pattern(f"([{WIDE}])[ \\t]*\\n[ \\t]*(?=([{WIDE}]))")
"""A line end between letters of Chinese or Japanese."""
Mark: TypeAlias = "yaml.error.Mark | yaml._yaml.Mark | None"


class Rejected(Exception):
    """The text is not YAML that sitegen takes; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def compose(text: str, path: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """The root node of a YAML text and its problems; no node for an empty text.

    `first_line` is the line of the file on which the text begins. It is composed from the events of libyaml,
    which are counted and whose depth is bounded: libyaml's own composer overflows the stack.
    """
    unfinished = unfinished_merge(text, path, first_line)
    if unfinished:
        return None, (unfinished,)
    composer = _Composer(text, path, first_line - 1)
    try:
        root = composer.document()
        return None if composer.refused else root, tuple(composer.problems)
    except Rejected as rejected:
        return None, (*composer.problems, rejected.problem)
    except yaml.YAMLError as error:
        return None, (*composer.problems, composer.syntax(error))


class _Composer:
    def __init__(self, text: str, path: str, offset: int) -> None:
        self.text = text
        self.next: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        self.path = path
        self.offset = offset
        self.lines = text.split("\n")
        self.problems: list[Problem] = []
        self.refused = False
        """True if a value is not known, so that its file cannot be checked."""
        self.nodes = 0
        self.depth = 0

    def document(self) -> Node | None:
        root: Node | None = None
        while not isinstance(event := self.next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    message = "a second YAML document begins here"
                    raise Rejected(self.problem("yaml.syntax", message, event.start_mark))
                root = self.node(self.next())
        return root

    def node(self, event: Any) -> Node:
        kind = type(event)
        if kind is yaml.AliasEvent:
            hint = "write the value again, or put the text in quotes if the star belongs to it"
            self.report("yaml.alias", f"*{event.anchor} refers to another value", event.start_mark, hint)
            return Scalar("", *self.position(event.start_mark))
        if event.anchor:
            message = f"the anchor &{event.anchor} gives a value a name"
            hint = "remove it, or put the text in quotes if the & belongs to it"
            self.problems.append(self.problem("yaml.anchor", message, event.start_mark, hint))
        elif event.tag:
            hint = "remove it, or put the text in quotes if the ! belongs to it"
            self.report("yaml.tag", f"the tag {event.tag} is not taken", event.start_mark, hint)
        line, column = self.position(event.start_mark)
        self.nodes += 1
        if kind is yaml.ScalarEvent:
            if self.nodes > MOST_NODES:
                raise Rejected(self.problem("yaml.limit", "the YAML is too long", event.start_mark))
            value = self.without_forbidden(event) if event.style == '"' else event.value
            if event.end_mark.line > event.start_mark.line and event.style != "|" and not value.isascii():
                value = _without_folds(value, self.text[event.start_mark.index : event.end_mark.index])
            return Scalar(value, line, column, not event.style)
        self.depth += 1
        if self.depth > DEEPEST:
            message = f"the YAML is nested deeper than {DEEPEST} levels"
            raise Rejected(self.problem("yaml.limit", message, event.start_mark))
        node: Node
        if kind is yaml.SequenceStartEvent:
            node = Sequence(tuple(self.items()), line, column)
        else:
            node = Mapping(tuple(self.pairs()), line, column)
        self.depth -= 1
        return node

    def without_forbidden(self, event: Any) -> str:
        """The value of a text in double quotes, whose escapes can spell what no file may hold."""
        found = FORBIDDEN.search(event.value)
        if found is None:
            return str(event.value)
        sign = f"U+{ord(found[0]):04X}"
        message = f"an escape spells the invisible character {sign}, which cannot be part of a text"
        hint = "delete the escape that begins with a backslash, or put the text in single quotes"
        self.problems.append(self.problem("file.character", message, event.start_mark, hint))
        return FORBIDDEN.sub(" ", event.value)

    def items(self) -> Iterator[Node]:
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            yield self.node(event)

    def pairs(self) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, int] = {}
        while type(event := self.next()) is not yaml.MappingEndEvent:
            key = self.node(event)
            if not isinstance(key, Scalar):
                self.report("yaml.key", "a key must be a word", event.start_mark)
            elif key.text == "<<" and key.plain:
                self.report("yaml.merge", "merge keys (<<) are not taken", event.start_mark)
            value = self.node(self.next())
            if not isinstance(key, Scalar):
                continue
            if key.text in seen:
                message = f'"{key.text}" is given twice; the first is on line {seen[key.text]}'
                place = Location(self.path, key.line, key.column)
                self.problems.append(Problem("yaml.duplicate", message, place, "keep one of the two"))
                continue
            seen[key.text] = key.line
            yield key, value

    def report(self, code: str, message: str, mark: Mark, hint: str = "") -> None:
        """Reports what sitegen does not take, and goes on to find what else is wrong."""
        self.problems.append(self.problem(code, message, mark, hint))
        self.refused = True

    def position(self, mark: Mark) -> tuple[int, int]:
        assert mark is not None, "only events made without a text lack their place"
        return mark.line + 1 + self.offset, mark.column + 1

    def problem(self, code: str, message: str, mark: Mark, hint: str = "") -> Problem:
        return Problem(code, message, Location(self.path, *self.position(mark)), hint)

    def syntax(self, error: yaml.YAMLError) -> Problem:
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        mark = getattr(error, "problem_mark", None)
        opened = getattr(error, "context", None) or ""
        if mark is None:
            return Problem("yaml.syntax", f"not YAML: {what}", Location(self.path, self.offset + 1))
        if any(word in opened for word in ("quoted scalar", "flow", "alias", "anchor")):
            mark = getattr(error, "context_mark", None) or mark
        late = "mapping values are not allowed" in what or "could not find expected ':'" in what
        close = self.without_blank(mark) if late else None
        if close:
            return close
        message, hint = _in_plain_words(what, opened)
        if CURLY.search(self.lines[mark.line] if mark.line < len(self.lines) else ""):
            hint = 'write straight quotation marks (") in place of the curly ones'
        code = next((f"yaml.{word}" for word in ("alias", "anchor") if word in opened), "yaml.syntax")
        return self.problem(code, message, mark, hint)

    def without_blank(self, mark: Any) -> Problem | None:
        """The problem of a key above with no blank after its colon, which YAML finds a line later."""
        for number in range(mark.line - 1, -1, -1):
            line = self.lines[number]
            found = NO_BLANK.match(line)
            if found:
                usual = found[0].isascii() and not line[found.end()].isspace()
                lacks = "blank after the colon of" if usual else "ordinary colon and blank after"
                message = f'there is no {lacks} "{found["key"]}"'
                place = Location(self.path, number + 1 + self.offset, found.end("key") + 1)
                hint = f"write {found['key']}: {line[found.end() :].strip()}"
                return Problem("yaml.syntax", message, place, hint)
            if line.strip():
                return None
        return None


def _without_folds(value: str, written: str) -> str:
    """A value without the blanks that YAML makes of line ends between letters of Chinese or Japanese.

    `written` is the value as it is in the file, over several lines.
    """
    for found in FOLD.finditer(written) if not written.isascii() else ():
        value = value.replace(f"{found[1]} {found[2]}", f"{found[1]}{found[2]}", 1)
    return value


def _in_plain_words(what: str, opened: str) -> tuple[str, str]:
    """Message and hint for an error of libyaml, in the words of editors."""
    if "quoted scalar" in opened:
        return "a quotation mark opens here and is not closed", "close it, or double it inside the text"
    if "flow" in opened:
        return "a bracket opens here and is not closed", "close it, and separate the items by commas"
    for sign, name in (("alias", "a star"), ("anchor", "an ampersand")):
        if sign in opened:
            return f"a text cannot begin with {name}", "put the text in quotes"
    if "mapping values are not allowed" in what:
        return "a colon followed by a space cannot stand here", COLON
    if "tab character" in what:
        return "a tab stands where YAML takes only spaces", "indent with spaces"
    if "cannot start any token" in what:
        hint = "indent with spaces, and put a text that begins with a special character in quotes"
        return "a value cannot begin with this character", hint
    return f"not YAML: {what}", "check quotes, brackets and indentation on this line and the one above"
