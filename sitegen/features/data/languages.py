"""Languages in the vocabulary of the European Union, which names them by codes of three letters."""

from __future__ import annotations

from collections.abc import Mapping

AUTHORITY = "http://publications.europa.eu/resource/authority/language/"
LIBRARY_OF_CONGRESS = "http://id.loc.gov/vocabulary/iso639-1/"
"""Vocabulary for languages that are not in the table."""
CODES: Mapping[str, str] = {
    "ar": "ARA", "bg": "BUL", "bn": "BEN", "bs": "BOS", "ca": "CAT", "cs": "CES", "cy": "CYM", "da": "DAN",
    "de": "DEU", "el": "ELL", "en": "ENG", "es": "SPA", "et": "EST", "eu": "EUS", "fa": "FAS", "fi": "FIN",
    "fr": "FRA", "ga": "GLE", "gl": "GLG", "he": "HEB", "hi": "HIN", "hr": "HRV", "hu": "HUN", "hy": "HYE",
    "id": "IND", "is": "ISL", "it": "ITA", "ja": "JPN", "ka": "KAT", "ko": "KOR", "lb": "LTZ", "lt": "LIT",
    "lv": "LAV", "mk": "MKD", "ms": "MSA", "mt": "MLT", "nb": "NOB", "nl": "NLD", "nn": "NNO", "no": "NOR",
    "pl": "POL", "pt": "POR", "ro": "RON", "ru": "RUS", "sk": "SLK", "sl": "SLV", "sq": "SQI", "sr": "SRP",
    "sv": "SWE", "sw": "SWA", "ta": "TAM", "th": "THA", "tl": "TGL", "tr": "TUR", "uk": "UKR", "ur": "URD",
    "vi": "VIE", "zh": "ZHO",
}  # fmt: skip


def language_uri(code: str) -> str:
    """The URI of a language: `en` → `http://publications.europa.eu/resource/authority/language/ENG`."""
    language = code.partition("-")[0]
    return f"{AUTHORITY}{CODES[language]}" if language in CODES else f"{LIBRARY_OF_CONGRESS}{language}"
