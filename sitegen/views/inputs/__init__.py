"""From an output's named inputs to the values its template sees. One function a kind of input.

A template's context is made here and nowhere else, so that what it can see and what the plan
recorded cannot differ. `INPUT_KINDS` is the register.
"""

from collections.abc import Callable, Mapping

from sitegen.types import Digest, Input
from sitegen.views.inputs import archives, editors, entries, every_page, files, indexes, search, seeing
from sitegen.views.inputs.digests import DIGESTS
from sitegen.views.inputs.entries import NUMBER
from sitegen.views.inputs.source import InputSource

InputKind = Callable[[InputSource, str], object]

INPUT_KINDS: Mapping[str, InputKind] = {
    **every_page.INPUTS,
    **entries.INPUTS,
    **indexes.INPUTS,
    **archives.INPUTS,
    **files.INPUTS,
    **seeing.INPUTS,
    **search.INPUTS,
    **editors.INPUTS,
}

SHARED = frozenset({"site", "menus", "assets", "lists", "figures", "types", "histories", "accessibility"})
"""Inputs that are the same for every page of a language."""


def resolve(source: InputSource, wanted: Input) -> object:
    """The value of an input."""
    if wanted.kind not in SHARED:
        return INPUT_KINDS[wanted.kind](source, wanted.key)
    key = (wanted.kind, wanted.key)
    if key not in source.kept:
        source.kept[key] = INPUT_KINDS[wanted.kind](source, wanted.key)
    return source.kept[key]


def digest_of_input(source: InputSource, wanted: Input) -> Digest:
    """The digest of an input's value; from what the value is made of, where that is known."""
    if wanted.kind in SHARED:
        return source.kept_digest(wanted.kind, wanted.key, lambda: resolve(source, wanted))
    known = DIGESTS.get(wanted.kind)
    if known:
        return known(source, wanted.key)
    return source.digester.digest_of(resolve(source, wanted))


__all__ = ["INPUT_KINDS", "NUMBER", "InputSource", "digest_of_input", "resolve"]
