"""The field kind `coordinates`: latitude and longitude in degrees."""

from __future__ import annotations

from decimal import Decimal

from sitegen.kinds.kind import OFTEN, POINT, Kind, Reading
from sitegen.types import Field
from sitegen.types.patterns import lazy_pattern
from sitegen.yaml.nodes import Scalar

FORM = lazy_pattern(r"(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)\s*,\s*(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)")
DECIMALS = r"(\.[0-9]{1,6})?"
LATITUDE = rf"-?(0?90(\.0{{1,6}})?|0?[0-8]?[0-9]{DECIMALS})"
LONGITUDE = rf"-?(180(\.0{{1,6}})?|(1[0-7][0-9]|0?[0-9]?[0-9]){DECIMALS})"


def _read(reading: Reading, known: Field, node: Scalar) -> str | None:
    match = FORM.fullmatch(node.text.strip())
    if match is None:
        hint = "latitude, a comma, longitude, in degrees with a point before decimals: 57.05, 9.92"
        hint += "; south and west are negative"
        reading.wrong(node, "field.coordinates", f'"{node.text}" are not coordinates', hint)
        return None
    latitude, longitude = match.groups()
    if abs(Decimal(latitude)) > 90:
        turned = abs(Decimal(longitude)) <= 90 and abs(Decimal(latitude)) <= 180
        hint = f"the latitude comes first: did you mean {longitude}, {latitude}?" if turned else ""
        reading.wrong(node, "field.range", f"a latitude is between -90 and 90, not {latitude}", hint)
        return None
    if abs(Decimal(longitude)) > 180:
        reading.wrong(node, "field.range", f"a longitude is between -180 and 180, not {longitude}")
        return None
    return f"{latitude}, {longitude}"


COORDINATES = Kind(
    name="coordinates",
    read=_read,
    commas=OFTEN,
    pattern=rf"\s*{LATITUDE}\s*,\s*{LONGITUDE}\s*",
    example="57.05, 9.92",
    view=lambda viewing, _, value, __, ___: viewing.point(value),
    data_schema={"type": "string", "pattern": r"^-?\d+(\.\d+)?, -?\d+(\.\d+)?$"},
    fact=True,
    place=POINT,
    linked="",
)
