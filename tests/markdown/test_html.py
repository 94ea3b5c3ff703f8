"""HTML that a site allows is shown as CommonMark has it, in both engines, and nothing in it runs."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.markdown.allowed_html import ALLOWED, INLINE, REFUSED
from sitegen.markdown.fragment import Fragment
from sitegen.markdown.markdown import convert
from sitegen.markdown.places import heading_lines
from sitegen.types import ENGINES, SourceText

PATH = "content/notes/a.md"
MARK = re.compile("\ue000[^\ue001]*\ue001")


def converted(text: str, engine: str, html: frozenset[str] = ALLOWED) -> Fragment:
    return convert(text, PATH, 1, engine, html=html)


def html_of(text: str, engine: str, html: frozenset[str] = ALLOWED) -> str:
    """The HTML without blanks between its elements, with addresses as written."""
    fragment = converted(text, engine, html)
    filled = re.sub("\ue000L(\\d+)\ue001", lambda m: fragment.links[int(m[1])].target, fragment.html)
    return re.sub(r">\s+<", "><", filled).strip()


SHOWN = {
    "a text behind a summary": (
        "<details>\n<summary>Why **so**</summary>\n\n**Because**\n\n- a\n\n</details>\n\nAfter.",
        "<details><summary>Why **so**</summary><p><strong>Because</strong></p><ul><li>a</li></ul></details>"
        "<p>After.</p>",
    ),
    "Markdown on request": ('<div markdown="1">\n**x**\n</div>', "<div><p><strong>x</strong></p></div>"),
    "Markdown in a line on request": (
        '<p markdown="span">*x* y</p>\n\n<summary markdown="1">*z*</summary>',
        "<p><em>x</em> y</p><summary><em>z</em></summary>",
    ),
    "Markdown in a cell on request": (
        '<table>\n<tr><td markdown="1">**x**</td></tr>\n</table>',
        '<div class="table-wrap" role="region" tabindex="0" aria-label="\ue000TTable|\ue001"><table><tbody>'
        "<tr><td><strong>x</strong></td></tr></tbody></table></div>",
    ),
    "a block in a paragraph": (
        "One\n<div>\ntwo *x*\n</div>\nthree\n\nfour *y*",
        "<p>One</p><div>\ntwo *x*\n</div>\nthree\n<p>four <em>y</em></p>",
    ),
    "a block in an item": (
        "- item\n\n  <details>\n  <summary>S</summary>\n\n  *a*\n\n  </details>\n- two",
        "<ul><li><p>item</p><details><summary>S</summary><p><em>a</em></p></details></li>"
        "<li><p>two</p></li></ul>",
    ),
    "a block in a quotation": (
        "> <div>\n> raw *a*\n>\n> *b*\n> </div>\n\nafter",
        "<blockquote><div>\nraw *a*\n<p><em>b</em></p></div></blockquote><p>after</p>",
    ),
    "a tight list around a block": ("- <div>x</div>\n- b", "<ul><li><div>x</div></li><li>b</li></ul>"),
    "items without end tags": ("<ul>\n<li>a\n<li>b\n</ul>", "<ul><li>a\n</li><li>b\n</li></ul>"),
    "a figure": (
        '<figure>\n<img src="a.png" alt="Map" width="300">\n<figcaption>A&amp;B &copy;</figcaption></figure>',
        '<figure><img src="a.png" alt="Map" loading="lazy"><figcaption>A&amp;B ©</figcaption></figure>',
    ),
    "tags in a line": (
        "Press <kbd>Ctrl</kbd> <abbr title='a \"b\"'>C</abbr> or <b>*x*</b>.",
        '<p>Press <kbd>Ctrl</kbd><abbr title="a &quot;b&quot;">C</abbr> or <b><em>x</em></b>.</p>',
    ),
    "a link": ('<a href="b.md" target="_blank">b</a>', '<p><a href="b.md">b</a></p>'),
    "an old anchor": ('Text <a name="old"/>here.', '<p>Text <a id="old"></a>here.</p>'),
    "a heading of one's own": ('<h2 id="own" lang="fr">Prix</h2>', '<h2 id="own" lang="fr">Prix</h2>'),
    "a heading without an anchor": ("<h3>Two words</h3>", '<h3 id="two-words">Two words</h3>'),
    "code": (
        "`<kbd>` and\n\n    <div>",
        "<p><code>&lt;kbd&gt;</code> and</p><pre><code>&lt;div&gt;</code></pre>",
    ),
    "a fence in a block": ("<div>\n```\n<b>\n```\n</div>", "<div><pre><code>&lt;b&gt;</code></pre></div>"),
    "a comment in a block": ("<div>\n<!-- a\n\nb -->\nx\n</div>", "<div>\n\nx\n</div>"),
    "a tag that is not allowed": ("<div>\n<nav>x</nav>\n</div>", "<div>\n&lt;nav&gt;x&lt;/nav&gt;\n</div>"),
    "a block that is not closed": ("<details>\n\nx", "<p>&lt;details&gt;</p><p>x</p>"),
    "a line over two paragraphs": ("<mark>a\n\nb</mark>", "<p>&lt;mark&gt;a</p><p>b&lt;/mark&gt;</p>"),
    "an attribute list at a heading": ("## Costs {: .x #cost}", '<h2 id="cost">Costs</h2>'),
    "an attribute list below a heading": (
        "## Costs\n{: #cost .x}\n\nText",
        '<h2 id="cost">Costs</h2><p>Text</p>',
    ),
    "an attribute list below a paragraph": ("Text\n{: #p .x}", '<p>Text <span id="p"></span></p>'),
    "an attribute list at a link": ('[a](b.md){:target="_blank"}{.x}', '<p><a href="b.md">a</a></p>'),
    "a table of contents": ("1. TOC\n{:toc}\n\nText", "<p>Text</p>"),
    "an attribute list in code": (
        "`{: .x}`\n\n    a\n    {: .y}",
        "<p><code>{: .x}</code></p><pre><code>a\n{: .y}</code></pre>",
    ),
    "braces in a sentence": ("Write {.net} or {: x", "<p>Write {.net} or {: x</p>"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", SHOWN)
def test_html_is_shown_as_commonmark_has_it(name: str, engine: str) -> None:
    text, expected = SHOWN[name]

    assert re.sub(r"\s+(?=</code>)", "", html_of(text, engine)) == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_only_elements_of_the_list_are_kept(engine: str) -> None:
    text = "<details>\n\n<kbd>x</kbd> <b>y</b> <sub>z</sub>\n\n</details>"

    assert html_of(text, engine, frozenset({"kbd"})) == (
        "<p>&lt;details&gt;</p><p><kbd>x</kbd> &lt;b&gt;y&lt;/b&gt; <sub>z</sub></p><p>&lt;/details&gt;</p>"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_left_out_is_named_once_for_an_element(engine: str) -> None:
    text = '<b class="x">a</b>\n\n<b style="y" onclick="z()">c</b> <kbd lang="1 2">d</kbd>'
    found = [(p.code, p.message, p.location.line) for p in converted(text, engine).problems]

    assert found == [
        (
            "markdown.attributes",
            "the attributes class, onclick, style of <b> are left out, here and at 1 other place",
            1,
        ),
        ("markdown.attributes", "the attribute lang of <kbd> is left out", 3),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_links_and_pictures_in_html_know_their_places(engine: str) -> None:
    text = 'Text\n\n<div>\n<a href="b.md?x=1&amp;y">b</a>\n<img src=c.png alt="C">\n</div>'
    links = converted(text, engine).links

    assert [(link.target, link.text, link.line, link.image) for link in links] == [
        ("b.md?x=1&y", "b", 4, False),
        ("c.png", "C", 5, True),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_headings_in_html_know_their_lines(engine: str) -> None:
    text = '## One\n\n<h2 id="b">Two <b>words</b></h2>\n\n## Three {#c}\n'
    headings = converted(text, engine).headings

    assert [(heading.text, heading.anchor) for heading in headings] == [
        ("One", "one"),
        ("Two words", "b"),
        ("Three", "c"),
    ]
    assert heading_lines(headings, SourceText(text, 1)) == [1, 3, 5]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "&#106;avascript:x"]
)
def test_an_address_in_html_is_judged_like_others(address: str, engine: str) -> None:
    fragment = converted(f'<a href="{address}">x</a> <img src="{address}" alt="y">', engine)

    assert [problem.code for problem in fragment.problems] == ["link.refused", "link.refused"]
    assert fragment.links == ()
    assert "<a" not in fragment.html or "href" not in fragment.html


HOSTILE = (
    "<div>", "</div>", "<details open>", "</details>", "<summary>", "</summary>", "<b>", "</b>",
    "<a href=x>", "</a>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<p>", "</p>", "<h2>",
    "</h2>", "<ul>", "<li>", "</ul>", '<a href="javascript:alert(1)">', "<a href=' JaVa\tscript:x'>",
    '<img src=x onerror="alert(1)">', "<svg onload=x>", '<div style="background:url(x)" onclick=x>',
    '<b id="a\\" onclick=x">', "<script>", "</script>", "<style>", "</style>", "<iframe src=x>", "<math>",
    "<mtext>", "<mglyph>", "<noscript>", "<template>", "<title>", "<textarea>", "<xmp>", "<![CDATA[",
    "]]>", "<!--", "-->", "--!>", "<?php ?>", "<!DOCTYPE x>", "&lt;script&gt;", "&#60;script&#62;",
    "&#x3c;b", '<p title="</p><script>alert(1)</script>">', "<img src='\"><script>x</script>'>",
    "<div markdown=1>", "<div markdown", "<a name='\"onclick=x'>", '<a id="x">',
    "<td colspan='9999' onclick=x>", "<li value='1\"'>", "<a/href=x/onclick=x>", "<b\nonclick=x>",
    "<a href=x\nonclick=x>", "{: #x onclick=x}", "{: #a\"b}", "{.x onclick=\"y\"}", "{{< n >}}",
    "{{% n %}}", "{{</* n */>}}", "<a href='{{< n >}}'>", '<a href="{{< ref "x\\"onclick=y" >}}">',
    "[x](y)", "![x](y)", "`", "```\n", "> ", "- ", "1. ", "    ", "\n", "\n\n", "text", "|", "|-|", "# ",
    "[^1]", "[^1]: ", "*", "**", "\\", "&quot;", '"', "'", "=",
)  # fmt: skip
SOUP = st.lists(st.sampled_from(HOSTILE), max_size=14).map("".join)
ATTRIBUTES = {
    "id", "class", "lang", "dir", "title", "href", "src", "alt", "align", "start", "type", "colspan",
    "rowspan", "scope", "span", "datetime", "open", "value", "reversed", "loading", "role", "tabindex",
    "aria-label", "disabled", "checked",
}  # fmt: skip
CLASSES = re.compile(
    r"language-\S+|footnote(-ref|-backref)?|alert(-\w+)?|table-wrap|task-list-item|lettered|marker"
)


def check_nothing_runs(markup: str, text: str) -> None:
    tree = html5lib.parseFragment(MARK.sub("mark", markup), namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag in ALLOWED | {"DOCUMENT_FRAGMENT", "pre", "input"}, text
        assert set(element.attrib) <= ATTRIBUTES, text
        assert all(CLASSES.fullmatch(word) for word in element.attrib.get("class", "").split()), text
        for name in ("href", "src"):
            assert re.fullmatch(r"mark|#[^:]*|#fn.*|mark.*", element.attrib.get(name, "mark"), re.DOTALL), (
                text
            )


@pytest.mark.parametrize("engine", ENGINES)
@given(text=SOUP)
def test_whatever_html_is_written_nothing_in_it_runs(engine: str, text: str) -> None:
    fragment = converted(text, engine)

    check_nothing_runs(fragment.html, text)
    for link in fragment.links:
        assert not re.match(r"\s*(?:javascript|vbscript|data):", link.target, re.IGNORECASE), text


@pytest.mark.parametrize("engine", ENGINES)
@given(text=SOUP)
def test_the_page_is_whole_whatever_html_is_written(engine: str, text: str) -> None:
    """No element ends outside of the text, so the page around it stays as it is."""
    open_elements: list[str] = []
    for slash, name in re.findall(r"<(/?)([a-z][a-z0-9]*)", converted(text, engine).html):
        if not slash and name not in {"br", "hr", "img", "col", "wbr", "input"}:
            open_elements.append(name)
        elif slash:
            assert open_elements.pop() == name, text
    assert open_elements == []


def test_no_element_is_both_allowed_and_refused() -> None:
    assert ALLOWED.isdisjoint(REFUSED)
    assert not {"script", "style", "iframe", "object", "embed", "form", "svg", "math"} & ALLOWED
    assert {"br", "sub", "sup"} <= INLINE


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "sign",
    [
        "<div>",
        "<b>",
        "</div>",
        "</b>",
        "<p>x",
        "<div>\n\n",
        "<a href=x>",
        "{: .x}",
        "{{< a\n",
        "<td>\n",
        "<b x='",
    ],
)
def test_long_texts_take_time_in_proportion(sign: str, engine: str) -> None:
    """The limit of a page stops what takes longer; nothing here comes near it."""
    fragment = converted(sign * 2_000, engine)

    assert isinstance(fragment.html, str)
