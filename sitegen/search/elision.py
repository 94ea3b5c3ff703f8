"""Words as search finds them: elided ones of French, Italian and Catalan by themselves, letters of any width.

Pagefind leaves apostrophes out of words, so that only *légalité* would find *l’égalité*. The documents to be
indexed, and they alone, have a break after an elided word. A page may quote another language, and a French
page may stand for a missing translation, so that the words are the same in all languages.
`static/js/search.js` takes the words out of a query, and the breaks out of what it shows.

Chinese and Japanese keyboards write ＥＵ as well as EU. The documents have the usual width, as the script
makes it of a query.
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
"""After an elided word; nobody writes a word joiner before a space, so that it is unlike any other."""

_APOSTROPHES = ("'", "’", "&#39;", "&#x27;", "&apos;", "&rsquo;")
_BEGINNING = r"(?<![\w-])" + "".join(f"(?<!{sign})" for sign in _APOSTROPHES)
_END = r"""(?=(?:["«“„‘(]|&quot;)*(?:\w|\Z))"""
_PATTERN = re.compile(f"{_BEGINNING}(?:{'|'.join(ELIDED)})(?:{'|'.join(_APOSTROPHES)}){_END}", re.IGNORECASE)
_OF_OTHER_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f]+")
_TAG = re.compile("(<[^<>]*>)")


def with_breaks(text: str) -> str:
    """Returns a text with a break after each elided word; the text may go on after its end."""
    return _PATTERN.sub(rf"\g<0>{BREAK}", text) if "'" in text or "’" in text or "&" in text else text


def html_with_breaks(html: bytes) -> bytes:
    """Returns HTML with a break after each elided word of its text, and letters of usual width; tags stay."""
    parts = _TAG.split(html.decode("utf-8"))
    parts[::2] = (with_breaks(of_usual_width(text)) for text in parts[::2])
    return "".join(parts).encode("utf-8")


def of_usual_width(text: str) -> str:
    """Returns a text with narrow Latin letters and digits, and wide Japanese letters."""
    return _OF_OTHER_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def first_word(title: str) -> str:
    """Returns the first word of a title that is not elided; nothing where a title has no such word."""
    return next((word for word in with_breaks(title).split() if not word.endswith(JOINER)), "")
