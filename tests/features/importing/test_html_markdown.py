"""HTML as Markdown: the words stay, in both engines and in many scripts; what is lost is listed."""

from __future__ import annotations

import re
from random import Random
from xml.etree.ElementTree import Element

import html5lib
import pytest

from sitegen.features.importing.html_markdown import ConvertedHtml, converted_html
from sitegen.features.importing.html_tree import BLOCKS
from sitegen.markdown.markdown import convert

WORD = re.compile(r"[^\W_]+")
SEPARATING = BLOCKS | {"br", "option", "q"}


def words(html: str) -> list[str]:
    """Words that a browser shows, from a different parser than that of the converter."""
    parts: list[str] = []

    def walk(element: Element) -> None:
        tag = str(element.tag)
        if (
            tag.startswith("<function")
            or tag in {"script", "style", "title"}
            or element.get("data-footnote-ref") is not None
        ):
            parts.append(element.tail or "")
            return
        if element.get("class") in {"footnote-ref", "footnote-backref"}:
            parts.append(element.tail or "")
            return
        around = " " if tag in SEPARATING else ""
        parts.append(around + (element.text or ""))
        for child in element:
            walk(child)
        parts.append(around + (element.tail or ""))

    walk(html5lib.parse(html, namespaceHTMLElements=False))
    return WORD.findall("".join(parts))


def shown(text: str, engine: str) -> str:
    fragment = convert(text, "content/pages/x.md", 1, engine)
    assert not fragment.problems, (text, fragment.problems)
    return fragment.html


PIECES = (
    *(
        "a b",
        "word",
        "Zürich",
        "naïve",
        "東京",
        "これは「強調」です",
        "한국어",
        "नमस्ते दुनिया",
        "مرحبا",
        "Привет, мир",
        "Ελλάδα",
        "ไทย",
    ),
    *(
        "1.",
        "2)",
        "12. x",
        "- ",
        "+ y",
        "# z",
        "&gt;",
        ":",
        ":::",
        "===",
        "---",
        "= =",
        "=",
        "a)",
        "(b)",
        "i) ",
        "| a |",
        "|",
    ),
    *(
        "a_b",
        "_c_",
        "*",
        "**d**",
        "[e]",
        "[^1]",
        "[f](g)",
        "!",
        "`h`",
        "~~i~~",
        "~",
        "*[x]: y",
        "\\",
        "\\\\",
        "a\\b",
        "C#",
    ),
    *(
        "&amp;",
        "&lt;j&gt;",
        "&amp;copy;",
        "http://x.org/a_b",
        "www.example.org/q",
        "m@x.org",
        "&nbsp;",
        "“q”",
        "(p)",
        "'",
        '"',
    ),
    *("{{&lt; note &gt;}}", "{{% n %}}", "{#an}", "x^2", "^", "%", "$1", ":o:", "@n", " ", ", ", "…", "·"),
)
INLINE = ("b", "i", "em", "strong", "code", "s", "sub", "sup", "u", "span", "a href='/x'", "q")
LEAVES = ("p", "h2", "h3", "div", "pre", "blockquote", "figcaption")
AROUND = ("div", "blockquote", "section", "a href='/y'")


def _tagged(name: str, inner: str) -> str:
    return f"<{name}>{inner}</{name.split(maxsplit=1)[0]}>"


def _inline(choice: Random, depth: int = 0) -> str:
    number = choice.random()
    if number < 0.5 or depth > 3:
        return choice.choice(PIECES)
    if number < 0.6:
        return choice.choice(["<br>", " ", "<img src='a.jpg' alt=''>"])
    if number < 0.8:
        return _tagged(choice.choice(INLINE), _inline(choice, depth + 1))
    return "".join(_inline(choice, depth + 1) for _ in range(choice.randint(1, 3)))


def _blocks(choice: Random, depth: int = 0) -> str:
    number = choice.random()
    if number < 0.35 or depth > 2:
        return _tagged(choice.choice(LEAVES), _inline(choice))
    if number < 0.4:
        return _inline(choice)
    if number < 0.5:
        cells = (_tagged(choice.choice(["td", "td", "th"]), _blocks(choice, depth + 2)) for _ in range(4))
        return _tagged("table", "".join(_tagged("tr", next(cells) + next(cells)) for _ in range(2)))
    if number < 0.7:
        items = (_tagged("li", _blocks(choice, depth + 1)) for _ in range(choice.randint(1, 3)))
        return _tagged(choice.choice(["ul", "ol"]), "".join(items))
    if number < 0.75:
        return _tagged("dl", _tagged("dt", _inline(choice)) + _tagged("dd", _blocks(choice, depth + 1)))
    if number < 0.8:
        return "<hr>"
    if number < 0.9:
        return _tagged(choice.choice(AROUND), _blocks(choice, depth + 1))
    return "\n".join(_blocks(choice, depth + 1) for _ in range(choice.randint(2, 3)))


