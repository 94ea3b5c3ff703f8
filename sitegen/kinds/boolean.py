"""The field kind `boolean`: true or false."""

from __future__ import annotations

from sitegen.kinds.kind import PERHAPS, Json, Kind, Reading, Tools
from sitegen.types import Field
from sitegen.yaml.nodes import Scalar

WORDS = {
    **dict.fromkeys(("true", "yes", "y", "on", "1", "oui", "ja", "sí", "si", "sim", "x"), "true"),
    **dict.fromkeys(("false", "no", "n", "off", "0", "non", "nein", "nej", "não"), "false"),
}
"""Words that people write for true and false."""


def _read(reading: Reading, known: Field, node: Scalar) -> bool | None:
    if node.text in ("true", "false"):
        return node.text == "true"
    meant = WORDS.get(node.text.strip().casefold())
    hint = f"did you mean {meant}?" if meant else ""
    reading.wrong(node, "field.boolean", f'"{known.name}" is true or false, not "{node.text}"', hint)
    return None


def _widget(known: Field, _: Tools) -> Json:
    default: Json = {} if known.default is None else {"default": known.default == "true"}
    return {"widget": "boolean", **default}


BOOLEAN = Kind(
    name="boolean",
    read=_read,
    commas=PERHAPS,
    pattern="true|false",
    example="false",
    form="true or false",
    listed=False,
    write=lambda _, value: "true" if value else "false",
    json_types=("boolean", "string"),
    widget=_widget,
    data_schema={"type": "boolean"},
    fact=True,
)
