"""From an output's named inputs to the values its template sees. One value a kind of input.

A template's context is made here and nowhere else, so that what it can see and what the plan
recorded cannot differ. `INPUT_KINDS` is the register.
"""

from collections.abc import Mapping

from sitegen.types import Digest, Input
from sitegen.views.inputs import (
    archives,
    charts,
    editors,
    entries,
    every_page,
    files,
    indexes,
    maps,
    pages,
    search,
    texts,
)
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.inputs.texts import NUMBER

INPUT_KINDS: Mapping[str, InputKind] = {
    **every_page.KINDS,
    **pages.KINDS,
    **texts.KINDS,
    **entries.KINDS,
    **indexes.KINDS,
    **archives.KINDS,
    **files.KINDS,
    **maps.KINDS,
    **charts.KINDS,
    **search.KINDS,
    **editors.KINDS,
}

SHARED = frozenset(name for name, kind in INPUT_KINDS.items() if kind.shared)
"""Inputs that are the same for every page of a language."""


def resolve(source: InputSource, wanted: Input) -> object:
    """The value of an input."""
    kind = INPUT_KINDS[wanted.kind]
    if not kind.shared:
        return kind.value(source, wanted.key)
    if wanted not in source.shared:
        source.shared[wanted] = kind.value(source, wanted.key)
    return source.shared[wanted]


def digest_of_input(source: InputSource, wanted: Input) -> Digest:
    """The digest of an input: of its value, or of everything that the value is made from."""
    kind = INPUT_KINDS[wanted.kind]
    if kind.shared:
        return source.digest_once(wanted.kind, wanted.key, lambda: resolve(source, wanted))
    return kind.digest_of(source, wanted.key)


def document_of(source: InputSource, wanted: Input) -> str:
    """The key of the document whose text an input is; empty if it is none."""
    document = INPUT_KINDS[wanted.kind].document
    return document(source, wanted.key) if document else ""


__all__ = ["INPUT_KINDS", "NUMBER", "InputKind", "InputSource", "digest_of_input", "document_of", "resolve"]
