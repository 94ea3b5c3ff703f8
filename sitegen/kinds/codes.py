"""Codes of countries and languages, from the CLDR data that Babel carries."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

NOT_COUNTRIES = frozenset(
    {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA", "AN", "UK"}
)
"""Two-letter CLDR regions that are not officially assigned in ISO 3166-1."""


class CountryCodes(frozenset[str]):
    """The codes of ISO 3166-1 alpha-2, and XK, which CLDR and the EU use for Kosovo."""

    def by_name(self, name: str) -> str | None:
        """The code of a country by its English name."""
        names = Locale("en").territories
        return next((code for code in sorted(self) if names[code].casefold() == name.casefold()), None)


@cache
def country_codes() -> CountryCodes:
    regions = Locale("en").territories
    return CountryCodes(
        c for c in map(str, regions) if re.fullmatch(r"[A-Z]{2}", c) and c not in NOT_COUNTRIES
    )


@cache
def language_codes() -> frozenset[str]:
    """The codes of languages alone, without script and region."""
    return frozenset(code for code in map(str, Locale("en").languages) if re.fullmatch(r"[a-z]{2,3}", code))


@cache
def known_language(code: str) -> bool:
    """True if a BCP 47 tag names a language that is in the CLDR."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", code):
        return False
    return code.split("-", maxsplit=1)[0] in language_codes()
