"""`extending.md` describes every register that is open to extensions."""

from __future__ import annotations

from pathlib import Path

from sitegen.features.extensions.document import table
from sitegen.features.extensions.offers import OFFERS, loaded

PAGE = Path(__file__).parents[2] / "docs/content/manual/developers/extending.md"


def test_its_table_has_every_register() -> None:
    assert table() in PAGE.read_text(encoding="utf-8")


def test_the_functions_of_every_register_exist() -> None:
    for offer in OFFERS:
        assert callable(loaded(offer.made_by))
        assert not offer.names or callable(loaded(offer.names))
