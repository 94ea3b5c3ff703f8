"""Names of languages, from CLDR."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale


@lru_cache(maxsize=1024)
def language_name(code: str, locale: Locale) -> str:
    """Name of a language in the language of the page: `fr` is `French`, and `francés` in Spanish."""
    known = locale.languages.get(code.replace("-", "_"))
    if known is None:
        known = Locale.parse(code.replace("-", "_")).get_display_name(locale) or code
    return str(known)
