"""What is passed without being parsed is what the parser would have given."""

from __future__ import annotations

import html

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.markdown import sanitise
from sitegen.markdown.gfm import gfm
from sitegen.markdown.python_markdown import python_markdown
from tests.markdown.mixtures import MIXTURES


@settings(max_examples=300)
@given(MIXTURES)
@pytest.mark.parametrize("engine", [python_markdown, gfm])
def test_html_that_is_plainly_harmless_is_as_the_parser_writes_it(engine: object, text: str) -> None:
    assert callable(engine)
    markup = sanitise.as_html5(engine(text))
    passed = sanitise.is_harmless(markup)

    assert not passed or sanitise.parsed(markup) == markup


COMMON = (
    "## A\n\nOne *two* **three** `four` ~~five~~ [six](b.md) <https://a.example>.  \nSeven & eight.\n\n"
    "- a\n- b\n  1. c\n\n> Said.\n\n| x | y |\n|:--|--:|\n| 1 | 2 |\n\n```py\nprint()\n```\n\n    code\n\n"
    '---\n\n![nine](c.png "ten")\n'
)


@pytest.mark.parametrize("engine", [python_markdown, gfm])
def test_what_editors_write_every_day_need_not_be_parsed(engine: object) -> None:
    assert callable(engine)
    assert sanitise.is_harmless(sanitise.as_html5(engine(COMMON)))


@settings(max_examples=1000)
@given(st.text(alphabet="htps:/.@?#\\%[]&;amilto \t1", max_size=14))
@example("http:x")
@example("https://")
@example("http://?a")
@example("//a.example")
def test_no_address_that_is_plainly_harmless_would_be_refused(address: str) -> None:
    link = f'<p><a href="{html.escape(address)}">words</a></p>'

    assert sanitise.allowed_address(address) or not sanitise.is_harmless(link)


HARMFUL = [
    "<script>x</script>", "<p onclick=x>", '<p class="x">', '<a href="javascript:x">y</a>',
    '<a href="//x.example">y</a>', '<a href="a&#58;b">y</a>', '<a href="java\tscript:x">y</a>',
    '<img src="data:x" alt="">', '<img src="a.png" alt="" onerror="x">',
    '<a href="a.md" title="&quot;">y</a>', "<p><p>", "a & b", "&nbsp;", "<", "<p", "<P>", "<svg>", "<a>",
    '<code class="x">', "<p>\x00</p>", '<a href="https://x.example/\\">y</a>', "<p></p></p>",
    "<ul><li>a</ul>", "<p><pre>x</pre></p>", "<h2>a</h3>", "<p>a<em>b</p></em>", "<p>a<li>b</li></p>",
    '<p><a href="a.md">b<a href="c.md">d</a></a></p>', '<td align="top">a</td>', '<p align="left">a</p>',
    '<p><strong><a href="a.md">b<a href="c.md">d</a></a></strong></p>', "<p><em>a</strong></p>",
    "<<p>a</p>ul></ul>", '<ol<p>a</p> start="1"></ol>',
    '<p><img src="a.png" alt="" onerror="x"></p>', "<pre><code>a<b></code></pre>", "<ul><li>a</li></ol>",
    '<h2><a href="javascript:x">y</a></h2>', "<li><code>a<p>b</p></code></li>",
]  # fmt: skip


PARTS = st.one_of(
    st.sampled_from((
        *(f"<{end}{name}>" for end in ("", "/")
          for name in ("p", "ul", "ol", "li", "td", "th", "h2", "dt", "em", "strong", "code", "pre")),
        '<a href="b.md">', '<a href="//x.example">', "</a>", '<img src="c.png" alt="">', "<br>", "<hr>",
        '<td align="left">', '<ol start="2">', "ul>", "<ol",
        ' start="3">', '<code class="language-py">', "a", " b\n", "&amp;", "&", "<",
    )),
    st.sampled_from((
        "<p>a</p>", "<li>b</li>", "<td>c</td>", "<em>d</em>", "<ul>\n<li>e</li>\n</ul>",
        "<pre><code>f</code></pre>", '<a href="g.md">h</a>', "<strong>i</strong>", "<blockquote>",
    )),
)  # fmt: skip


@settings(max_examples=1000)
@given(st.lists(PARTS, max_size=10).map("".join))
def test_lines_that_are_taken_out_whole_are_judged_like_their_tags(markup: str) -> None:
    tags = sanitise.HARMLESS.findall(markup)
    nested = len(tags) == markup.count("<") and sanitise._are_nested(tags)

    assert sanitise.is_harmless(markup) == (nested and "&" not in markup.replace("&amp;", ""))


@pytest.mark.parametrize("markup", HARMFUL)
def test_anything_else_is_parsed(markup: str) -> None:
    assert not sanitise.is_harmless(markup)
