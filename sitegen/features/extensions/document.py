"""Table of the registers that are open to extensions, for `docs/`."""

from __future__ import annotations

from sitegen.features.extensions.offers import OFFERS


def table() -> str:
    """The table in Markdown."""
    rows = [f"| `{offer.name}` | {offer.form} | {offer.holds} | {offer.rebuilt} |" for offer in OFFERS]
    return "\n".join(["| register | is | values | rebuilt after an edit |", "|---|---|---|---|", *rows])
