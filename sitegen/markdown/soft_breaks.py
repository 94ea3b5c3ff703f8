"""Line ends inside a paragraph: a blank between words, nothing between Chinese or Japanese letters."""

from __future__ import annotations

import re

from sitegen.yaml.nodes import WIDE

LETTER = re.compile(f"[{WIDE}]")
INLINE = r"(?:</?(?:a|abbr|code|del|em|span|strong|sub|sup)\b[^>]*>)*"
BREAK = re.compile(
    rf"<pre\b.*?</pre>|(?P<before>[{WIDE}]{INLINE})[ \t]*\n[ \t]*(?P<after>{INLINE})(?=[{WIDE}])", re.DOTALL
)


def without_soft_breaks(markup: str) -> str:
    """Removes line ends between two Chinese or Japanese letters, except in code."""
    if markup.isascii() or LETTER.search(markup) is None:
        return markup
    return BREAK.sub(
        lambda found: (found["before"] + found["after"]) if found["before"] else found[0], markup
    )
