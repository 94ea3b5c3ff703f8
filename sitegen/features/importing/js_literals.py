"""Data in files of JavaScript, read without running them: literals, and nothing else."""

from __future__ import annotations

import re
from typing import Any

START = re.compile(
    r"(?:export\s+default|module\.exports\s*=)\s*(?:\(\)\s*=>\s*\(|async\s+function[^{]*\{\s*return\s*|function[^{]*\{\s*return\s*)?(?=[{\[])"
)
CONST = re.compile(r"^[ \t]*(?:export\s+)?(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*=\s*", re.MULTILINE)
TOKEN = re.compile(
    r"""\s*(?>(?://[^\n]*\n\s*|/\*.*?\*/\s*)*)
    (?: "(?P<double>(?>(?:[^"\\\n]|\\.)*))" | '(?P<single>(?>(?:[^'\\\n]|\\.)*))' | `(?P<back>[^`$\\]*+)`
      | (?P<number>-?\d+(?:\.\d+)?)(?![\w.]) | (?P<word>[A-Za-z_$][\w$]*) | (?P<sign>[{}\[\],:]) )""",
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
DEEPEST = 20


class NotALiteral(Exception):
    """The text is not a literal."""


def default_export(text: str) -> dict[str, Any]:
    """The object that a file exports, as far as its values are literals; empty if there is none."""
    found = START.search(text)
    if found is None:
        return {}
    try:
        value, _ = _value(text, found.end(), 0)
    except NotALiteral:
        return {}
    return value if isinstance(value, dict) else {}


def constants(text: str) -> dict[str, Any]:
    """Constants at the top of a file whose values are literals."""
    found: dict[str, Any] = {}
    for match in CONST.finditer(text):
        try:
            value, _ = _value(text, match.end(), 0)
        except NotALiteral:
            continue
        if value is not None:
            found[match[1]] = value
    return found


def object_after(text: str, name: str) -> dict[str, Any]:
    """The object literal under a key, such as `dir: {…}`; empty if there is none."""
    found = re.search(rf"""(?<![\w$])["']?{re.escape(name)}["']?\s*:\s*(?=\{{)""", text)
    if found is None:
        return {}
    try:
        value, _ = _value(text, found.end(), 0)
    except NotALiteral:
        return {}
    return value if isinstance(value, dict) else {}


def _value(text: str, at: int, depth: int) -> tuple[Any, int]:
    """A value and the offset behind it; None for one that is not a literal. Raises NotALiteral."""
    token = TOKEN.match(text, at)
    if depth > DEEPEST:
        raise NotALiteral
    if token is None:
        return None, _skipped(text, at)
    for group in ("double", "single", "back", "number"):
        if token[group] is not None:
            return ESCAPE.sub(r"\1", token[group]), token.end()
    if token["word"] in ("true", "false"):
        return token["word"], token.end()
    if token["sign"] == "[":
        return _array(text, token.end(), depth)
    if token["sign"] == "{":
        return _object(text, token.end(), depth)
    return None, _skipped(text, at)


def _array(text: str, at: int, depth: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    while (token := _next_item(text, at))["sign"] != "]":
        value, at = _value(text, token.start(), depth + 1)
        if value is not None:
            items.append(value)
    return items, token.end()


def _object(text: str, at: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while (token := _next_item(text, at))["sign"] != "}":
        key = next((token[g] for g in ("double", "single", "word", "number") if token[g] is not None), None)
        colon = TOKEN.match(text, token.end())
        if key is None or colon is None or colon["sign"] != ":":
            at = _skipped(text, token.start())
            continue
        value, at = _value(text, colon.end(), depth + 1)
        if value is not None:
            found[key] = value
    return found, token.end()


def _next_item(text: str, at: int) -> re.Match[str]:
    """The token behind any commas: it begins an item, or closes the array or object. Raises NotALiteral."""
    while (token := TOKEN.match(text, at)) is not None and token["sign"] == ",":
        at = token.end()
    if token is None:
        raise NotALiteral
    return token


def _skipped(text: str, at: int) -> int:
    """Offset of the comma or bracket that ends an expression. Raises NotALiteral at the end of the text."""
    depth = 0
    quote = ""
    for number in range(at, len(text)):
        char = text[number]
        if quote:
            if char == quote and text[number - 1] != "\\":
                quote = ""
        elif char in "\"'`":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            if depth == 0:
                return number
            depth -= 1
        elif char in ",;" and depth == 0:
            return number
    raise NotALiteral
