"""`extending.md` describes every register that is open to extensions."""

from __future__ import annotations

import re
from pathlib import Path

from sitegen.features.extensions.document import closed_table, table
from sitegen.features.extensions.offers import CLOSED, OFFERS, loaded

ARCHITECTURE = Path(__file__).parents[2] / "docs/content/manual/developers/architecture.md"
PAGE = Path(__file__).parents[2] / "docs/content/manual/developers/extending.md"


def test_its_table_has_every_register() -> None:
    assert table() in PAGE.read_text(encoding="utf-8")


def test_each_register_of_the_core_is_open_to_extensions_or_there_is_something_instead() -> None:
    rows = re.findall(
        r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", ARCHITECTURE.read_text(encoding="utf-8"), re.MULTILINE
    )
    registers = {name for row in rows for name in re.findall("[A-Z_]+", row)}
    open_ones = {offer.name for offer in OFFERS}

    assert {"PLANNERS", "SLOW", "SKETCH"} < registers
    assert registers - open_ones == CLOSED.keys()
    assert not open_ones & CLOSED.keys()
    assert closed_table() in PAGE.read_text(encoding="utf-8")


def test_the_functions_of_every_register_exist() -> None:
    for offer in OFFERS:
        assert callable(loaded(offer.made_by))
        assert not offer.names or callable(loaded(offer.names))
