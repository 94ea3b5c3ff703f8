"""Prepares words for search: splits elided words, and converts letters to their usual width.

Pagefind removes apostrophes from words, so that only *légalité* would find *l’égalité*. Therefore the indexed
documents, and only they, have a break after each elided word. A page may quote another language, and a French
page may replace a missing translation, so the list of words is the same for all languages.
`static/js/search.js` splits queries in the same way and removes breaks from the results.

Chinese and Japanese keyboards produce ＥＵ as well as EU. The documents use the usual width, and so does
the script for queries.
"""

from __future__ import annotations

import re
import unicodedata

ELIDED = (
    "c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
    "ch", "gl", "v", "un", "all", "coll", "dall", "dell", "nell", "sull", "quell", "quest",
    "com", "cos", "dov", "alcun", "anch", "bell", "ciascun", "nessun", "sant", "senz", "tutt",
)  # fmt: skip
"""Elided words of French and Catalan, then of Italian; not the start of *aujourd’hui* and *quelqu’un*."""

JOINER = "\u2060"
BREAK = f"{JOINER} "
"""Break after an elided word; texts do not contain a word joiner before a space."""

_APOSTROPHES = ("'", "’", "&#39;", "&#x27;", "&apos;", "&rsquo;")
_BEGINNING = r"(?<![\w-])" + "".join(f"(?<!{sign})" for sign in _APOSTROPHES)
_END = r"""(?=(?:["«“„‘(]|&quot;)*(?:\w|\Z))"""
_PATTERN = re.compile(f"{_BEGINNING}(?:{'|'.join(ELIDED)})(?:{'|'.join(_APOSTROPHES)}){_END}", re.IGNORECASE)
_OF_OTHER_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f]+")
_TAG = re.compile("(<[^<>]*>)")


def with_breaks(text: str) -> str:
    """Returns a text with a break after each elided word; the text may continue after its end."""
    return _PATTERN.sub(rf"\g<0>{BREAK}", text) if "'" in text or "’" in text or "&" in text else text


def html_with_breaks(html: bytes) -> bytes:
    """Returns HTML with breaks after elided words, and letters of usual width; tags are unchanged."""
    parts = _TAG.split(html.decode("utf-8"))
    parts[::2] = (with_breaks(of_usual_width(text)) for text in parts[::2])
    return "".join(parts).encode("utf-8")


def of_usual_width(text: str) -> str:
    """Returns a text with narrow Latin letters and digits, and wide Japanese letters."""
    return _OF_OTHER_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def first_word(title: str) -> str:
    """Returns the first word of a title that is not elided; empty if there is none."""
    return next((word for word in with_breaks(title).split() if not word.endswith(JOINER)), "")
