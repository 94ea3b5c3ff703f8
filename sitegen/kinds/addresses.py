"""The field kinds `url` and `email`."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sitegen.kinds.kind import Kind, Reading
from sitegen.types import Field
from sitegen.yaml.nodes import Scalar

HTTP = r"[Hh][Tt][Tt][Pp][Ss]?://"
PART = r"[^\s\\<>\x22/?#@]"
"""A character that can be part of a host and its port."""
URL_PATTERN = rf"{HTTP}((?![:\[\]]){PART}[^\s\\<>\x22/?#@\[\]]*|\[{PART}+\]{PART}*)([/?#][^\s\\<>\x22]*)?"
NO_LETTER = (
    r"\s\x00-*,/:-@\[-\^`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u2000-\u2bff\u2e00-\u3004\u3008-\u3020"
    r"\ue000-\uf8ff\ufe00-\ufe6f\uff00-\uff0f"
)
"""Blanks and signs that no e-mail address has: all but letters, digits, `_`, `+`, `-` and `.`."""
EMAIL_PATTERN = rf"[^{NO_LETTER}]+@[^{NO_LETTER}.+]+(\.[^{NO_LETTER}.+]+)+"


def is_on_the_web(address: str) -> bool:
    """True if an address names a host; `mailto:` and files of the site do not."""
    return address[:8].lower().startswith(("http://", "https://"))


def read_url(reading: Reading, known: Field, node: Scalar) -> str | None:
    """Returns an address on the web. If it is wrong, reports a problem and returns None."""
    text = node.text.strip()
    if re.fullmatch(URL_PATTERN, text) and _has_host(text):
        return text
    hint = "it begins with https:// and has no spaces"
    reading.wrong(node, "field.url", f'"{text}" is not a web address', hint)
    return None


def _has_host(address: str) -> bool:
    """True if programs find a host in an address: its brackets and signs that look alike can be wrong."""
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def _read_email(reading: Reading, known: Field, node: Scalar) -> str | None:
    if re.fullmatch(EMAIL_PATTERN, node.text):
        return node.text
    reading.wrong(node, "field.email", f'"{node.text}" is not an e-mail address')
    return None


URL = Kind(
    name="url",
    read=read_url,
    pattern=rf"\s*{URL_PATTERN}\s*",
    example="https://example.org/",
    input="url",
    view=lambda viewing, _, value, __, ___: viewing.address(value),
    data_schema={"type": "string", "format": "uri"},
    address=str,
)
EMAIL = Kind(
    name="email",
    read=_read_email,
    pattern=EMAIL_PATTERN,
    example="name@example.org",
    input="email",
    data_schema={"type": "string", "format": "email"},
)
