"""The key of month calendars: `months` of `_type.yaml`, the template of the pages of months."""

from __future__ import annotations

from typing import Any

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import TEXT
from sitegen.types import Config, ContentType
from sitegen.yaml.nodes import Node


def _template(own: Keys, key: Key, node: Node, default: Any) -> str:
    """The template. Reports a type that has no dates of events, or no index to link from."""
    name = str(TEXT.read(own, key, node, default))
    for needed in ("calendar", "index"):
        if name and own.node.get(needed) is None:
            own.wrong(node, f'a type with "{key.name}" needs "{needed}"', code="config.missing")
    return name


MONTHS = Key(
    "months",
    Value(TEXT.name, _template, TEXT.schema, ""),
    "Template of the pages of months, such as `month.html`; the type needs `calendar` and `index`. "
    "See [months](#months).",
    "",
    otherwise="there are none",
    example="month.html",
)
KEYS = Contributed(type=(MONTHS,))


def template_of(content_type: ContentType) -> str:
    """Template of the pages of months; empty if the type has none."""
    return str(content_type.contributed.get(MONTHS.name) or "")


def types_of(config: Config) -> tuple[ContentType, ...]:
    """The types with pages of months."""
    return tuple(found for found in config.types.values() if template_of(found) and found.calendar)
