"""Names of footnotes in ids, which have no blanks and no signs with a meaning in addresses."""

from __future__ import annotations

import html
import re

UNSAFE = re.compile(r"[\s<>\"`%]")
INSTEAD = "\u00b7"


def note_name(name: str) -> str:
    """Name of a footnote as part of an id, escaped for HTML."""
    return html.escape(UNSAFE.sub(INSTEAD, name), quote=False)
