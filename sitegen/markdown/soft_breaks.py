"""Line ends inside a paragraph: a blank between words, nothing between Chinese or Japanese letters."""

from __future__ import annotations

import re

from sitegen.types.patterns import lazy_pattern
from sitegen.yaml.nodes import WIDE

FAR_EAST = lazy_pattern(f"[^\x00-{chr(ord(WIDE[0]) - 1)}{chr(ord(WIDE[-1]) + 1)}-\U0010ffff]")
"""Any character from the first to the last of those letters. It names the others, of which there are fewer
to compile.
"""
NOTE = r'<sup id="fnref[^>]*><a [^>]*>[^<]*</a></sup>'
INLINE = rf"(?:{NOTE}|</?(?:a|abbr|code|del|em|span|strong|sub|sup)\b[^>]*>)*"


BREAK = lazy_pattern(
    rf"<pre\b.*?</pre>|(?P<before>[{WIDE}]{INLINE})[ \t]*\n[ \t]*(?P<after>{INLINE})(?=[{WIDE}])", re.DOTALL
)
"""A line end between two such letters."""


def without_soft_breaks(markup: str) -> str:
    """Removes line ends between two Chinese or Japanese letters, except in code."""
    if markup.isascii() or FAR_EAST.search(markup) is None:
        return markup
    return BREAK.sub(
        lambda found: (found["before"] + found["after"]) if found["before"] else found[0], markup
    )
