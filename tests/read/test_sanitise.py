"""What is passed without being parsed is what the parser would have given."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from sitegen.read import sanitise
from sitegen.read.gfm import gfm
from sitegen.read.python_markdown import python_markdown
from tests.read.mixtures import MIXTURES


@settings(max_examples=300)
@given(MIXTURES)
@pytest.mark.parametrize("engine", [python_markdown, gfm])
def test_html_that_is_plainly_harmless_is_as_the_parser_writes_it(engine: object, text: str) -> None:
    assert callable(engine)
    html = engine(text).replace(" />", ">")
    passed = sanitise.is_harmless(html)

    assert not passed or sanitise.parsed(html) == html


HARMFUL = [
    "<script>x</script>", "<p onclick=x>", '<p class="x">', '<a href="javascript:x">y</a>',
    '<a href="//x.example">y</a>', '<a href="a&#58;b">y</a>', '<a href="java\tscript:x">y</a>',
    '<img src="data:x" alt="">', '<img src="a.png" alt="" onerror="x">',
    '<a href="a.md" title="&quot;">y</a>', "<p><p>", "a & b", "&nbsp;", "<", "<p", "<P>", "<svg>", "<a>",
    '<code class="x">', "<p>\x00</p>", '<a href="https://x.example/\\">y</a>', "<p></p></p>",
    "<ul><li>a</ul>", "<p><pre>x</pre></p>", "<h2>a</h3>",
]  # fmt: skip


@pytest.mark.parametrize("html", HARMFUL)
def test_anything_else_is_parsed(html: str) -> None:
    assert not sanitise.is_harmless(html)
