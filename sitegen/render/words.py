"""Names for values in templates, in terms that authors know instead of Python's names of types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2.environment import TemplateModule

from sitegen.types import PartialDate

WORDS = {
    "NoneType": "nothing", "str": "a text", "Markup": "a text", "ForeignText": "a text", "int": "a number",
    "float": "a number", "Decimal": "a number", "bool": "true or false", "tuple": "a list", "list": "a list",
    "dict": "a set of keys and values", "mappingproxy": "a set of keys and values", "date": "a date",
    "datetime": "a date", "PartialDate": "a date", "GroupView": "a group of fields",
    "Undefined": "something undefined", "function": "something to be called", "Macro": "a macro",
    "method": "something to be called", "builtin_function_or_method": "something to be called",
}  # fmt: skip
MOST_NAMES = 40


def word_for(value: object) -> str:
    """Name of a value for the author of a template: `a text`, `a list`, `a card`."""
    if value is None or value == "":
        return "nothing" if value is None else "an empty text"
    if isinstance(value, bool):
        return str(value).lower()
    return word_for_type(type(value).__name__)


def word_for_type(name: str) -> str:
    known = WORDS.get(name.rpartition(".")[2])
    if known:
        return known
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.rpartition(".")[2].removesuffix("View")).lower()
    return f"{'an' if plain[:1] in 'aeiou' else 'a'} {plain}"


def attributes_of(kind: type) -> list[str]:
    """Attributes that values of a type have in templates."""
    fields = getattr(kind, "__struct_fields__", ())
    properties = (name for name, found in vars(kind).items() if isinstance(found, property))
    return sorted({*fields, *properties})


def names_of(value: Any) -> list[str]:
    """Names of the attributes and keys of a value."""
    if isinstance(value, Mapping):
        return [str(key) for key in list(value)[:MOST_NAMES]]
    if isinstance(value, date | PartialDate):
        return ["year", "month", "day"] if isinstance(value, date) else ["year", "month"]
    if isinstance(value, str | int | float | Decimal | tuple | list) or value is None:
        return sorted(vars(value)) if hasattr(value, "__dict__") else []
    if isinstance(value, TemplateModule):
        return sorted(name for name in vars(value) if not name.startswith("_"))
    return attributes_of(type(value))
