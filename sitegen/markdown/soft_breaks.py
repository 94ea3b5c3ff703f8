"""Line ends inside a paragraph: a blank between words, nothing between Chinese or Japanese letters."""

from __future__ import annotations

import re
from functools import cache

from sitegen.yaml.nodes import WIDE

FAR_EAST = re.compile(f"[{WIDE[0]}-{WIDE[-1]}]")
"""Any character from the first to the last of those letters: one range, which is compiled at once."""
INLINE = r"(?:</?(?:a|abbr|code|del|em|span|strong|sub|sup)\b[^>]*>)*"


@cache
def _break() -> re.Pattern[str]:
    """Pattern for a line end between two letters. It takes milliseconds to compile, so only on demand."""
    return re.compile(
        rf"<pre\b.*?</pre>|(?P<before>[{WIDE}]{INLINE})[ \t]*\n[ \t]*(?P<after>{INLINE})(?=[{WIDE}])",
        re.DOTALL,
    )


def without_soft_breaks(markup: str) -> str:
    """Removes line ends between two Chinese or Japanese letters, except in code."""
    if markup.isascii() or FAR_EAST.search(markup) is None:
        return markup
    return _break().sub(
        lambda found: (found["before"] + found["after"]) if found["before"] else found[0], markup
    )
