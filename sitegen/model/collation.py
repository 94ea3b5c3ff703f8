"""Sort keys by the rules of a language (CLDR, Unicode Technical Standard 10), and the letters of its index.

`sitegen/upkeep/collation_tables.py` makes the tables, and its docstring describes the keys.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale

VERSION = "CLDR 42, 2"
"""Version of the tables in `orders/`; it changes with them, so that saved states become invalid."""
OPENING = (
    "«»“”„‚‘’‹›\"'([{¿¡ \u00a0\u202f\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069「『《〈（【"
)
"""Characters at the start of a text that are ignored in sorting."""
NATIVE = "\U0010fff0"
"""Mark in the keys of a script that sorts before Latin: its keys are those of 9, this mark and the letter."""
PRIVATE = "\U0010e000"
"""First of the high characters that may follow the key of a letter."""
COMMON = ("", "!", '"')
"""Default key of a character on each level; empty on the first."""
ASCII = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
"""ASCII characters in sort order, except capitals, which have the keys of their small letters."""
CAPITAL = ","
"""Key of a capital letter on the third level."""
HAN, HAN_WITHOUT_PLACE, OTHER = 0x40000, 0x80000, 0xD0000
"""First keys of Chinese characters and of characters without a table."""
ASCII_END = 0x80
MOST_KEYS = 20_000
"""Sort keys that are kept; a key takes 250 bytes, and 3 µs to make."""
SYLLABLES = range(0xAC00, 0xD7A4)
INITIALS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
"""Korean initial consonants in the order of the syllables, with the plain consonant for doubled ones."""
VOWELS = {"A": "ア", "I": "イ", "U": "ウ", "E": "エ", "O": "オ"}
BEFORE_CONSONANT = re.compile(
    "([\u0e40-\u0e44])([\u0e01-\u0e2e])|([\u0ec0-\u0ec4])([\u0e81-\u0eae\u0edc-\u0edf])"
)
"""Thai and Lao vowels that are written before the consonant and sorted after it."""
LONG = re.compile("([\u3041-\u3096\u30a1-\u30fa])ー")
CONTRACTED = 0xE800
"""First of the private characters that replace several letters which sort as one."""
DIGITS, SIGNS = "0–9", "#"
"""Index headings for texts that begin with a digit, and with any other sign."""
SCRIPT_NAMES = {"Cyrl": "CYRILLIC", "Grek": "GREEK", "Arab": "ARABIC", "Hebr": "HEBREW", "Deva": "DEVANAGARI",
                "Beng": "BENGALI", "Geor": "GEORGIAN", "Armn": "ARMENIAN", "Ethi": "ETHIOPIC", "Thai": "THAI",
                "Guru": "GURMUKHI", "Gujr": "GUJARATI", "Orya": "ORIYA", "Taml": "TAMIL", "Telu": "TELUGU",
                "Knda": "KANNADA", "Mlym": "MALAYALAM", "Sinh": "SINHALA", "Laoo": "LAO", "Khmr": "KHMER",
                "Mymr": "MYANMAR", "Tibt": "TIBETAN", "Mong": "MONGOLIAN", "Cher": "CHEROKEE"}  # fmt: skip
"""Prefix of the Unicode names of a script's characters, by script."""
WITHOUT_CAPITALS = {"CJK": "Hani", "KANA": "Kana", "HANGUL": "Hang"}
"""Scripts with a single heading for all characters, in languages that have no order for them."""

Table = dict[int, str]


@cache
def collator(locale: str) -> Collator:
    """The collator for a CLDR locale; locales without rules use the root collation."""
    return Collator(Locale.parse(locale))


