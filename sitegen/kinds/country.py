"""The field kind `country`: a code of ISO 3166-1."""

from __future__ import annotations

from sitegen.kinds.codes import country_codes
from sitegen.kinds.json_schema import COUNTRIES
from sitegen.kinds.kind import COUNTRY as IS_A_COUNTRY
from sitegen.kinds.kind import Json, Kind, Reading, Tools
from sitegen.kinds.widgets import select
from sitegen.types import Field
from sitegen.yaml.nodes import Scalar

MEANT = {"UK": "GB", "EL": "GR"}
"""Codes that the European Union uses, with those of ISO 3166-1."""


def _read(reading: Reading, known: Field, node: Scalar) -> str | None:
    codes = country_codes()
    if node.text in codes:
        return node.text
    code = node.text.upper()
    meant = MEANT.get(code) or (code if code in codes else None) or codes.by_name(node.text)
    hint = f"did you mean {meant}?" if meant else "two capital letters of ISO 3166-1, like NO"
    reading.wrong(node, "field.country", f'"{node.text}" is not the code of a country', hint)
    return None


def _widget(_: Field, tools: Tools) -> Json:
    return select(sorted(((code, tools.country(code)) for code in country_codes()), key=lambda pair: pair[1]))


COUNTRY = Kind(
    name="country",
    read=_read,
    pattern="[A-Z]{2}",
    example="NO",
    schema=lambda _, __: {"$ref": f"{COUNTRIES}#/definitions/country"},
    widget=_widget,
    view=lambda viewing, _, value, __, ___: viewing.country_view(value),
    label=lambda viewing, _, value: viewing.country(value),
    data_schema={"type": "string", "pattern": "^[A-Z]{2}$"},
    term=True,
    fact=True,
    place=IS_A_COUNTRY,
)
