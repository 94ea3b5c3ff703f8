"""Addresses in a text without brackets around them, and the rules for where they end.

They end as on GitHub (GFM 0.29, section 6.9, "Autolinks (extension)"), and also before Chinese and Japanese
brackets, stops and quotation marks, which GitHub includes in the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.types.patterns import lazy_pattern

WIDE = (
    "\u3001\u3002\u3008-\u3011\u3014-\u301f"
    "\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\uff3b\uff3d\uff5b\uff5d\uff5e-\uff65"
)
"""Full-width brackets, quotation marks, commas, stops, colons and sentence-ending marks."""
CURLED = "\u2018-\u201f\u2026\u2039\u203a\u00ab\u00bb"
"""Quotation marks of all scripts, and the ellipsis."""
ADDRESS = lazy_pattern(
    rf"(?<![A-Za-z0-9_/.@-])(?:https?://|www\.)[^\s<{WIDE}{CURLED}]*+(?=[{WIDE}{CURLED}])", re.IGNORECASE
)
DESTINATION = ("](", "]: ", "]:", "=")
"""Characters before the address of a link, a link definition or an attribute."""
BEGINS = r"(?:\b|(?<=_)|(?<=[^\x00-\x7f]))(?:ht|f)tps?://|(?:\b|(?<=_))(?P<www>www\.)"
BARE = rf"(?i)(?P<link>(?:{BEGINS})[^_\W][^\s<\x02\x03{WIDE}{CURLED}]*+)"
"""An address up to a blank or one of these characters; the two control characters are marks of
Python-Markdown.
"""
TRAILING = "?!.,:*_~'\""
ENTITY = lazy_pattern(r"&[A-Za-z0-9]+;\Z")


def stops_in(text: str) -> Iterator[int]:
    """Offsets of the full-width characters and curly quotation marks before which an address ends."""
    if text.isascii() or not ("://" in text or "ww." in text.lower()):
        return
    for found in ADDRESS.finditer(text):
        if not text.endswith(DESTINATION, 0, found.start()):
            yield found.end()


def trimmed(address: str) -> str:
    """Returns an address without punctuation that belongs to the sentence around it."""
    end = len(address)
    surplus = {closing: address.count(closing) - address.count(opening) for opening, closing in ("()", "[]")}
    while end:
        last = address[end - 1]
        if last in TRAILING:
            end -= 1
        elif surplus.get(last, 0) > 0:
            end -= 1
            surplus[last] -= 1
        elif last == ";" and (entity := ENTITY.search(address, max(end - 40, 0), end)):
            end = entity.start()
        elif last == ";":
            end -= 1
        else:
            break
    return address[:end]
