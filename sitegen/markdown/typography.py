"""Spacing and text direction by the rules of a text's language.

French has a non-breaking blank before `: ; ! ? » %` and after `«`. In Arabic and Hebrew, the parts of a
telephone number, a date with hyphens or a name like `C++` are displayed in the wrong order unless they are
isolated. Editors use ordinary characters for both. No blank is added where there is none.
"""

from __future__ import annotations

import html
import re
from functools import cache

from markupsafe import Markup, escape
from msgspec import Struct

from sitegen.markdown.shortcodes import CLOSE, OPEN
from sitegen.types import Config, Document, Language
from sitegen.types.patterns import lazy_pattern

NO_BREAK, NARROW = "\u00a0", "\u202f"
UNITS = ("€", r"\$", "£", "CHF", "k€", "M€", "Md€", "°C", "°", "km²", "m²", "m³", "km", "cm", "mm", "m", "ha",
         "kg", "mg", "g", "t", "kWh", "MWh", "GWh", "kW", "MW", "h", "min", "s")  # fmt: skip
INLINE = r"(?>(?:</?(?:a|abbr|b|bdi|cite|del|em|i|mark|q|small|span|strong|sub|sup)\b[^<>]*>)*)"
FRENCH = rf"""
    (?<=«)[ \t\n]++
  | (?<![ \t\n])[ \t\n]++(?={INLINE}(?P<sign>[:;!?»]))
  | (?<=\d)[ \t\n](?=(?P<percent>[%‰]))
  | (?<=\d)[ \t\n](?=(?:{"|".join(UNITS)})(?![\w²³’']))
  | (?<=\d)[ ](?=(?P<group>\d{{3}})(?!\d))
"""
LEFT_ALONE = rf"<(?:code|kbd|pre|samp)\b[^>]*>.*?</(?:code|kbd|pre|samp)>|<[^>]*>|{OPEN}[^{CLOSE}]*{CLOSE}"
"""Elements with literal text, tags with their attributes, and marks."""
GROUPED = lazy_pattern(r"(?<![\d,.])\d{1,3}\Z")

RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
ANY_RIGHT_TO_LEFT = lazy_pattern(f"[{RIGHT_TO_LEFT}]")
FIRST_LETTER = lazy_pattern(r"[^\W\d_]")
ISOLATE, END_OF_ISOLATE = "\u2066", "\u2069"
LATIN = lazy_pattern("[A-Za-zÀ-ɏ]")
BETWEEN = r"(?:[ \u00a0\u202f().-]|&nbsp;){1,2}"
AREA = r"(?:\(\d{1,6}\)[ \u00a0])?"
NUMBERS = rf"(?<![\w+])(?:\+\(?\d++(?>(?:{BETWEEN}\d++)*)|{AREA}\d++(?>(?:{BETWEEN}\d++){{2,}}))X?"
"""A telephone number, an ISBN, a date with hyphens: digits in groups, or after a plus sign."""
OPENING, CLOSING = "([{\"'«“‘‹", ".,;:!?…)]}\"'»”’›"
NO_TOKEN = rf"\s<>&{RIGHT_TO_LEFT}{OPEN}{CLOSE}"
ENTITY = "&(?!nbsp;)[a-zA-Z0-9#]+;"
TOKEN = rf"(?:{ENTITY}|[^{NO_TOKEN}{re.escape(OPENING)}])(?>(?:{ENTITY}|[^{NO_TOKEN}])*)"
"""A word with the punctuation attached to it."""
MIXED = rf"(?P<numbers>{NUMBERS}) | (?P<token>{TOKEN})"
SIGNS = lazy_pattern(r"[^\w]")
WORD = lazy_pattern("[A-Za-zÀ-ɏ0-9]")
BREAKING = lazy_pattern(FRENCH, re.VERBOSE)
"""Blanks that French wants."""
BREAKING_IN_HTML = lazy_pattern(rf"(?P<skipped>{LEFT_ALONE}) | {FRENCH}", re.VERBOSE | re.DOTALL)
MIXED_IN_HTML = lazy_pattern(
    rf"""(?P<literal><(?P<name>code|kbd|pre|samp)(?P<rest>\b[^>]*>.*?</(?P=name)>))
    | <a(?P<link>\b[^>]*>(?P<words>[^<{RIGHT_TO_LEFT}]++)</a>)
    | (?P<skipped><[^>]*>|{OPEN}[^{CLOSE}]*{CLOSE}) | {MIXED}""",
    re.VERBOSE | re.DOTALL,
)
"""Numbers and Latin words in a right-to-left text."""


