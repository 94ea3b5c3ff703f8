"""Marks of kramdown, the Markdown of Jekyll, that sitegen writes differently or not at all."""

from __future__ import annotations

import re

from sitegen.features.importing.imported import Note, Outcome
from sitegen.markdown.tokens import without_code

CONTENTS = re.compile(
    r"^[ \t]*(?:[-*+]|1\.)[ \t][^\n]*\n\{:[ \t]*toc[^}\n]*\}[ \t]*\n?", re.MULTILINE | re.IGNORECASE
)
ANCHOR = re.compile(
    r"^(?P<heading>#{1,6}[ \t][^\n]*?)[ \t]*\n\{:[^}\n]*#(?P<id>[A-Za-z][\w-]*)[^}\n]*\}[ \t]*$", re.MULTILINE
)
INLINE = re.compile(r"[ \t]*\{:[^}\n]*\}|\{::[^}\n]*/?\}")


def plain_markdown(text: str, path: str, notes: list[Note]) -> str:
    """The text without attributes of kramdown. Anchors of headings stay."""
    if "{:" not in text:
        return text
    text = CONTENTS.sub("", text)
    text = ANCHOR.sub(lambda found: f"{found['heading']} {{#{found['id']}}}", text)
    parts: list[str] = []
    position = 0
    for found in INLINE.finditer(without_code(text)):
        parts.append(text[position : found.start()])
        position = found.end()
        notes.append(Note(Outcome.LOST, path, f"`{text[found.start() : found.end()].strip()}` of kramdown"))
    return "".join((*parts, text[position:]))
