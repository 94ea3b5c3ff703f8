"""Sequence of the blocks in a Markdown text, on this site and on GitHub."""

from __future__ import annotations

import re
from typing import NamedTuple

from sitegen.markdown.gfm import with_lines
from sitegen.markdown.marks import comparable, marked
from sitegen.markdown.python_markdown import python_markdown

NAME = r"ul|ol|li|blockquote|pre|table|hr|h[1-6]"
BLOCK = re.compile(rf"<({NAME})\b")
BLOCK_WITH_LINE = re.compile(rf'<({NAME})\b[^>]*? data-sourcepos="(\d+):')
NOTES = re.compile(r'<(div class="footnote"|section [^>]*class="footnotes").*', re.DOTALL)


class Block(NamedTuple):
    name: str
    """Name of its HTML element."""
    line: int
    """Line, counted from 1."""


def blocks_of(text: str) -> list[str]:
    """Elements of the blocks that Python-Markdown finds in a text, without footnotes at its end."""
    return BLOCK.findall(NOTES.sub("", python_markdown(marked(comparable(text), 1).text)))


def blocks_on_github(text: str) -> list[Block]:
    """Elements of the blocks that GitHub finds in a text, with their lines, without footnotes at its end."""
    found = BLOCK_WITH_LINE.findall(NOTES.sub("", with_lines(comparable(text))))
    return [Block(name, int(line)) for name, line in found]
