"""What `site.yaml` says about pictures."""

from __future__ import annotations

import re

from sitegen.definition import Keys
from sitegen.nodes import Scalar
from sitegen.types import PictureRule

FORMATS = ("avif", "webp")
WIDEST = 8000


def image_rule(site: Keys) -> PictureRule:
    """What is made of pictures; without the key `images`, the usual."""
    usual = PictureRule()
    own = site.nested("images", "the images")
    if own is None:
        return usual
    formats = own.words("formats", usual.formats)
    for name in formats:
        if name not in FORMATS:
            own.unknown("formats", name, FORMATS, f'pictures cannot be made as "{name}"', "config.value")
    rule = PictureRule(
        widths=_widths(own, usual.widths),
        formats=tuple(dict.fromkeys(name for name in formats if name in FORMATS)),
        quality=_quality(own, usual.quality),
        sizes=own.text("sizes", usual.sizes),
    )
    own.done()
    return rule


def _widths(own: Keys, usual: tuple[int, ...]) -> tuple[int, ...]:
    node = own.get("widths")
    if node is None:
        return usual
    found = []
    for word in own.scalars(node, "widths"):
        if re.fullmatch(r"[1-9][0-9]{0,3}", word.text) and int(word.text) <= WIDEST:
            found.append(int(word.text))
        else:
            own.wrong(word, f'"{word.text}" is not a width', f"a number of pixels from 1 to {WIDEST}")
    return tuple(sorted(set(found)))


def _quality(own: Keys, usual: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    inner = own.nested("quality", "the quality of pictures")
    if inner is None:
        return usual
    found = []
    for name, value in usual:
        node = inner.get(name)
        if isinstance(node, Scalar) and re.fullmatch(r"[1-9][0-9]?|100", node.text):
            found.append((name, int(node.text)))
        else:
            found.append((name, value))
            if node is not None:
                inner.wrong(node, f'the quality of "{name}" must be a number from 1 to 100')
    inner.done()
    return tuple(found)
