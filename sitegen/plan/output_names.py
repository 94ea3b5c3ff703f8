"""Problems for outputs with names that a system or host cannot store, or that are reserved.

Slugs, aliases, values of facets and terms all become file names, so the same rules apply to all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sitegen.definition.config import SITE
from sitegen.types import Location, Misnamed, Output, Problem
from sitegen.types.file_names import RESERVED
from sitegen.types.paths import REPORT
from sitegen.types.patterns import lazy_pattern

LONGEST_NAME = 240
"""Limit on bytes of a file or folder name. Systems allow 255, but programs that copy a site add temporary
suffixes.
"""
LONGEST_PATH = 900
"""Limit on bytes of a whole path. macOS allows 1024, including the folder of the site."""
SPECIAL = {
    REPORT: "the report of sitegen diff",
    "_redirects": "redirects, which hosts read from it",
    "_headers": "headers, which hosts read from it",
    "_worker.js": "a program, which Cloudflare Pages would run",
    "_routes.json": "settings, which Cloudflare Pages would read",
    "redirects.map": "redirects, which hosts read from it",
    "redirects.json": "redirects, which hosts read from it",
}
"""First parts of addresses that no entry may have, and the purpose that each is reserved for."""


DEVICES, AT_TOP = ("|".join(map(re.escape, sorted(names))) for names in (RESERVED, SPECIAL))
SUSPECT = lazy_pattern(rf"(?:^|/)(?:{DEVICES})(?:[./]|$)|[ .](?:/|$)|^(?:{AT_TOP})(?:/|$)", re.IGNORECASE)
"""Paths that may have such a name."""


def misnamed(outputs: Iterable[Output]) -> Iterator[Misnamed]:
    """Yields outputs whose path is not allowed, with the reason."""
    is_suspect = SUSPECT.search
    for output in outputs:
        path = output.path
        most = len(path) if path.isascii() else 4 * len(path)
        if most <= LONGEST_NAME and not is_suspect(path):
            continue
        found = _too_long(output) or _kept(output) or _device(output)
        if found:
            yield found


def _too_long(output: Output) -> Misnamed | None:
    path, place = output.path, Location(output.source)
    long = next((part for part in path.split("/") if _bytes(part) > LONGEST_NAME), None)
    if long is not None:
        message = f"a part of this address has {_bytes(long)} bytes, and {LONGEST_NAME} is the most"
        hint = "shorten it; letters with accents have 2 bytes, Chinese ones 3"
        return Misnamed(output, long, Problem("address.long", message, place, hint))
    if _bytes(path) > LONGEST_PATH:
        message = f"this address has {_bytes(path)} bytes, and {LONGEST_PATH} is the most"
        return Misnamed(output, path, Problem("address.long", message, place, "shorten it"))
    return None


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _kept(output: Output) -> Misnamed | None:
    first, _, rest = output.path.partition("/")
    folded = first.casefold()
    of_content = output.source.startswith("content/") and output.source != SITE
    if folded not in SPECIAL or not (of_content or (folded == REPORT and rest)):
        return None
    message, hint = f"/{first} is reserved for {SPECIAL[folded]}", "give it another address"
    return Misnamed(output, first, Problem("address.reserved", message, Location(output.source), hint))


def _device(output: Output) -> Misnamed | None:
    hint = "give it another address: not every system can store this one"
    for part in output.path.split("/"):
        if part.partition(".")[0].casefold() in RESERVED:
            what = "is the name of a device on Windows"
        elif part.endswith((" ", ".")):
            what = "ends with a blank or full stop, which Windows takes away"
        else:
            continue
        message, place = f'"{part}" in this address {what}', Location(output.source)
        return Misnamed(output, part, Problem("address.reserved", message, place, hint))
    return None
