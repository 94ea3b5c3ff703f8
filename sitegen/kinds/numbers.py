"""The field kinds `integer` and `number`; a number stays as it is written."""

from __future__ import annotations

import re
from decimal import Decimal

from sitegen.kinds.json_schema import scalar
from sitegen.kinds.kind import NAME, PERHAPS, Json, Kind, Reading
from sitegen.types import Field
from sitegen.yaml.nodes import Scalar

WHOLE = r"-?(0|[1-9][0-9]{0,17})"
DECIMAL = rf"{WHOLE}(\.[0-9]{{1,12}})?"


def _read_integer(reading: Reading, known: Field, node: Scalar) -> str | None:
    if re.fullmatch(WHOLE, node.text):
        return _within_limits(reading, known, node)
    hint = "digits only, without separators or units"
    reading.wrong(node, "field.integer", f'"{node.text}" is not a whole number', hint)
    return None


def _read_number(reading: Reading, known: Field, node: Scalar) -> str | None:
    if re.fullmatch(DECIMAL, node.text):
        return _within_limits(reading, known, node)
    hint = "digits, with a point before decimals and without separators or units: 2500 or 3.46"
    reading.wrong(node, "field.number", f'"{node.text}" is not a number', hint)
    return None


def _within_limits(reading: Reading, known: Field, node: Scalar) -> str | None:
    value = Decimal(node.text)
    if known.minimum and value < Decimal(known.minimum):
        reading.wrong(node, "field.range", f'"{known.name}" must be at least {known.minimum}')
        return None
    if known.maximum and value > Decimal(known.maximum):
        reading.wrong(node, "field.range", f'"{known.name}" must be at most {known.maximum}')
        return None
    return node.text


def _schema(kind: Kind, known: Field) -> Json:
    limits = {"minimum": known.minimum, "maximum": known.maximum}
    schema = scalar(kind.json_types, str(kind.pattern), kind.form_of(known))
    return schema | {name: _number(limit) for name, limit in limits.items() if limit}


def _widget(value_type: str, known: Field) -> Json:
    limits = {"min": known.minimum, "max": known.maximum}
    widget: Json = {"widget": "number", "value_type": value_type}
    return widget | {name: _number(limit) for name, limit in limits.items() if limit}


def _number(written: str) -> int | float:
    return float(written) if "." in written else int(written)


INTEGER: Kind = Kind(
    name="integer",
    read=_read_integer,
    commas=PERHAPS,
    keys=("min", "max"),
    limit=(r"-?[0-9]+", "a number"),
    pattern=WHOLE,
    example="1",
    json_types=("integer", "string"),
    schema=lambda known, _: _schema(INTEGER, known),
    widget=lambda known, _: _widget("int", known),
    data_schema={"type": "integer"},
    fact=True,
    linked=NAME,
)
NUMBER: Kind = Kind(
    name="number",
    read=_read_number,
    commas=PERHAPS,
    keys=("min", "max"),
    limit=(r"-?[0-9]+(\.[0-9]+)?", "a number"),
    pattern=DECIMAL,
    example="2.5",
    json_types=("number", "string"),
    schema=lambda known, _: _schema(NUMBER, known),
    widget=lambda known, _: _widget("float", known),
    data_schema={"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    fact=True,
    linked=NAME,
)
