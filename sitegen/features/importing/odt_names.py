"""Names in OpenDocument texts, with their usual prefixes."""

from __future__ import annotations

from xml.etree.ElementTree import Element

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
PREFIXES = {address: prefix for prefix, address in NAMESPACES.items()}


def name_of(element: Element) -> str:
    """Name of an element: `text:p`."""
    space, _, local = str(element.tag).rpartition("}")
    return f"{PREFIXES.get(space.lstrip('{'), 'math' if 'Math' in space else 'other')}:{local}"


def value_of(element: Element, name: str) -> str:
    """Value of an attribute: `style:name`; empty if it is missing."""
    prefix, local = name.split(":", 1)
    return element.get(f"{{{NAMESPACES[prefix]}}}{local}", "")


def number_of(element: Element, name: str, default: int) -> int:
    """Number in an attribute, of at most six digits; the default in place of anything else."""
    value = value_of(element, name)
    return int(value) if value.isdecimal() and len(value) < 7 else default
