"""File names that work on all operating systems.

A letter with an accent can be stored as one character or as two (Unicode, NFC and NFD), and systems differ.
Within sitegen every path is composed (NFC), so that the name an editor types matches; only code that opens a
file uses the form on the disk.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from sitegen.types import Location, Problem
from sitegen.types.paths import composed

T = TypeVar("T")

LONGEST = 200
"""Limit on bytes of a path; prefixed with the folder of the site, it still fits on every system."""
RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in "123456789")]
)
"""Device names of Windows, reserved with any ending (Naming Files, Paths, and Namespaces, Microsoft)."""
NOT_ON_WINDOWS = frozenset('<>:"|?*\\')
ESCAPED = re.compile("%(?:00|2e|2f|5c)", re.IGNORECASE)
"""Escaped characters of paths: NUL, full stop, slash and backslash (RFC 3986, section 2.1)."""
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that are invisible or that hide others."""


WITHOUT_ACCENT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
"""Latin letters that Unicode does not decompose into a letter and an accent."""


def plain_name(text: str) -> str:
    """Converts text to part of an address: `Zürich West` → `zurich-west`; empty if no letter remains."""
    folded = text.casefold().translate(WITHOUT_ACCENT)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


ADDRESS_PART = re.compile(r"[a-z0-9]+([._-]+[a-z0-9]+)*")


def address_name(name: str) -> str:
    """Converts the name of a file or folder to a part of an address: `Größe 1.2` → `grosse-1.2`.

    Empty if the name has letters of other scripts than Latin, since any spelling of them would be a guess.
    """
    if ADDRESS_PART.fullmatch(name):
        return name
    letters = unicodedata.normalize("NFKD", name.casefold().translate(WITHOUT_ACCENT))
    foreign = any(not char.isascii() and unicodedata.category(char)[0] in "LN" for char in letters)
    plain = letters.encode("ascii", "ignore").decode()
    return "" if foreign else re.sub(r"[^a-z0-9._]+", "-", plain).strip("-_.")


def advice_for(path: str) -> str:
    """Returns a hint with a better name for a file, or with general advice if no letter remains."""
    name = path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    plain, end = plain_name(stem), plain_name(ending)
    if plain and plain not in RESERVED and bool(dot) == bool(end) and len(path) <= LONGEST:
        better = f"{plain}.{end}" if end else plain
        return f"rename it to {better}" if better != name else ADVICE
    return ADVICE


def no_address(path: str, name: str) -> Problem:
    """Returns the problem for a file name that cannot be part of a page's address, with a better name."""
    plain = plain_name(name)
    better = path.rpartition("/")[2].replace(name, plain, 1)
    hint = f"rename it to {better}" if plain else "use lower-case letters a to z, digits and hyphens"
    return Problem(
        "file.name", f'"{name}" cannot be part of an address', Location(path), f"{hint}, or give a slug"
    )


ADVICE = "rename it: letters, digits, hyphens and full stops work everywhere"


def by_composed_path(found: Mapping[str, T]) -> dict[str, T]:
    """Returns the mapping with composed paths (NFC) instead of those on the disk.

    A path is unchanged if its folder contains the name in both forms, or if `on_disk` could not find it.
    """
    result = dict(found)
    for path in sorted(path for path in found if not path.isascii()):
        whole = composed(path)
        if whole not in result and _is_in_one_form(path):
            result[whole] = result.pop(path)
    return result


def _is_in_one_form(path: str) -> bool:
    return all(part in (composed(part), _decomposed(part)) for part in path.split("/"))


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def on_disk(root: Path, path: str) -> str:
    """Returns the path of a file as stored on the disk, where each name is composed or decomposed."""
    if path.isascii():
        return path
    found = ""
    for part in path.split("/"):
        there = os.path.lexists(f"{root}/{found}{part}")
        found += f"{part if there else _decomposed(part)}/"
    return found.removesuffix("/")


def wrong_with(path: str) -> str:
    """Returns what is wrong with the path of a source file; empty if nothing is."""
    if path.isascii() and path.replace("/", "").replace("-", "").replace("_", "").replace(".", "").isalnum():
        return _wrong_with_parts(path)
    if any("\udc80" <= char <= "\udcff" for char in path):
        return "this name is not written in UTF-8"
    if any(unicodedata.category(char) in HIDDEN for char in path):
        return "this name has a character that cannot be seen"
    if not _is_in_one_form(path):
        return "the accents of this name are stored in two ways at once"
    bad = sorted(NOT_ON_WINDOWS & set(path))
    if bad:
        return f"this name has {' '.join(bad)} in it, which not every system can store"
    if escaped := ESCAPED.search(path):
        return f"this name has {escaped[0]} in it, which web servers read as a part of a path"
    return _wrong_with_parts(path)


def _wrong_with_parts(path: str) -> str:
    if len(path.encode("utf-8")) > LONGEST:
        return f"this path is longer than {LONGEST} bytes"
    for part in path.split("/"):
        if part[0] in " -" or part[-1] in " .":
            return "this name begins with a blank or hyphen, or ends with a blank or full stop"
        if part.partition(".")[0].casefold() in RESERVED:
            return f'"{part}" is the name of a device on Windows'
        if part.rpartition(".")[0].endswith((" ", ".")):
            return "this name has a blank or a second full stop before its ending"
    return ""