@pytest.mark.parametrize("engine", ["python-markdown", "gfm"])
@pytest.mark.parametrize("seed", range(8))
def test_words_stay(engine: str, seed: int) -> None:
    """Random HTML with the marks of Markdown in it shows the same words in both engines."""
    choice = Random(seed)
    for _ in range(150):
        html = _blocks(choice)
        converted = converted_html(html)
        assert words(shown(converted.text, engine)) == words(html), f"{html}\n\n{converted.text}"


KINDS = {
    "emphasis within words": (
        "<p>One <b>two </b>three<i>four</i>five<b>(x)</b>y <i>six <b>seven</b></i></p>",
        "One **two** three*four*five(**x**)y _six **seven**_",
    ),
    "lines": ("<p>a<br>- b<br><br>c</p>", "a\\\n\\- b\n\nc"),
    "lists": (
        "<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>"
        "<ul><li>e</ul><ol start=3><li>x<li>y</ol>",
        "- a\n  - b\n- c\n\n  d\n\n* e\n\n3. x\n4. y",
    ),
    "table": (
        "<table><caption>T</caption><tr><th>A<th align=right>B|C</tr>"
        "<tr><td>1<br>2<td><code>a|b</code></table>",
        "_T_\n\n| A | B\\|C |\n|---|--:|\n| 1<br>2 | `a\\|b` |",
    ),
    "table without headings": ("<table><tr><td>1<td>2</table>", "|  |  |\n|---|---|\n| 1 | 2 |"),
    "picture with caption": (
        '<figure><img src="a.jpg" alt="A [b]"><figcaption>Cap <em>it</em></figcaption></figure>',
        "![A \\[b\\]](a.jpg)\n\n_Cap it_",
    ),
    "code": (
        '<pre><code class="language-python">a = 1\n\tb &lt; `c`</code></pre><p><code>`x`</code></p>',
        "```python\na = 1\n    b < `c`\n```\n\n`` `x` ``",
    ),
    "quotation": ("<blockquote>q<p>p</blockquote>", "> q\n>\n> p"),
    "footnotes of WordPress": (
        '<p>A<sup class="fn"><a href="#n" id="n-link">1</a></sup>.</p>'
        '<ol><li id="n">It. <a href="#n-link">↩︎</a></li></ol>',
        "A[^1].\n\n[^1]: It.",
    ),
    "footnotes of Word": (
        '<p>A<sup><a href="#note-1" id="ref-1">[1]</a></sup>.</p>'
        '<ol><li id="note-1"><p>It. <a href="#ref-1">↑</a></p></li></ol>',
        "A[^1].\n\n[^1]: It.",
    ),
    "definitions": ("<dl><dt>T<dd>D<dd>E</dl>", "T\n:   D\n:   E"),
    "headings that skip a level": ("<h2 id='x'>A #</h2><h4>B</h4>", "## A \\# {#x}\n\n### B"),
    "link around blocks": ("<a href='/y'><h3>H</h3><p>t</p></a>", "### [H](/y)\n\n[t](/y)"),
    "abbreviation": ("<p><abbr title='World Health Org.'>WHO</abbr></p>", "WHO\n\n*[WHO]: World Health Org."),
    "words that look like Markdown": (
        "<p>1986. A *year* [x] &lt;b&gt; a_b</p>",
        "1986\\. A \\*year\\* \\[x\\] \\<b> a_b",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds(kind: str) -> None:
    html, text = KINDS[kind]
    assert converted_html(html) == ConvertedHtml(text, ())


def test_losses_have_a_place() -> None:
    html = (
        "<p>One.</p><iframe src='https://v.example/1' title='Film'></iframe>"
        "<p>A <u>b</u> <a href='javascript:x()'>c</a> "
        "<img src='https://o.example/p.png' alt='P'></p>"
        "<form><input type=text></form><script>alert(1)</script>"
    )
    converted = converted_html(html)
    assert converted.text == "One.\n\n[Film](https://v.example/1)\n\nA b c [P](https://o.example/p.png)"
    assert [(loss.line, loss.text) for loss in converted.losses] == [
        (0, "script was removed"),
        (3, "an embedded page became a link: https://v.example/1"),
        (5, "underlining"),
        (5, "the address of the link “c”"),
        (5, "the picture https://o.example/p.png became a link"),
        (7, "a field of a form (text)"),
    ]


def test_deep_html_takes_little_time() -> None:
    deep = converted_html("<div><b>" * 20_000 + "words")
    assert deep.text.strip("*") == "words"
    assert [loss.text for loss in deep.losses] == ["elements more than 60 levels deep became text"]


def test_a_link_without_words_or_address_is_reported() -> None:
    lost = [loss.text for loss in converted_html('<p>a <a href=""></a> b</p>').losses]

    assert lost == ["a link without words or address"]