class IsolatedText(str):
    """A plain text in a right-to-left language; in HTML, its numbers and Latin names are isolated.

    Characters isolate them instead of tags, since titles and summaries are also used in attributes.
    """

    def __html__(self) -> Markup:
        return escape(with_isolates(str.__str__(self)))


class Typography(Struct, frozen=True):
    """Typographic rules for texts in a language."""

    french: bool = False
    swiss: bool = False
    right_to_left: bool = False

    def text(self, text: str) -> str:
        """Applies the spacing of the language to plain text."""
        return BREAKING.sub(self._blank, text) if self.french else text

    def field(self, text: str) -> str:
        """Prepares plain text that will be shown in HTML."""
        return self.isolated(self.text(text))

    def isolated(self, text: str) -> str:
        """Prepares text that already has its spacing, for HTML."""
        return IsolatedText(text) if self.right_to_left and _needs_isolation(text) else text

    def html(self, markup: str) -> str:
        """Applies the rules to finished HTML; code, attributes and marks are unchanged."""
        if self.right_to_left:
            return _isolated(markup)
        if self.french and BREAKING.search(markup):
            return BREAKING_IN_HTML.sub(self._blank, markup)
        return markup

    def _blank(self, found: re.Match[str]) -> str:
        groups = found.groupdict()
        if groups.get("skipped"):
            return found[0]
        if groups["group"]:
            before = found.string[max(0, found.start() - 4) : found.start()]
            return NARROW if GROUPED.search(before) else found[0]
        narrow = ":;!?»" if self.swiss else ";!?"
        sign = groups["sign"] or ("»" if found.string[found.start() - 1 : found.start()] == "«" else "€")
        return NARROW if groups["percent"] or sign in narrow else NO_BREAK


PLAIN = Typography()


def typography_of(language: Language | None) -> Typography:
    """Typographic rules for a language of the site."""
    return _typography(language.locale, language.direction) if language else PLAIN


def typeset(text: str, document: Document, config: Config) -> str:
    """Applies the spacing of a document's language to a text."""
    return typography_of(config.languages.get(document.language)).text(text)


@cache
def _typography(locale: str, direction: str) -> Typography:
    french = locale.partition("_")[0] == "fr"
    return Typography(french, french and locale.endswith("_CH"), direction == "rtl")


def isolated_plain_text(text: str) -> str:
    """Adds isolates of Unicode around left-to-right parts of plain text.

    Only if it begins with a right-to-left letter, which sets its direction in programs (UAX 9, P2).
    """
    first = FIRST_LETTER.search(text)
    if not first or not ANY_RIGHT_TO_LEFT.match(first[0]):
        return text
    return with_isolates(text)


def with_isolates(text: str) -> str:
    """Adds isolates around numbers and Latin names in plain text of a right-to-left page.

    A text without right-to-left letters, such as an English replacement, is isolated as a whole.
    """
    parts = _isolated(str(escape(text))).replace('<bdi dir="ltr">', ISOLATE).replace("</bdi>", END_OF_ISOLATE)
    if ISOLATE in parts and not ANY_RIGHT_TO_LEFT.search(text):
        return f"{ISOLATE}{text}{END_OF_ISOLATE}"
    return html.unescape(parts)


def _needs_isolation(text: str) -> bool:
    return _isolated(escape(text)) != escape(text)


def _isolated(markup: str) -> str:
    """Marks left-to-right parts in HTML of a right-to-left language."""
    return MIXED_IN_HTML.sub(_isolate, markup)


def _isolate(found: re.Match[str]) -> str:
    if found["literal"]:
        return f'<{found["name"]} dir="ltr"{found["rest"]}'
    if found["link"] and WORD.search(found["words"]):
        return f'<a dir="ltr"{found["link"]}'
    if found["numbers"]:
        return f'<bdi dir="ltr">{found[0]}</bdi>'
    return _token(found["token"]) if found["token"] else found[0]


def _token(token: str) -> str:
    """Isolates a word that combines Latin letters with signs, without its closing punctuation."""
    if not LATIN.search(token) or not SIGNS.search(token):
        return token
    end, closes = len(token), "(" in token
    while end and token[end - 1] in CLOSING and not (closes and token[end - 1] == ")"):
        if token[end - 1] == ";" and LAST_ENTITY.search(token, max(0, end - LONGEST_ENTITY), end):
            break
        end -= 1
    if not SIGNS.search(token, 0, end):
        return token
    return f'<bdi dir="ltr">{token[:end]}</bdi>{token[end:]}'


LAST_ENTITY = lazy_pattern(rf"{ENTITY}\Z")
LONGEST_ENTITY = 10
