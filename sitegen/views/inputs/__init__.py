"""From an output's named inputs to the values its template sees. One value a kind of input.

A template's context is made here and nowhere else, so that what it can see and what the plan
recorded cannot differ. `input_kinds` is the register: the kinds of the core, and of each feature `INPUTS` and
`SHARED_INPUTS`, whose values are the same for every page of a language.
"""

from collections.abc import Mapping

from sitegen.types import Digest, DocumentKey, Input
from sitegen.types.registers import Register, by_name, per_extensions
from sitegen.views.inputs import archives, entries, every_page, files, indexes, pages, texts
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.inputs.texts import NUMBER

CORE: Mapping[str, InputKind] = {
    **every_page.KINDS,
    **pages.KINDS,
    **texts.KINDS,
    **entries.KINDS,
    **indexes.KINDS,
    **archives.KINDS,
    **files.KINDS,
}


@per_extensions
def input_kinds() -> Register[InputKind]:
    """Kinds of inputs by name, of the core and of the features."""
    return by_name(CORE, "INPUTS", "SHARED_INPUTS")


@per_extensions
def shared_kinds() -> frozenset[str]:
    """Names of the kinds whose value is the same for every page of a language."""
    return frozenset((*(name for name, kind in CORE.items() if kind.shared), *by_name({}, "SHARED_INPUTS")))


@per_extensions
def _kind(name: str) -> InputKind:
    """A kind by its name.

    A value that a feature would give which is not installed is false in templates, and printed as nothing.
    """
    if name in input_kinds():
        return input_kinds()[name]
    from jinja2 import ChainableUndefined

    return InputKind(lambda *_: ChainableUndefined(), lambda *_: "")


def resolve(source: InputSource, wanted: Input) -> object:
    """The value of an input."""
    kind = _kind(wanted.kind)
    if not kind.shared:
        return kind.value(source, wanted.key)
    return source.shared.get(wanted, kind.value, source, wanted.key)


def digest_of_input(source: InputSource, wanted: Input) -> Digest:
    """The digest of an input: of its value, or of everything that the value is made from."""
    kind = _kind(wanted.kind)
    if kind.shared:
        return source.digest_once(wanted.kind, wanted.key, lambda: resolve(source, wanted))
    return kind.digest_of(source, wanted.key)


def document_of(source: InputSource, wanted: Input) -> DocumentKey:
    """The key of the document whose text an input is; empty if it is none."""
    document = _kind(wanted.kind).document
    return document(source, wanted.key) if document else DocumentKey("")


__all__ = [
    "NUMBER",
    "InputKind",
    "InputSource",
    "digest_of_input",
    "document_of",
    "input_kinds",
    "resolve",
    "shared_kinds",
]
