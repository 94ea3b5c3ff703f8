"""Tables of the registers that are open to extensions, and of those that are not, for `docs/`."""

from __future__ import annotations

from sitegen.features.extensions.offers import CLOSED, OFFERS


def table() -> str:
    """The table in Markdown."""
    rows = [f"| `{offer.name}` | {offer.form} | {offer.holds} | {offer.rebuilt} |" for offer in OFFERS]
    return "\n".join(["| register | is | values | rebuilt after an edit |", "|---|---|---|---|", *rows])


def closed_table() -> str:
    """The table of the registers that no extension can fill, in Markdown."""
    return "\n".join(
        ["| register | instead |", "|---|---|", *(f"| `{n}` | {w} |" for n, w in CLOSED.items())]
    )
