"""Generates the tables of sort keys from the collation data of CLDR, through ICU.

    apt-get install python3-icu        # ICU 72: CLDR 42, Unicode 15
    /usr/bin/python3 sitegen/upkeep/collation_tables.py

Writes these files to `sitegen/model/orders/`: `near.json` (characters of Latin, Greek and Cyrillic),
`far.json` (all others), `languages.tsv` (rules of languages that differ, and the letters of their indexes),
`pinyin.tsv` and `stroke.tsv` (the order of Chinese characters, with a line for each index heading) and
`hanja.tsv` (Chinese characters by their Korean reading).

A key has three levels: letters, accents, case. Each character of a text adds a string to each level. Letters
of ASCII have keys of one ASCII character. A character between two of them has the key of the first, followed
by a very high character, so that it sorts after everything that begins with the first.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "model" / "orders"
PRIVATE = 0x10F000
"""First of the high characters that may follow the key of a letter."""
OWN = 0x10E000
"""First of the high characters for letters of a single language, which sort before all others."""
STEP, STEP_OF_ROOT = 1 / 65536, 256
"""Distance between the weights of accents that only one language has, and a factor for all other accents."""
LONGEST = 6
"""Limit on characters that sort as one letter."""
NATIVE = "\U0010fff0"
"""Mark in the keys of a script that sorts before Latin: its keys are those of 9, this mark and the letter."""
AFTER_ASCII = 0x2000
"""Key of the first letter after z."""
SCRIPTS = {"Hani", "Hang"}
"""Scripts whose keys are computed and not in the tables."""
LARGE = ("zh", "ja", "ko")

Element = tuple[int, float, int]
Key = tuple[str, str, str]


def main() -> None:
    import icu  # type: ignore[import-not-found]

    maker = Maker(icu)
    for file, near in (("near", True), ("far", False)):
        keys = {char: maker.key(e) for char, e in sorted(maker.root.items()) if _is_near(char) == near}
        (OUT / f"{file}.json").write_text(_as_json(keys), encoding="utf-8")
    languages = {}
    for name in set(icu.Collator.getAvailableLocales()) - {"en_US_POSIX"}:
        found = maker.language(name)
        parent = maker.language(name.rpartition("_")[0]) if "_" in name else {}
        if found and found != parent:
            languages[name] = found
    lines = "".join(f"{name}\t{_dumps(found)}\n" for name, found in sorted(languages.items()))
    (OUT / "languages.tsv").write_text(lines, encoding="utf-8")
    for file, locale in (("pinyin", "zh"), ("stroke", "zh_Hant")):
        (OUT / f"{file}.tsv").write_text(maker.han(locale), encoding="utf-8")
    (OUT / "hanja.tsv").write_text(maker.hanja(), encoding="utf-8")


class Maker:
    def __init__(self, icu: Any) -> None:
        self.icu = icu
        plain = icu.Collator.createInstance(icu.Locale(""))
        self.marks: dict[str, float] = {}
        self.root: dict[str, list[Element]] = {}
        chars: list[str] = []
        for code in range(0x20, 0x10000):
            char = chr(code)
            if unicodedata.category(char) in ("Cn", "Co", "Cs", "Cc") or 0xAC00 <= code <= 0xD7A3:
                continue
            if unicodedata.normalize("NFC", char) != char or self.script(char) in SCRIPTS:
                continue
            chars.append(char)
        self.marks = self._exact(plain, chars, set(chars))
        self.root = {char: self.elements(plain, char, self.marks) for char in chars}
        primaries = {p for elements in self.root.values() for p, _, _ in elements if p}
        self.primaries = sorted(primaries)
        self.ascii = {self.root[chr(c)][0][0]: c for c in range(0x20, 0x7F) if not chr(c).isupper()}
        self.weights = self._weights()
        self.last_digit = self.weights[self.root["9"][0][0]]
        self.secondaries = self._ranks(1)
        self.tertiaries = self._ranks(2)

    def script(self, char: str) -> str:
        return str(self.icu.Script.getScript(char).getShortName())

    def elements(self, collator: Any, text: str, marks: dict[str, float]) -> list[Element]:
        """The collation elements of a text, with exact weights for accents on their own."""
        found = self._raw(collator, text)
        for pieces in _pieces(text):
            parts = [(piece, self._raw(collator, piece)) for piece in pieces]
            if found == [element for _, elements in parts for element in elements]:
                return [(p, marks.get(piece, s), t) for piece, elements in parts for p, s, t in elements]
        return found

    def _raw(self, collator: Any, text: str) -> list[Element]:
        found: list[Element] = []
        for signed in collator.createCollationElementIterator(text):
            value = signed & 0xFFFFFFFF
            primary, secondary, tertiary = value >> 16, value >> 8 & 0xFF, value & 0xFF
            if tertiary & 0xC0 == 0xC0 and found:
                found[-1] = (found[-1][0] | primary, found[-1][1], found[-1][2])
            else:
                found.append((primary << 16, float(secondary), tertiary & 0x3F))
        return found

    def _exact(self, collator: Any, chars: list[str], changed: set[str]) -> dict[str, float]:
        """Exact weights of accents: elements lack the bits to distinguish some of them, but sort keys have
        them."""
        alike: dict[float, list[str]] = defaultdict(list)
        for char in chars:
            elements = self._raw(collator, char)
            if len(elements) == 1 and not elements[0][0] and elements[0][1]:
                alike[elements[0][1]].append(char)
        keys = self._accent_keys(collator, [mark for marks in alike.values() for mark in marks])
        step = STEP if self.marks else STEP * STEP_OF_ROOT
        found: dict[str, float] = {}
        for weight, marks in alike.items():
            last, before = weight, b""
            for mark in sorted(marks, key=lambda mark: (keys[mark], mark in changed)):
                if keys[mark] != before:
                    last = last + step if mark in changed else self.marks[mark]
                found[mark], before = last, keys[mark]
        return found

    def _accent_keys(self, collator: Any, marks: list[str]) -> dict[str, bytes]:
        strength = collator.getStrength()
        collator.setStrength(self.icu.Collator.SECONDARY)
        keys = {mark: collator.getSortKey(mark) for mark in marks}
        collator.setStrength(strength)
        return keys

    def _weights(self) -> dict[float, str]:
        """Keys of the first level for primary weights; ASCII keys begin at the blank."""
        weights: dict[float, str] = {}
        last, between, after, ascii_rank = "", 0, AFTER_ASCII, 0x20
        final = max(self.ascii)
        for primary in self.primaries:
            if primary in self.ascii:
                weights[primary] = last = chr(ascii_rank)
                ascii_rank, between = ascii_rank + 1, 0
            elif primary > final:
                weights[primary] = chr(after)
                after += 1
            else:
                weights[primary] = f"{last}{chr(PRIVATE + between)}"
                between += 1
        assert ascii_rank < 0x7F
        assert after < 0xA000
        return weights

    def _ranks(self, level: int) -> dict[float, str]:
        values = sorted({e[level] for elements in self.root.values() for e in elements if e[level]})
        return {value: chr(0x21 + n) for n, value in enumerate(values)}

    def key(self, elements: list[Element], own: tuple[dict[float, str], ...] = ({}, {}, {})) -> Key:
        levels = (self.weights, self.secondaries, self.tertiaries)
        first, second, third = (
            "".join(known.get(e[level]) or mine[e[level]] for e in elements if e[level])
            for level, (known, mine) in enumerate(zip(levels, own, strict=True))
        )
        return first, second, third

    def own(self, wanted: list[list[Element]]) -> tuple[dict[float, str], ...]:
        """Keys for weights that only one language has: each follows the nearest lower weight."""
        made = []
        for level, known in enumerate((self.weights, self.secondaries, self.tertiaries)):
            new = sorted({e[level] for elements in wanted for e in elements if e[level]} - known.keys())
            made.append(
                {value: f"{_below(known, value)}{chr(OWN + number)}" for number, value in enumerate(new)}
            )
        return tuple(made)

    def language(self, name: str) -> dict[str, object]:
        """Rules of a language: keys that differ from the root, scripts before Latin, and the letters of an
        index."""
        locale = self.icu.Locale(name)
        collator = self.icu.Collator.createInstance(locale)
        found: dict[str, object] = {}
        if name.partition("_")[0] not in LARGE:
            keys = self._tailored(self._in_root_order(collator))
            if keys:
                found["keys"] = keys
        rules = collator.getRules()
        if "[reorder " in rules:
            scripts = rules.split("[reorder ")[1].split("]")[0].split()
            if scripts[0] != "Latn":
                found["first"] = scripts[0] if scripts[0] not in ("Hira", "Kana") else "Kana"
        if "[backwards 2]" in rules:
            found["backwards"] = True
        if "[caseFirst upper]" in rules:
            found["capitals_first"] = True
        if "[alternate shifted]" in rules:
            found["ignored"] = self._ignored(collator)
        index = self.icu.AlphabeticIndex(locale)
        labels = [label for label, kind in self._buckets(index) if kind == 0]
        if labels != [chr(c) for c in range(65, 91)] and name.partition("_")[0] not in ("zh",):
            found["letters"] = labels
        return found

    def _in_root_order(self, collator: Any) -> Any:
        """The collator with all scripts in the order of the root; `collation.py` moves them."""
        rules = re.sub(r"\[reorder [^\]]*\]", "", collator.getRules())
        return collator if rules == collator.getRules() else self.icu.RuleBasedCollator(rules)

    def _ignored(self, collator: Any) -> str:
        """Characters that a language ignores, such as blanks and signs in Thai."""
        nothing = collator.getSortKey("")
        return "".join(c for c in self.root if collator.getSortKey(c) == nothing and self.root[c])

    def _buckets(self, index: Any) -> list[tuple[str, int]]:
        index.resetBucketIterator()
        found = []
        while index.nextBucket():
            found.append((index.bucketLabel, index.bucketLabelType))
        return found

    def _tailored(self, collator: Any) -> dict[str, Key]:
        strings = {unicodedata.normalize("NFC", s) for s in collator.getTailoredSet(self.icu.UnicodeSet())}
        wanted = {}
        chars = [char for char in {*self.marks, *strings} if len(char) == 1]
        marks = self._exact(collator, chars, strings)
        for text in strings:
            if any(self.script(c) in SCRIPTS or unicodedata.category(c) in ("Co", "Cn") for c in text):
                continue
            if len(text) > 1 and any(
                unicodedata.normalize("NFD", c) != c or self._is_accent(c) for c in text
            ):
                continue
            if len(text) > LONGEST:
                continue
            elements = self.elements(collator, text, marks)
            if len(text) > 1 or elements != self.root.get(text):
                wanted[text] = elements
        own = self.own(list(wanted.values()))
        return {text: self.key(elements, own) for text, elements in sorted(wanted.items())}

    def _is_accent(self, char: str) -> bool:
        """True for marks that occur on letters of several scripts; other marks count as letters."""
        return bool(unicodedata.combining(char)) and self.script(char) == "Zinh"

    def han(self, name: str) -> str:
        """Chinese characters in the order of a language: for each heading a line with it, a tab, and its
        characters."""
        locale = self.icu.Locale(name)
        collator, index = self.icu.Collator.createInstance(locale), self.icu.AlphabeticIndex(locale)
        labels = [label for label, _ in self._buckets(index)]
        chars = [chr(c) for c in (*range(0x4E00, 0xA000), *range(0x3400, 0x4DC0), 0x3007)]
        lines: dict[str, list[str]] = defaultdict(list)
        for char in sorted(chars, key=collator.getSortKey):
            lines[labels[index.getBucketIndex(char)]].append(char)
        rest = ("…", "")
        return "".join(f"{label}\t{''.join(found)}\n" for label, found in lines.items() if label not in rest)

    def hanja(self) -> str:
        """For each Korean syllable a line with it and the Chinese characters that are read as it."""
        collator = self.icu.Collator.createInstance(self.icu.Locale("ko"))
        collator.setStrength(self.icu.Collator.PRIMARY)
        by_key = {collator.getSortKey(chr(c)): chr(c) for c in range(0xAC00, 0xD7A4)}
        lines: dict[str, list[str]] = defaultdict(list)
        for code in range(0x4E00, 0xA000):
            read = by_key.get(collator.getSortKey(chr(code)))
            if read:
                lines[read].append(chr(code))
        return "".join(f"{s}{''.join(found)}\n" for s, found in sorted(lines.items()))


def _pieces(text: str) -> Iterator[list[str]]:
    """Yields the ways to split a letter into a base and accents; the base may keep one: ẩ is â and a hook."""
    decomposed = list(unicodedata.normalize("NFD", text))
    yield decomposed
    for place in range(1, len(decomposed)):
        whole = unicodedata.normalize("NFC", decomposed[0] + decomposed[place])
        yield [whole, *decomposed[1:place], *decomposed[place + 1 :]]


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _below(known: dict[float, str], value: float) -> str:
    return known[max(v for v in known if v < value)] if value > min(known) else " "


def _is_near(char: str) -> bool:
    return char < "\u0530" or "\u1e00" <= char < "\u2c00"


def _as_json(keys: dict[str, Key]) -> str:
    """The characters, and their keys on each level, separated by line ends, as JSON."""
    levels = ("\n".join(key[level] for key in keys.values()) for level in range(3))
    return _dumps(["".join(keys), *levels]) + "\n"


if __name__ == "__main__":
    main()
