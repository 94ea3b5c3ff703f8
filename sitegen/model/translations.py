"""What a translation takes from its source: everything that is not text, and text it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sitegen.read.kinds import TEXT_KINDS
from sitegen.types import Config, ContentType, Document, Field, Library, Location, Problem, Severity

NOT_INHERITED = ("draft", "publish_on", "updated", "review_by", "aliases", "slug", "noindex")
"""Fields that speak of one file, not of the entry."""


@dataclass(frozen=True, slots=True)
class Merged:
    fields: Mapping[str, object]
    inherited: frozenset[str]
    """The text fields that come from the source: names, and `FIELD/POSITION/NAME` inside groups."""


def merge(content_type: ContentType, source: Document, translation: Document) -> tuple[Merged, list[Problem]]:
    """The fields of a translation, completed from its source."""
    fields = dict(translation.fields)
    inherited: set[str] = set()
    problems: list[Problem] = []
    for name, value in source.fields.items():
        known = content_type.fields.get(name)
        if name in NOT_INHERITED:
            continue
        if name not in fields:
            fields[name] = value
            if known is None or known.kind in (*TEXT_KINDS, "group"):
                inherited.add(name)
        elif known is not None and known.kind == "group":
            inherited.update(_texts_of_groups(known, value, fields[name]))
            fields[name] = _groups(known, value, fields[name], translation, problems)
    return Merged(fields, frozenset(inherited)), problems


def _texts_of_groups(known: Field, source: object, own: object) -> Iterator[str]:
    """The texts that groups lack, as `FIELD/POSITION/NAME`."""
    sources, owns = (value if isinstance(value, tuple) else (value,) for value in (source, own))
    for position, (one, other) in enumerate(zip(sources, owns, strict=False)):
        for name, inner in known.fields.items():
            if inner.kind in TEXT_KINDS and name in one and name not in other:
                yield f"{known.name}/{position}/{name}"


def _groups(
    known: Field, source: object, own: object, translation: Document, problems: list[Problem]
) -> object:
    """Groups are completed one by one, by their position."""
    if not isinstance(source, tuple) or not isinstance(own, tuple):
        return {**source, **own} if isinstance(source, dict) and isinstance(own, dict) else own
    if len(source) != len(own):
        line, column = translation.positions.get(known.name, (1, 1))
        message = f'"{known.name}" has {len(own)} items here and {len(source)} in the source'
        hint = "translate the same items in the same order"
        problems.append(Problem("translation.items", message, Location(translation.path, line, column), hint))
        return own
    return tuple({**one, **other} for one, other in zip(source, own, strict=True))


def orphans(library: Library, config: Config) -> Iterator[Problem]:
    """Translations of nothing: no file in the default language."""
    present = {
        document.entry
        for document in library.documents.values()
        if document.language == config.default_language
    }
    present |= {path.rpartition(".")[0].removeprefix("content/") for path in library.files}
    for document in library.documents.values():
        if document.entry not in present and document.language in config.languages:
            message = f'there is no "{document.name}" in {config.default_language} that this could translate'
            hint = "add the source, or rename this file after it"
            yield Problem("translation.orphan", message, Location(document.path), hint, Severity.WARNING)
