"""What is left out of Python-Markdown for a text changes nothing of its page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from sitegen.read import python_markdown
from sitegen.read.lists import normalise_lists

ROOT = Path(__file__).parents[2]
PIECES = (
    "One *two* three.", "`a*b`", "``", "**a", "_b_", "a_b_c", "~~c~~", "~d~", "\\", "\\*", "\\\n",
    "  \n", "\n", "\n\n", "# ", "## A", "#b", "===", "---", "- a", "* b", "+ c", "1. d", "2) e", "  - f",
    "    - g", "\tcode", "    code", "```\n", "~~~\n", "> q", "| a | b |\n|---|---|\n| c | d\\|e |", "|",
    "[a](b.md)", "[a]", "[a][b]", "[b]: c.md", "![a](b.png)", "![a]", "<https://a.example>",
    "<a@b.example>", "https://a.example/x_y?z=(1).", "www.a.example", "WWW.A.example", "a@b.example",
    "&amp;", "& ", "<b>", "</b>", "<div>", "<!-- c -->", "Term\n: Def", ": Def", ":", "[^1]",
    "[^1]: Note.", "{.a}", "{{ x }}", "*[A]: B", "!!! note", "\ue000S0\ue001", "\u00a0", "東京",
    "**「a」**b",
)  # fmt: skip


@cache
def _whole_set() -> Markdown:
    """Python-Markdown with every extension and its own loop over the patterns."""
    markdown = Markdown(
        extensions=list(python_markdown.EXTENSIONS), extension_configs=python_markdown.SETTINGS
    )
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    return markdown


def _as_the_whole_set_has_it(text: str) -> str:
    return python_markdown.tidied(_whole_set().reset().convert(normalise_lists(text)))


@pytest.mark.parametrize("folder", ["content", "docs", "tests/site", "sitegen/scaffold/site"])
def test_every_text_of_this_project_has_the_page_of_the_whole_set(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.md"))

    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert python_markdown.python_markdown(text) == _as_the_whole_set_has_it(text), file


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", "\n", "\n\n"])), max_size=12))
def test_any_mixture_of_constructs_has_the_page_of_the_whole_set(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in pieces)

    assert python_markdown.python_markdown(text) == _as_the_whole_set_has_it(text)
