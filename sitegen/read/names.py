"""Names that a file can have on every system on which somebody works on the site."""

from __future__ import annotations

import unicodedata

LONGEST = 200
"""Bytes of a path; with the folder of the site before it, it still fits everywhere."""
RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in "123456789")]
)
"""Devices of Windows, also with any ending (Naming Files, Paths, and Namespaces, Microsoft)."""
NOT_ON_WINDOWS = frozenset('<>:"|?*\\')
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that nobody sees, or that hide others."""


def wrong_with(path: str) -> str:
    """What is wrong with the path of a source file, or nothing."""
    if path.isascii() and path.replace("/", "").replace("-", "").replace("_", "").replace(".", "").isalnum():
        return _wrong_with_parts(path)
    if any("\udc80" <= char <= "\udcff" for char in path):
        return "this name is not written in UTF-8"
    if any(unicodedata.category(char) in HIDDEN for char in path):
        return "this name has a character that cannot be seen"
    bad = sorted(NOT_ON_WINDOWS & set(path))
    if bad:
        return f"this name has {' '.join(bad)} in it, which not every system can store"
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
