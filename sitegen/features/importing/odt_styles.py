"""Styles of OpenDocument texts as tags of HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from msgspec import Struct

from sitegen.features.importing.odt_names import NAMESPACES, value_of

DEEPEST = 20
"""Most styles that are based on each other."""
BLOCKS = {"Title": "h1", "Preformatted_20_Text": "pre", "Quotations": "blockquote"}
CODE = ("Source_20_Text", "Source_Text")
TAGS = (
    ("fo:font-weight", ("bold",), "strong"),
    ("fo:font-style", ("italic", "oblique"), "em"),
)


class OdtStyle(Struct, frozen=True):
    tags: tuple[str, ...] = ()
    """Tags for words with this style, the inner ones first."""
    block: str = "p"
    """Tag for paragraphs with this style."""
    hidden: bool = False
    """True if readers of the document do not see the text."""


def odt_styles(*roots: Element) -> Mapping[str, OdtStyle]:
    """The styles of a document by name, each with what it has from those that it is based on."""
    own = {
        value_of(style, "style:name"): style
        for root in roots
        for style in root.iter(f"{{{NAMESPACES['style']}}}style")
    }
    return {name: _style(tuple(_chain(name, own)), own) for name in own}


def _chain(name: str, own: Mapping[str, Element]) -> Iterator[str]:
    """Names of a style and of those that it is based on, nearest first."""
    for _ in range(DEEPEST):
        if not name:
            return
        yield name
        name = value_of(own[name], "style:parent-style-name") if name in own else ""


def _style(chain: tuple[str, ...], own: Mapping[str, Element]) -> OdtStyle:
    words = [
        found
        for name in chain
        if name in own and (found := own[name].find("style:text-properties", NAMESPACES)) is not None
    ]

    def first(name: str) -> str:
        return next((value for found in words if (value := value_of(found, name))), "")

    tags = [tag for name, values, tag in TAGS if first(name) in values]
    position = first("style:text-position")
    tags += ["sup"] if position.startswith("super") else ["sub"] if position.startswith("sub") else []
    tags += ["del"] if first("style:text-line-through-style") not in ("", "none") else []
    tags = ["code"] if any(name in CODE for name in chain) else tags
    block = next((BLOCKS[name] for name in chain if name in BLOCKS), "p")
    return OdtStyle(tuple(tags), block, first("text:display") == "none")
