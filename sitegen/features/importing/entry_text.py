"""The file of an imported entry, as text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from sitegen.features.importing.field_kinds import (
    BUILT_IN,
    FieldPlan,
    built_in_value,
    converted,
    fits_built_in,
    is_empty,
)
from sitegen.features.importing.imported import Field, ImportedEntry, Note, Outcome, Value
from sitegen.features.importing.yaml_text import field_lines, visible
from sitegen.read.entry_places import INTRO_FIELDS
from sitegen.yaml.nodes import FORBIDDEN

HEADING = re.compile(r"\s*#[ \t]+([^\n]+?)[ \t]*#*[ \t]*\n")
MARKS = re.compile(r"[*_`\[\]{}<>#\\]")
LONGEST_TITLE = 300
FIRST = ("title", "summary")
INHERITED = ("integer", "number", "boolean", "date", "datetime", "reference", "url", "email", "choice")
"""Kinds of fields that a translation takes from its source."""


class EntryWriter:
    """Makes the text of one file. `notes` has what is to be reported."""

    def __init__(
        self,
        entry: ImportedEntry,
        plans: Mapping[str, FieldPlan],
        original: ImportedEntry,
        aliases: tuple[str, ...],
    ) -> None:
        self.entry = entry
        self.plans = plans
        self.original = original
        self.aliases = aliases
        self.is_translation = original is not entry
        self.is_intro = not entry.name
        self.rest: tuple[str, ...] = ()
        """Comments of fields that were left out at the end."""
        self.notes: list[Note] = []

    def text(self, body: str) -> str:
        """Text of the file with this body."""
        fields = self._fields()
        title = next((field for field in fields if field.name == "title"), None)
        if title is None:
            name, body = self._title(body)
            fields.insert(0, Field("title", name))
        if FORBIDDEN.search(body):
            self._note(Outcome.DONE, "characters that cannot be seen were removed")
            body = visible(body)
        lines = [line for field in self._sorted(fields) for line in self._lines(field)]
        lines += [f"# {comment}".rstrip() for comment in (*self.rest, *self.entry.comments)]
        if self.entry.data:
            return "\n".join(lines) + "\n"
        text = body.strip("\n")
        return "\n".join(("---", *lines, "---", *(("", text) if text.strip() else ()))) + "\n"

    def _note(self, outcome: Outcome, text: str) -> None:
        self.notes.append(Note(outcome, self.entry.source, text))

    def _sorted(self, fields: list[Field]) -> list[Field]:
        return sorted(
            fields, key=lambda field: FIRST.index(field.name) if field.name in FIRST else len(FIRST)
        )

    def _lines(self, field: Field) -> Iterator[str]:
        """Lines of a field; as comments, if the page of a folder cannot have it."""
        lines = field_lines(field)
        if not self.is_intro or field.name in INTRO_FIELDS:
            yield from lines
            return
        self._note(Outcome.LEFT, f"`{field.name}` became a comment: the page of a type has no such field")
        yield from (f"# {line}" for line in lines)

    def _title(self, body: str) -> tuple[str, str]:
        """A title from the first heading, which then leaves the text, or from the name of the file."""
        found = HEADING.match(body)
        if found and MARKS.sub("", found[1]).strip():
            self._note(Outcome.DONE, "its first heading became its title")
            return MARKS.sub("", found[1]).strip()[:LONGEST_TITLE], body[found.end() :]
        name = self.entry.name.rpartition("/")[2] or self.entry.type or "Home"
        self._note(Outcome.DONE, "has no title; its name became one")
        return re.sub(r"[-_]+", " ", name).strip().capitalize() or name, body

    def _fields(self) -> list[Field]:
        found: list[Field] = []
        waiting: tuple[str, ...] = ()
        for field in self.entry.fields:
            before = (*waiting, *field.before)
            made = self._field(Field(field.name, field.value, before, field.after))
            waiting = () if made else (*before, *((f"{field.name}: {field.after}",) if field.after else ()))
            if made:
                found.append(made)
        if self.aliases:
            found.append(Field("aliases", self.aliases))
        self.rest = waiting
        return found

    def _field(self, field: Field) -> Field | None:
        """The field in the new file; None if it is left out."""
        if is_empty(field.value):
            return None
        if field.name in BUILT_IN:
            return self._built_in(field)
        plan = self.plans.get(field.name)
        if plan is None:
            return field
        if self.is_translation and plan.kind in INHERITED and field.value == self._original_value(field.name):
            return None
        return Field(plan.name, converted(plan, field.value), field.before, field.after)

    def _built_in(self, field: Field) -> Field | None:
        if not fits_built_in(field.name, field.value):
            self._note(
                Outcome.LEFT, f"`{field.name}: {short(field.value)}` is not a value that sitegen takes"
            )
            return None
        value = built_in_value(field)
        if field.name in FIRST and isinstance(value, str) and "&" in value:
            value = html.unescape(value)
        if field.name == "title" and isinstance(value, str):
            value = " ".join(value.split())[:LONGEST_TITLE]
        if (
            field.name in ("slug", "weight")
            and self.is_translation
            and value == self._original_value(field.name)
        ):
            return None
        return Field(field.name, value, field.before, field.after)

    def _original_value(self, name: str) -> Value | None:
        return next((field.value for field in self.original.fields if field.name == name), None)


def short(value: Value) -> str:
    text = value if isinstance(value, str) else "…"
    return text if len(text) <= 60 else f"{text[:60]}…"
