"""Helpers for tests of citations."""

from __future__ import annotations

import re

from babel import Locale

ENGLISH = Locale.parse("en_GB")


def line(bibtex: str, field: str) -> str:
    """The value of a field in the text of a BibTeX entry."""
    found = re.search(rf"^  {field} = (.*),$", bibtex, re.MULTILINE)
    return found[1] if found else ""
