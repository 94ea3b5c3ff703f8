"""Pictures in translations that give only texts: the file and missing texts come from the source.

picture: {alt: Une rue}   →   the source's picture with this alternative text, and the source's credit
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sitegen.types import Image

ALT = "alt"
WORDS = ("credit", "caption")


class Completion(NamedTuple):
    value: object
    inherited: tuple[str, ...]
    """Places of texts from the source: that of a whole picture, or one that ends in `/alt`, for example."""


def completed(source: object, own: object, place: str) -> Completion:
    """The value of a picture field of a translation, completed from the source; in lists, by position."""
    if isinstance(source, Image) and isinstance(own, Image):
        return _image(source, own, place)
    if isinstance(source, tuple) and isinstance(own, tuple) and len(source) == len(own):
        pairs = enumerate(zip(source, own, strict=True))
        found = [completed(one, other, f"{place}/{number}") for number, (one, other) in pairs]
        places = tuple(name for it in found for name in it.inherited)
        return Completion(tuple(it.value for it in found), places)
    return Completion(own, ())


def _image(source: Image, own: Image, place: str) -> Completion:
    if own.path:
        return Completion(own, ())
    alt = own.alt or ("" if own.decorative else source.alt)
    decorative = own.decorative or (source.decorative and not own.alt)
    missing = {name: getattr(source, name) for name in WORDS if not getattr(own, name)}
    words = {ALT: alt if alt != own.alt else "", **missing}
    more = {name: getattr(own, name) or getattr(source, name) for name in (*WORDS, "focus", "license")}
    value = Image(source.path, alt, decorative=decorative, **more)
    return Completion(value, tuple(f"{place}/{name}" for name, text in words.items() if text))


def lacks_files(value: object) -> bool:
    """True if a value has a picture without a file, also within lists and groups."""
    if isinstance(value, Image):
        return not value.path
    if isinstance(value, tuple):
        return any(map(lacks_files, value))
    return isinstance(value, Mapping) and any(map(lacks_files, value.values()))


def texts_of(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Yields the place and text of each alternative text in the value of a field."""
    if isinstance(value, Image):
        yield from [(f"{place}/{ALT}", value.alt)] if value.alt else []
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts_of_item(item, f"{place}/{number}")
    else:
        yield from _texts_of_item(value, f"{place}/0")


def _texts_of_item(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            if isinstance(item, Image | tuple):
                yield from texts_of(item, f"{place}/{name}")
    elif isinstance(value, Image):
        yield from texts_of(value, place)


def is_inherited(inherited: frozenset[str], place: str) -> bool:
    """True if the text, or the value that contains it, comes from the source (see `Page.inherited`)."""
    parts = place.split("/")
    return any("/".join(parts[:n]) in inherited for n in range(1, len(parts) + 1))
