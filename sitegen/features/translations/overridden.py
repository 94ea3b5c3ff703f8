"""A translation must not contradict facts of its source that are the same in every language.

content/events/fair.md: start: 2026-12-01      content/events/fair.fr.md: start: 2026-12-02
    →   translation.fact: "start" is 2026-12-02 here and 2026-12-01 in content/events/fair.md
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.kinds import KINDS
from sitegen.model.lifecycle import EXPIRES, SUPERSEDED_BY, WITHDRAWN
from sitegen.model.translations import NOT_INHERITED, is_translation, source_of
from sitegen.types import Document, Field, Location, Problem, Severity

OF_ONE_FILE = frozenset({*NOT_INHERITED, EXPIRES, SUPERSEDED_BY, WITHDRAWN, "weight"})
"""Fields that a translation may set for itself, or that other rules check."""


def check(checked: Checked) -> Iterator[Problem]:
    site = checked.site
    for key, document in site.documents.items():
        content_type = site.config.types.get(document.type)
        if content_type and is_translation(site, key) and (source := source_of(site, key)):
            for name, value in document.fields.items():
                known = content_type.fields.get(name)
                if known and name not in OF_ONE_FILE:
                    yield from _different(known, source, document, value)


def _different(known: Field, source: Document, document: Document, value: object) -> Iterator[Problem]:
    for what, own, other in _facts(known, source.fields.get(known.name), value):
        if own != other:
            there = f"{other} in {source.path}" if other else f"not given in {source.path}"
            message = f'"{what}" is {own} here and {there}'
            place = Location(document.path, *document.positions.get(known.name, (1, 1)))
            hint = "a translation takes it from its source: remove it here, or change it there"
            yield Problem("translation.fact", message, place, hint, Severity.WARNING)


def _facts(known: Field, source: object, own: object) -> Iterator[tuple[str, str, str]]:
    """Name of each fact in a translation, with its value there and in the source."""
    if KINDS[known.kind].fact:
        yield known.name, _written(known, own), _written(known, source)
    elif known.fields:
        sources, owns = (value if isinstance(value, tuple) else (value,) for value in (source, own))
        for one, other in zip(sources, owns, strict=False):
            for name, inner in known.fields.items():
                if isinstance(one, Mapping) and isinstance(other, Mapping) and name in other:
                    for what, mine, theirs in _facts(inner, one.get(name), other[name]):
                        yield f"{known.name}: {what}", mine, theirs


def _written(known: Field, value: object) -> str:
    """Formats a fact as editors write it; empty if it is missing."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(_written(known, item) for item in value)
    return KINDS[known.kind].write(known, value)


RULE = Rule(check, Scope.FACTS)
