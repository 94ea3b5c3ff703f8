"""What of a content file readers read, so that a change of anything else can be told from a change of it."""

from __future__ import annotations

import re

from sitegen.digest import digest_of_bytes
from sitegen.types import Digest

FENCE = re.compile(rb"---[ \t]*(?:\n|\Z)")
CLOSING = re.compile(rb"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
KEPT_FOR_US = re.compile(
    rb"^(?:aliases|draft|expires|noindex|owner|publish_on|review_by|slug|superseded_by|template|updated"
    rb"|weight|withdrawn):.*\n?",
    re.MULTILINE,
)
"""Lines of a YAML file that say nothing of what it is about."""


def digest_of_text(path: str, data: bytes) -> Digest:
    """The digest of the text below the front matter; of a YAML file of all that it says of its subject."""
    text = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    if path.endswith(".yaml"):
        text = KEPT_FOR_US.sub(b"", text)
    elif opening := FENCE.match(text):
        closing = CLOSING.search(text, opening.end())
        text = text[closing.end() :] if closing else text
    return digest_of_bytes(text.strip())