class Collator:
    """Sort keys and index letters of one language."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        rules = _rules(locale)
        self._backwards = bool(rules.get("backwards"))
        self._capitals_first = bool(rules.get("capitals_first"))
        self._ignored = str.maketrans("", "", rules.get("ignored", ""))
        self._native = SCRIPT_NAMES.get(rules.get("first", ""), "")
        keys: dict[str, list[str]] = rules.get("keys", {})
        self._contractions = {
            text: chr(CONTRACTED + n) for n, text in enumerate(k for k in keys if len(k) > 1)
        }
        self._texts = {char: text for text, char in self._contractions.items()}
        self._contracted = _pattern(self._contractions)
        self._levels = _levels(self._native, _han(locale))
        for text, levels in keys.items():
            char = ord(self._contractions.get(text, text))
            for table, key in zip(self._levels, levels, strict=True):
                table[char] = self._own(text, key) if table is self._levels[0] else key
        seconds = {key for code, key in self._levels[1].items() if code < ASCII_END}
        self._plain = not self._contracted and not self._ignored and seconds == {COMMON[1]}
        self._letters = self._index(rules.get("letters", ()))
        self.key = lru_cache(maxsize=MOST_KEYS)(self._key)

    def _own(self, text: str, key: str) -> str:
        native = self._native and unicodedata.name(text[0], "").startswith(self._native)
        return _native(self._levels[0], key) if native else key

    def _key(self, text: str) -> str:
        """The sort key of a text."""
        text = text.lstrip(OPENING)
        first, second, _ = self._levels
        if text.isascii() and self._plain:
            return f"{text.translate(first)}\0\0{self._cases(text)}"
        text = self._prepared(text)
        accents = text.translate(second)
        if self._backwards:
            accents = accents[::-1]
        return f"{text.translate(first)}\0{accents.rstrip(COMMON[1])}\0{self._cases(text)}"

    def _cases(self, text: str) -> str:
        third = self._levels[2]
        if self._capitals_first:
            return "".join(f"{self._case_order(char)}{char.translate(third)}" for char in text)
        return text.translate(third).rstrip(COMMON[2])

    def _case_order(self, char: str) -> str:
        """A key that sorts capitals before small letters, with *Aa* as one letter between them."""
        text = self._texts.get(char, char)
        return "A" if text.isupper() else "B" if text[:1].isupper() else "C"

    def _prepared(self, text: str) -> str:
        text = unicodedata.normalize("NFC", text).translate(self._ignored)
        text = BEFORE_CONSONANT.sub(lambda found: found[0][::-1], text)
        if "·" in text:
            text = text.replace("l·", "ŀ").replace("L·", "Ŀ")
        if self.locale.language == "ja" and "ー" in text:
            text = LONG.sub(_long_vowel, text)
        if self._contracted:
            text = self._contracted.sub(lambda found: self._contractions[found[0]], text)
        return text

    # --- letters of an index ---

    def letter(self, text: str) -> str:
        """The heading of a text in an index."""
        text = self._prepared(text.lstrip(OPENING))
        first = text[:1]
        if unicodedata.category(first or " ")[0] == "N" and _script(first) != "CJK":
            return DIGITS
        han = self._levels[0].headings.get(first)
        if han:
            return han
        if self.locale.language == "ko" and (syllable := _syllable(first)):
            return INITIALS[(ord(syllable) - SYLLABLES.start) // 588]
        char = self._texts.get(first, first)[:1]
        script = _script(char)
        if not script:
            return SIGNS
        key = text.translate(self._levels[0])
        before = [(letter, start) for letter, start in self._letters.get(script, ()) if start <= key]
        if not before or (script == "LATIN" and not key.startswith(before[-1][1])):
            return self._foreign_heading(char, script)
        return before[-1][0]

    def _foreign_heading(self, first: str, script: str) -> str:
        """The heading of a letter that the language does not have."""
        if script in WITHOUT_CAPITALS:
            return str(self.locale.scripts.get(WITHOUT_CAPITALS[script], SIGNS))
        return unicodedata.normalize("NFKD", first)[0].upper()

    def headings(self) -> list[str]:
        """All headings of the language in order; headings of other scripts follow them."""
        han = list(dict.fromkeys(self._levels[0].headings.values()))
        index = sorted((start, letter) for letters in self._letters.values() for letter, start in letters)
        letters = [letter for _, letter in index]
        initials = list(dict.fromkeys(INITIALS)) if self.locale.language == "ko" else []
        strokes = [heading for heading in han if heading not in letters]
        return [SIGNS, DIGITS, *initials, *strokes, *letters]

    def _index(self, letters: list[str]) -> dict[str, list[tuple[str, str]]]:
        """The letters of each script, with the keys at which they begin."""
        latin = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
        if not letters or _script(letters[0][0]) != "LATIN":
            letters = [*letters, *latin]
        found: dict[str, list[tuple[str, str]]] = {}
        for letter in letters:
            start = self._prepared(letter).translate(self._levels[0])
            found.setdefault(_script(letter[0]), []).append((letter, start))
        return found


# --- tables ----------------------------------------------------------------------------------


class _Level(dict[int, str]):
    """Keys of one level; keys of characters outside ASCII are read when they are first used."""

    def __init__(self, level: int) -> None:
        super().__init__(_ascii()[level])
        self.level = level

    def __missing__(self, code: int) -> str:
        found = self.in_table(code)
        self[code] = found = self.by_rule(code) if found is None else found
        return found

    def in_table(self, code: int) -> str | None:
        known = _table("near", self.level).get(code)
        return _table("far", self.level).get(code) if known is None else known

    def by_rule(self, code: int) -> str:
        """The key of a character that is in no table."""
        return COMMON[self.level] if code else ""


class _First(_Level):
    """Keys of the first level: the letters themselves."""

    def __init__(self, native: str, han: str) -> None:
        super().__init__(0)
        self.native, self.han = native, han
        self.places, self.headings = _han_order(han)
        self.before = self[ord("9")] + NATIVE

    def in_table(self, code: int) -> str | None:
        found = super().in_table(code)
        return _native(self, found) if found and self._is_native(code) else found

    def _is_native(self, code: int) -> bool:
        return bool(self.native) and unicodedata.name(chr(code), "").startswith(self.native)

    def by_rule(self, code: int) -> str:
        if self.han == "ko":
            syllable = _syllable(chr(code))
            if syllable:
                return self.before + syllable
        if code in SYLLABLES:
            return chr(code)
        if not _is_han(code):
            return chr(OTHER + min(code, 0x2FFFF))
        place = self.places.get(code)
        if place is None and self.han == "ja":
            place = _jis(chr(code))
        key = chr(HAN + place) if place is not None else chr(HAN_WITHOUT_PLACE + code)
        return self.before + key if self.han in ("pinyin", "stroke") else key


def _levels(native: str, han: str) -> tuple[_First, _Level, _Level]:
    return _First(native, han), _Level(1), _Level(2)


def _native(table: Mapping[int, str], key: str) -> str:
    """The key of a letter in a script that sorts before Latin."""
    before = table[ord("9")] + NATIVE
    return "".join(before + char if "~" < char < PRIVATE else char for char in key)


@cache
def _ascii() -> tuple[Table, Table, Table]:
    first = {ord(char): chr(0x20 + place) for place, char in enumerate(ASCII)}
    capitals = range(ord("A"), ord("Z") + 1)
    first |= {code: first[code + 32] for code in capitals}
    cases = dict.fromkeys(first, COMMON[2]) | dict.fromkeys(capitals, CAPITAL)
    return first, dict.fromkeys(first, COMMON[1]), cases


@cache
def _table(name: str, level: int) -> Table:
    chars, *levels = _tables(name)
    return dict(zip(map(ord, chars), levels[level].split("\n"), strict=True))


@cache
def _tables(name: str) -> list[str]:
    tables: list[str] = json.loads(_file(f"{name}.json"))
    return tables


def _rules(locale: Locale) -> dict[str, Any]:
    """The sorting rules particular to a language."""
    names = [locale.language]
    names += [f"{locale.language}_{part}" for part in (locale.script, locale.territory) if part]
    lines = (line.partition("\t") for line in _file("languages.tsv").split("\n"))
    known = {name: text for name, _, text in lines}
    found: dict[str, Any] = json.loads(next((known[name] for name in reversed(names) if name in known), "{}"))
    return found


def _han(locale: Locale) -> str:
    """The order of Chinese characters in a language: `ja`, `ko`, `pinyin` or `stroke`; empty for the root
    order."""
    if locale.language in ("ja", "ko"):
        return locale.language
    if locale.language not in ("zh", "yue"):
        return ""
    traditional = locale.script == "Hant" or (not locale.script and locale.territory in ("TW", "HK", "MO"))
    return "stroke" if traditional else "pinyin"


@cache
def _han_order(han: str) -> tuple[dict[int, int], dict[str, str]]:
    """The position of each Chinese character, and its heading."""
    if han not in ("pinyin", "stroke"):
        return {}, {}
    places: dict[int, int] = {}
    headings: dict[str, str] = {}
    for line in _file(f"{han}.tsv").splitlines():
        heading, _, chars = line.partition("\t")
        for char in chars:
            places[ord(char)] = len(places)
            headings[char] = heading
    return places, headings


@cache
def _hanja() -> dict[str, str]:
    """Korean syllables by the Chinese characters that are read as them."""
    return {char: line[0] for line in _file("hanja.tsv").splitlines() for char in line[1:]}


def _syllable(char: str) -> str:
    return char if char and ord(char) in SYLLABLES else _hanja().get(char, "")


def _jis(char: str) -> int | None:
    """The position of a character in JIS X 0208, by which CLDR sorts Japanese."""
    data = char.encode("euc_jp", "ignore")
    return (data[0] - 0xA0) * 256 + data[1] if len(data) == 2 else None


def _is_han(code: int) -> bool:
    return unicodedata.name(chr(code), "").startswith("CJK") or code == 0x3007


def _script(char: str) -> str:
    """The script of a letter: the first word of the character's Unicode name. Empty for other characters."""
    if not char.isalpha():
        return ""
    name = unicodedata.name(char, "").partition(" ")[0]
    return "KANA" if name in ("HIRAGANA", "KATAKANA", "HALFWIDTH") else name.partition("-")[0]


def _pattern(contractions: Mapping[str, str]) -> re.Pattern[str] | None:
    longest_first = sorted(contractions, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def _long_vowel(found: re.Match[str]) -> str:
    return found[1] + VOWELS.get(unicodedata.name(found[1])[-1], "ー")


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / "orders" / name).read_text(encoding="utf-8")
