"""Bytes of a file → text, with a problem for each character that cannot be part of a text."""

from __future__ import annotations

from itertools import islice

from sitegen.markdown.lines import Lines
from sitegen.problems.formats import not_utf8
from sitegen.types import Location, Problem
from sitegen.yaml.nodes import FORBIDDEN

MOST_CHARACTERS = 100
"""Limit on reported characters of one file that are not allowed; a file with more is hardly text."""
HARMLESS = bytes([9, 10, 13, *range(32, 127)])
"""ASCII characters that are allowed."""


def decode(data: bytes, path: str, most_bytes: int) -> tuple[str, tuple[Problem, ...]]:
    """Decodes a UTF-8 file, with or without BOM, and normalises its line ends to `\\n`."""
    if len(data) > most_bytes:
        message = f"the file is larger than {most_bytes} bytes"
        return "", (Problem("file.size", message, Location(path), "split it, or raise limits.page_bytes"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", (not_utf8(path, error),)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not data.translate(None, HARMLESS) or FORBIDDEN.search(text) is None:
        return text, ()
    # Blanks replace them after the report: YAML treats some of them as line ends, editors do not.
    return FORBIDDEN.sub(" ", text), tuple(_forbidden(text, path))


def _forbidden(text: str, path: str) -> list[Problem]:
    lines, hint = Lines(text), "delete it and type the text around it again"
    problems = []
    for match in islice(FORBIDDEN.finditer(text), MOST_CHARACTERS):
        message = f"the invisible character U+{ord(match[0]):04X} cannot be part of a text"
        problems.append(Problem("file.character", message, Location(path, *lines.place(match.start())), hint))
    return problems
