"""What each construct of Markdown becomes: as GitHub shows it, with nothing lost and nothing that runs."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given

from sitegen.markdown.fragment import Fragment
from sitegen.markdown.markdown import convert
from sitegen.markdown.places import heading_lines
from sitegen.markdown.shortcodes import CLOSE, OPEN
from sitegen.types import ENGINES, GFM, PYTHON_MARKDOWN, Severity, SourceText
from tests.markdown.mixtures import MIXTURES

PATH = "content/topics/food.md"
LINK = re.compile(f"{OPEN}L(\\d+){CLOSE}")
WORD = re.compile(f"{OPEN}T([^|]*)\\|(\\d*){CLOSE}")
CALL = re.compile(f"{OPEN}([SE])(\\d+){CLOSE}")


def converted(text: str, engine: str = PYTHON_MARKDOWN) -> Fragment:
    return convert(text, PATH, 1, engine)


def html_of(text: str, engine: str = PYTHON_MARKDOWN) -> str:
    """The HTML with addresses as written, words in English and shortcodes as `[S0]` and `[E0]`."""
    fragment = converted(text, engine)
    assert [problem for problem in fragment.problems if problem.severity is Severity.ERROR] == []
    filled = LINK.sub(lambda m: fragment.links[int(m[1])].target, fragment.html)
    filled = WORD.sub(lambda m: m[1].replace("%(n)s", m[2]), filled)
    return CALL.sub(r"[\1\2]", filled).strip()


CONSTRUCTS = {
    "paragraphs": ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
    "lines of a paragraph stay together": ("One\ntwo.", "<p>One\ntwo.</p>"),
    "a hard break by a backslash": ("One\\\ntwo.", "<p>One<br>\ntwo.</p>"),
    "a hard break by two spaces": ("One  \ntwo.", "<p>One<br>\ntwo.</p>"),
    "emphasis": (
        "*a* _b_ **c** __d__",
        "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong></p>",
    ),
    "an underscore inside a word": ("snake_case_name", "<p>snake_case_name</p>"),
    "strikethrough": ("~~gone~~", "<p><del>gone</del></p>"),
    "code": ("Use `a < b` here.", "<p>Use <code>a &lt; b</code> here.</p>"),
    "code with a backtick": ("`` a`b ``", "<p><code>a`b</code></p>"),
    "an escaped star": (r"\*not emphasis\*", "<p>*not emphasis*</p>"),
    "an entity": ("a &amp; b &copy; c & d", "<p>a &amp; b © c &amp; d</p>"),
    "a rule": ("One.\n\n---\n\nTwo.", "<p>One.</p>\n<hr>\n<p>Two.</p>"),
    "a quotation": ("> One\n> two.", "<blockquote>\n<p>One\ntwo.</p>\n</blockquote>"),
    # Lists.
    "a list": ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "a list directly under a paragraph": (
        "Text:\n- a\n- b",
        "<p>Text:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
    ),
    "nesting by two spaces": (
        "- a\n  - b\n- c",
        "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>",
    ),
    "nesting by four spaces": ("- a\n    - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
    "numbers": ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
    "a first number": ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    "nesting under a number by three spaces": (
        "1. a\n   - b",
        "<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>",
    ),
    "a year in a sentence is no list": ("It was\n1986. A year.", "<p>It was\n1986. A year.</p>"),
    "tasks": (
        "- [ ] a\n- [x] b",
        '<ul>\n<li class="task-list-item"><input type="checkbox" disabled aria-label="To do"> a</li>\n'
        '<li class="task-list-item"><input type="checkbox" disabled checked aria-label="Done"> b</li>\n'
        "</ul>",
    ),
    "definitions": ("Term\n: What it is", "<dl>\n<dt>Term</dt>\n<dd>What it is</dd>\n</dl>"),
    # Tables.
    "a table": (
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        '<div class="table-wrap" role="region" tabindex="0" aria-label="Table"><table>\n<thead>\n<tr>\n'
        '<th>a</th>\n<th align="right">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td '
        'align="right">2</td>\n</tr>\n</tbody>\n</table></div>',
    ),
    "a table directly under a paragraph": (
        "Text:\n| a |\n|---|\n| 1 |",
        '<p>Text:</p>\n<div class="table-wrap" role="region" tabindex="0" aria-label="Table"><table>\n'
        "<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n"
        "</table></div>",
    ),
    # Code.
    "a fence": ("```\na < b\n\n- c\n```", "<pre><code>a &lt; b\n\n- c</code></pre>"),
    "a fence with a language": (
        "```python\nx = 1\n```",
        '<pre><code class="language-python">x = 1</code></pre>',
    ),
    "a fence of tildes": ("~~~\n```\n~~~", "<pre><code>```</code></pre>"),
    "a fence directly under a paragraph": ("Text:\n```\na\n```", "<p>Text:</p>\n<pre><code>a</code></pre>"),
    "an indented block": ("Text:\n\n    a\n      b", "<p>Text:</p>\n<pre><code>a\n  b</code></pre>"),
    # Links.
    "a link": ("[food](food.md)", '<p><a href="food.md">food</a></p>'),
    "a link with a title": (
        '[food](food.md "All of it")',
        '<p><a href="food.md" title="All of it">food</a></p>',
    ),
    "a link by reference": ("[food][1]\n\n[1]: food.md", '<p><a href="food.md">food</a></p>'),
    "an address in brackets": (
        "<https://example.org/>",
        '<p><a href="https://example.org/">https://example.org/</a></p>',
    ),
    "an address in a text": (
        "See https://example.org/a.",
        '<p>See <a href="https://example.org/a">https://example.org/a</a>.</p>',
    ),
    "an e-mail address in brackets": (
        "<a@example.org>",
        '<p><a href="mailto:a@example.org">a@example.org</a></p>',
    ),
    "a picture": ("![A map](map.png)", '<p><img src="map.png" alt="A map" loading="lazy"></p>'),
    # Headings.
    "headings of the second level": ("## A\n\n### B", '<h2 id="a">A</h2>\n<h3 id="b">B</h3>'),
    "headings that begin at the first level are shifted": (
        "# A\n\n## B",
        '<h2 id="a">A</h2>\n<h3 id="b">B</h3>',
    ),
    "an underlined heading": ("A\n=\n\nB\n-", '<h2 id="a">A</h2>\n<h3 id="b">B</h3>'),
    "a hash without space is text": ("#food", "<p>#food</p>"),
    "a heading directly under a paragraph": ("Text\n## A", '<p>Text</p>\n<h2 id="a">A</h2>'),
    # Alerts.
    "an alert": (
        "> [!NOTE]\n> One.",
        '<div class="alert alert-note" role="note"><p class="alert-title">Note</p><p>One.</p>\n</div>',
    ),
    "an alert of two paragraphs": (
        "> [!WARNING]\n> One.\n>\n> Two.",
        '<div class="alert alert-warning" role="note"><p class="alert-title">Warning</p><p>One.</p>\n'
        "<p>Two.</p>\n</div>",
    ),
    "an unknown alert is a quotation": (
        "> [!HINT]\n> One.",
        "<blockquote>\n<p>[!HINT]\nOne.</p>\n</blockquote>",
    ),
    "a definition": (
        "Term\n:   What it is.",
        "<dl>\n<dt>Term</dt>\n<dd>What it is.</dd>\n</dl>",
    ),
    # Raw HTML is shown as it was written.
    "raw HTML": ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
    "a block of raw HTML": ("<div>\ntext\n</div>", "<p>&lt;div&gt;\ntext\n&lt;/div&gt;</p>"),
    "a script": ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    "an unclosed script": ("<script>\n\nText.", "<p>&lt;script&gt;</p>\n<p>Text.</p>"),
    "a name in angle brackets": ("Dear <your name>,", "<p>Dear &lt;your name&gt;,</p>"),
    # Comments are not published.
    "a comment in a line": ("a <!-- b --> c", "<p>a  c</p>"),
    "a comment of its own": ("One.\n\n<!-- a\n\nb -->\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
    "a comment between two paragraphs": ("One.\n<!-- a -->\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
    "a comment in code": ("`<!-- a -->`", "<p><code>&lt;!-- a --&gt;</code></p>"),
    "a comment in a fence": ("```\n<!-- a\n  b -->\n```", "<pre><code>&lt;!-- a\n  b --&gt;</code></pre>"),
    "a comment in indented code": (
        "    <!-- a\n      b -->",
        "<pre><code>&lt;!-- a\n  b --&gt;</code></pre>",
    ),
    "a comment between backticks that belong to others": (
        "`<!--` begins and `-->` ends one.",
        "<p><code>&lt;!--</code> begins and <code>--&gt;</code> ends one.</p>",
    ),
    "a comment with a link and code": ("a <!-- [b](c.md) `d --> e", "<p>a  e</p>"),
    # Three tags are kept.
    "a line break": ("One<br>two<br/>three<BR />four", "<p>One<br>two<br>three<br>four</p>"),
    "a line break in a cell, behind an address": (
        "| a |\n|---|\n| https://example.org/<br>1 |",
        '<div class="table-wrap" role="region" tabindex="0" aria-label="Table"><table>\n<thead>\n<tr>\n'
        "<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
        '<td><a href="https://example.org/">https://example.org/</a><br>1</td>\n'
        "</tr>\n</tbody>\n</table></div>",
    ),
    "low and high figures": (
        "CO<sub>2</sub> on 30 m<sup>*2*</sup>",
        "<p>CO<sub>2</sub> on 30 m<sup><em>2</em></sup></p>",
    ),
    "a low figure that does not end": ("H<sub>2 O", "<p>H&lt;sub&gt;2 O</p>"),
    "a low figure that ends in another paragraph": (
        "H<sub>2\n\nO</sub>",
        "<p>H&lt;sub&gt;2</p>\n<p>O&lt;/sub&gt;</p>",
    ),
    "a tag with attributes": ('<sub class="a">2</sub>', '<p>&lt;sub class="a"&gt;2&lt;/sub&gt;</p>'),
    "an escaped tag": (r"\<br> and `<br>`", "<p>&lt;br&gt; and <code>&lt;br&gt;</code></p>"),
    "a tag in a title": ('[a](b.md "x<br>y")', '<p><a href="b.md" title="x&lt;br&gt;y">a</a></p>'),
    # Letters and Roman numbers.
    "a list with letters": (
        "The members:\n\na) report;\nb) publish.",
        '<p>The members:</p>\n<ul class="lettered">\n<li><span class="marker">a)</span> report;</li>\n'
        '<li><span class="marker">b)</span> publish.</li>\n</ul>',
    ),
    "Roman numbers below letters": (
        "(a) one:\n(i) two,\n(ii) three;\n(b) four.",
        '<ul class="lettered">\n<li><span class="marker">(a)</span> one:\n<ul class="lettered">\n'
        '<li><span class="marker">(i)</span> two,</li>\n<li><span class="marker">(ii)</span> three;</li>\n'
        '</ul>\n</li>\n<li><span class="marker">(b)</span> four.</li>\n</ul>',
    ),
    "letters below a number": (
        "1. One\n   a) two\n   b) three",
        '<ol>\n<li>One\n<ul class="lettered">\n<li><span class="marker">a)</span> two</li>\n'
        '<li><span class="marker">b)</span> three</li>\n</ul>\n</li>\n</ol>',
    ),
    "letters below a Roman number, as far in as its words": (
        "I) One\nII) Two\n    a) in\n    b) it",
        '<ul class="lettered">\n<li><span class="marker">I)</span> One</li>\n'
        '<li><span class="marker">II)</span> Two\n<ul class="lettered">\n'
        '<li><span class="marker">a)</span> in</li>\n<li><span class="marker">b)</span> it</li>\n'
        "</ul>\n</li>\n</ul>",
    ),
    "letters that are too far in for an item are text": (
        "(vii) One\n      (a) in\n      (b) it\n(viii) Two",
        '<ul class="lettered">\n<li><span class="marker">(vii)</span> One\n(a) in\n(b) it</li>\n'
        '<li><span class="marker">(viii)</span> Two</li>\n</ul>',
    ),
    "a letter alone is text": ("(c) 2026 The City", "<p>(c) 2026 The City</p>"),
    "letters that do not count on are text": ("a) one\nd) two", "<p>a) one\nd) two</p>"),
    "letters in code": ("```\na) one\nb) two\n```", "<pre><code>a) one\nb) two</code></pre>"),
    # Abbreviations.
    "an abbreviation": (
        'WHO, `WHO`, WHOM.\n\n*[WHO]: World "Health" Organization',
        '<p><abbr title="World &quot;Health&quot; Organization">WHO</abbr>, <code>WHO</code>, WHOM.</p>',
    ),
    # Anchors.
    "an anchor of one's own": ("## What it costs {#cost}", '<h2 id="cost">What it costs</h2>'),
    "an anchor that a later heading has": (
        "## Cost\n\n## Price {#cost}",
        '<h2 id="cost-1">Cost</h2>\n<h2 id="cost">Price</h2>',
    ),
    "a heading that ends in a hash": ("## C#\n\n## Issue #", '<h2 id="c">C#</h2>\n<h2 id="issue">Issue</h2>'),
    # Lines of Chinese and Japanese.
    "lines of Japanese": ("計画を\n作り、**毎年**\n公表", "<p>計画を作り、<strong>毎年</strong>公表</p>"),
    "a line of Latin letters among them": ("計画を\nABC\nDEF", "<p>計画を\nABC\nDEF</p>"),
    "lines of Korean": ("도시는\n계획", "<p>도시는\n계획</p>"),
    "lines of Japanese in code": ("```\n計\n画\n```", "<pre><code>計\n画</code></pre>"),
    # Addresses without brackets.
    "an address with round brackets": (
        "(https://example.org/a_(b))",
        '<p>(<a href="https://example.org/a_(b)">https://example.org/a_(b)</a>)</p>',
    ),
    "addresses between full-width signs": (
        "（https://example.org/a）と「https://example.org/b」、",
        '<p>（<a href="https://example.org/a">https://example.org/a</a>）と「'
        '<a href="https://example.org/b">https://example.org/b</a>」、</p>',
    ),
    "an address right behind Chinese letters": (
        "见https://example.org/a。另外（https://example.org/b）",
        '<p>见<a href="https://example.org/a">https://example.org/a</a>。另外（'
        '<a href="https://example.org/b">https://example.org/b</a>）</p>',
    ),
    "a definition that is used often": (
        '[a]: https://example.org/ "T"\n\n[a], [b][a], [c][a]',
        '<p><a href="https://example.org/" title="T">a</a>, <a href="https://example.org/" title="T">b</a>, '
        '<a href="https://example.org/" title="T">c</a></p>',
    ),
    "a block of code with a longer end": ("```\na\n````\n\nb", "<pre><code>a</code></pre>\n<p>b</p>"),
    "a longer end in a list": (
        "- x\n\n  ~~~\n  a\n  ~~~~\n\ny",
        "<ul>\n<li>\n<p>x</p>\n<pre><code>a</code></pre>\n</li>\n</ul>\n<p>y</p>",
    ),
    "links one behind the other": (
        "[a] [b][a] ![c] [d]\n[c]\n\n[a]: https://example.org/a\n[c]: https://example.org/c\n[d]: https://example.org/d",
        '<p><a href="https://example.org/a">a</a> <a href="https://example.org/a">b</a> '
        '<a href="https://example.org/c">c</a> <a href="https://example.org/d">d</a>\n'
        '<a href="https://example.org/c">c</a></p>',
    ),
    "an address between curled quotation marks": (
        "“https://example.org/a”",
        '<p>“<a href="https://example.org/a">https://example.org/a</a>”</p>',
    ),
    # Shortcodes.
    "a shortcode in a line": ("We are {{< number members >}} people.", "<p>We are [S0] people.</p>"),
    "a shortcode as a block": ("Text.\n\n{{< note >}}\n\nText.", "<p>Text.</p>\n[S0]\n<p>Text.</p>"),
    "a shortcode alone on its line": ("Text.\n{{< note >}}\nText.", "<p>Text.</p>\n[S0]\n<p>Text.</p>"),
    "a shortcode around a text": ("{{< note >}}\nText.\n{{< /note >}}", "[S0]\n<p>Text.</p>\n[E0]"),
    "a shortcode in code": ("`{{< note >}}`", "<p><code>{{&lt; note &gt;}}</code></p>"),
    "a shortcode in a fence": ("```\n{{< note >}}\n```", "<pre><code>{{&lt; note &gt;}}</code></pre>"),
    "template syntax is text": ("{{ 7 * 7 }} {% if x %}", "<p>{{ 7 * 7 }} {% if x %}</p>"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", CONSTRUCTS)
def test_a_construct_becomes_what_github_shows(name: str, engine: str) -> None:
    written, expected = CONSTRUCTS[name]

    assert html_of(written, engine) == expected


DIALECTS = {
    "three stars": (
        "***e***",
        "<p><strong><em>e</em></strong></p>",
        "<p><em><strong>e</strong></em></p>",
    ),
    "one tilde": ("a~b~c", "<p>a~b~c</p>", "<p>a<del>b</del>c</p>"),
    "strong beside a bracket of a script without spaces": (
        "これは**「強調」**です",
        "<p>これは<strong>「強調」</strong>です</p>",
        "<p>これは**「強調」**です</p>",
    ),
}
"""Where the engines differ by nature, as markdown.md says: the text, python-markdown's page, gfm's."""


@pytest.mark.parametrize("name", DIALECTS)
def test_where_the_engines_differ_each_does_what_is_described(name: str) -> None:
    written, *expected = DIALECTS[name]

    assert [html_of(written, engine) for engine in ENGINES] == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_a_footnote_and_its_way_back(engine: str) -> None:
    html = html_of("A claim.[^1]\n\n[^1]: Its source.", engine)

    assert 'class="footnote-ref"' in html
    assert "Its source." in html
    for target in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{target}"' in html
    assert 'aria-label="Back to reference 1"' in html


@pytest.mark.parametrize("kind", ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"])
def test_the_five_alerts_of_github(kind: str) -> None:
    html = html_of(f"> [!{kind}]\n> Text.")

    assert html.startswith(f'<div class="alert alert-{kind.lower()}" role="note">')
    assert kind not in html


# --- nothing that runs, nothing lost -------------------------------------------------------

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<iframe src=https://evil.example></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>body{display:none}</style>",
    "<form action=https://evil.example><input></form>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "![x](x.png){onerror=alert(1)}",
    "# Heading {onclick=alert(1)}",
    "```{.python onclick=alert(1)}\nx\n```",
    '[x](food.md "a\\" onclick=alert(1) \\"")',
    '![" onerror=alert(1) "](x.png)',
    "<p style='color:red' onclick='alert(1)'>x</p>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<<script>script>alert(1)<</script>/script>",
    "<details open ontoggle=alert(1)>",
]
ALLOWED = {
    "html", "head", "body", "p", "a", "img", "h2", "h3", "code", "pre", "em", "strong", "ul", "ol", "li",
    "br", "blockquote", "table", "thead", "tbody", "tr", "td", "th", "div",
}  # fmt: skip
ATTRIBUTES = {"href", "src", "alt", "title", "loading", "id", "class"}
EVERY_ALLOWED = ALLOWED | {
    "h1", "h4", "h5", "h6", "del", "hr", "dl", "dt", "dd", "sub", "sup", "section", "input", "span", "abbr",
}  # fmt: skip
EVERY_ATTRIBUTE = ATTRIBUTES | {
    "role",
    "tabindex",
    "aria-label",
    "align",
    "start",
    "type",
    "disabled",
    "checked",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_element_or_attribute_that_runs_reaches_the_page(payload: str, engine: str) -> None:
    fragment = converted(payload, engine)
    tree = html5lib.parse(fragment.html, namespaceHTMLElements=False)

    for element in tree.iter():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= ATTRIBUTES


@pytest.mark.parametrize("engine", ENGINES)
@given(text=MIXTURES)
def test_whatever_is_written_no_element_or_attribute_that_runs_reaches_the_page(
    engine: str, text: str
) -> None:
    fragment = converted(text, engine)
    tree = html5lib.parse(fragment.html, namespaceHTMLElements=False)

    for element in tree.iter():
        assert element.tag in EVERY_ALLOWED, text
        assert set(element.attrib) <= EVERY_ATTRIBUTE, text


@pytest.mark.parametrize("engine", ENGINES)
def test_references_to_marks_in_a_fence_that_is_none_make_no_mark(engine: str) -> None:
    fragment = converted("<b>\\\n```\n&#xE000;S0&#57345;", engine)

    assert "\ue000" not in fragment.html
    assert "S0" in fragment.html
    assert fragment.shortcodes == ()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("payload", [payload for payload in PAYLOADS if not payload.startswith("```")])
def test_the_words_of_raw_html_stay_readable(payload: str, engine: str) -> None:
    fragment = converted(f"Before.\n\n{payload}\n\nAfter.", engine)

    assert fragment.text.startswith("Before.")
    assert fragment.text.endswith("After.")
    shown = html5lib.parse(fragment.html, namespaceHTMLElements=False)
    text = "".join(shown.itertext()) + "".join(v for e in shown.iter() for v in e.attrib.values())
    assert ("alert(1)" in text) == ("alert(1)" in payload)


SCHEMES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "vbscript:x", "data:text/html,x",
    "file:///etc/passwd", "//evil.example/x", "\\\\evil.example", "&#106;avascript:alert(1)", "ftp://example.org",
]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("address", SCHEMES)
def test_an_address_that_is_not_on_the_web_leads_nowhere(address: str, engine: str) -> None:
    fragment = converted(f"[food](<{address}>)", engine)

    assert not any(re.match(r"[a-z]+:|//|\\", link.target, re.IGNORECASE) for link in fragment.links)
    assert not re.search(r'(href|src)="[^"]*:', fragment.html)


# --- headings ------------------------------------------------------------------------------


def anchors(text: str) -> list[str]:
    return [heading.anchor for heading in converted(text).headings]


ANCHORS = {
    "## What cities do": "what-cities-do",
    "## What's new?": "whats-new",
    "## Zürich & Genève": "zürich--genève",
    "## 東京": "東京",
    "## 1. First": "1-first",
    "## A_b-c": "a_b-c",
    "## *Bold* and `code`": "bold-and-code",
    "## [Food](food.md) first": "food-first",
    "## C++": "c",
    "## C<br>D<sub>2</sub>": "c-d2",
    "## क्या है": "क्या-है",
    "## தமிழ் நாடு": "தமிழ்-நாடு",
    "## ภาษาไทย": "ภาษาไทย",
    "## e\u0301te\u0301": "\u00e9t\u00e9",  # both ways to store an accent
    "## A note[^1]\n\n[^1]: It.": "a-note",
    "## Whatever {#its-own.1}": "its-own.1",
    "## ???": "section",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("heading", ANCHORS)
def test_anchors_are_those_of_github(heading: str, engine: str) -> None:
    assert [found.anchor for found in converted(heading, engine).headings] == [ANCHORS[heading]]


def test_repeated_headings_are_numbered() -> None:
    assert anchors("## A\n\n## A\n\n## A") == ["a", "a-1", "a-2"]


def test_a_number_never_gives_an_anchor_twice() -> None:
    found = anchors("## A\n\n## A\n\n## A-1\n\n## A")

    assert len(set(found)) == len(found)


def lines_of_headings(text: str, engine: str = PYTHON_MARKDOWN) -> dict[str, int | None]:
    headings = converted(text, engine).headings
    lines = heading_lines(headings, SourceText(text, 1))
    return {heading.text: line for heading, line in zip(headings, lines, strict=True)}


def test_headings_know_their_lines() -> None:
    text = "## One\n\nText.\n\n```\n## Not one\n```\n\nTwo\n---\n\n### Three *words* here\n"

    assert lines_of_headings(text) == {"One": 1, "Two": 9, "Three words here": 12}


def test_headings_in_quotations_and_lists_know_their_lines() -> None:
    text = "> # One\n> Text.\n\n- ## Two &amp; three\n\n  Text.\n"

    assert lines_of_headings(text) == {"One": 1, "Two & three": 4}


def test_a_heading_of_several_lines_has_the_first() -> None:
    assert lines_of_headings("Text.\n\nOne\ntwo\n---\n\nText.", GFM) == {"One two": 3}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_backslash_stays_where_it_takes_no_meaning_away(engine: str) -> None:
    assert html_of(r"C:\Users and \* and \&amp; \\", engine) == r"<p>C:\Users and * and &amp;amp; \</p>"
    assert html_of(r"`\*` `<b>` and `a <b>`", engine) == (
        r"<p><code>\*</code> <code>&lt;b&gt;</code> and <code>a &lt;b&gt;</code></p>"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_block_of_code_may_begin_with_html(engine: str) -> None:
    code = "<pre><code>&lt;b&gt;</code></pre>"
    assert html_of("Text:\n\n    <b>\n", engine) == f"<p>Text:</p>\n{code}"
    assert html_of("```\n<b>\n```", engine) == code


def test_a_heading_in_code_is_no_heading() -> None:
    assert converted("```\n## A\n```\n\n    ## B\n").headings == ()


def test_a_heading_that_is_a_picture_has_its_text() -> None:
    (heading,) = converted("## ![A map](map.png)\n\nText.").headings

    assert heading.text == "A map"


def test_a_heading_is_empty_only_if_nothing_stands_under_it() -> None:
    text = "## A\n\n## B\n\nText.\n\n## C\n\n### D\n\n![A map](map.png)\n\n## E\n\n{{< note >}}\n\n## F\n"

    assert [h.text for h in converted(text).headings if h.empty] == ["A", "F"]


@pytest.mark.parametrize("under", ["> Quoted.", "- item", "| a |\n|---|\n| b |", "```\ncode\n```", "1. one"])
def test_any_kind_of_text_fills_a_heading(under: str) -> None:
    assert [h.empty for h in converted(f"## A\n\n{under}\n").headings] == [False]


# --- links ---------------------------------------------------------------------------------


def places(text: str, first_line: int = 1) -> list[tuple[str, int, int]]:
    return [
        (link.target, link.line, link.column)
        for link in convert(text, PATH, first_line, PYTHON_MARKDOWN).links
    ]


def test_links_know_line_and_column_of_their_targets() -> None:
    text = "A [b](b.md) and\n[c](c.md).\n\n- d\n  - [e](../e.md#f)\n\n![g](g.png)\n"

    assert places(text) == [("b.md", 1, 7), ("c.md", 2, 5), ("../e.md#f", 5, 9), ("g.png", 7, 6)]


def test_lines_count_from_where_the_text_begins_in_its_file() -> None:
    assert places("\n[b](b.md)", first_line=6) == [("b.md", 7, 5)]


def test_the_same_target_twice_has_two_places() -> None:
    assert places("[a](b.md) and [c](b.md)\n\n[d](b.md)") == [("b.md", 1, 5), ("b.md", 1, 19), ("b.md", 3, 5)]


def test_a_target_in_code_before_it_is_not_its_place() -> None:
    assert places("Write `[a](b.md)` for [a](b.md).") == [("b.md", 1, 27)]


def test_a_target_that_begins_like_another_is_not_its_place() -> None:
    assert places("[a](food.md#x) and [b](food.md)") == [("food.md#x", 1, 5), ("food.md", 1, 24)]


def test_a_link_by_reference_is_where_its_definition_stands() -> None:
    assert places("[a][b]\n\n[b]: c.md") == [("c.md", 3, 6)]


def test_the_text_of_a_link_is_its_words() -> None:
    (link,) = converted("[The *great*\n`plan`](b.md)").links

    assert link.text == "The great plan"


def test_the_text_of_a_link_around_a_picture_is_the_alternative_text() -> None:
    picture, link = sorted(converted("[![A map](map.png)](b.md)").links, key=lambda found: not found.image)

    assert (picture.text, link.text) == ("A map", "A map")


# --- plain text ----------------------------------------------------------------------------


def test_the_plain_text_has_every_word_and_no_mark() -> None:
    text = converted(
        "## A *b*\n\n- c\n- [d](d.md)\n\n| e |\n|---|\n| `f` |\n\n{{< note >}}g{{< /note >}}"
    ).text

    assert text.split() == ["A", "b", "c", "d", "e", "f", "g"]


def test_deep_nesting_is_a_problem_and_no_crash() -> None:
    text = "\n".join("  " * depth + "- item" for depth in range(400))

    assert [problem.code for problem in converted(text).problems] == ["markdown.depth"]


SHORTCODES = {
    '{{< note "Two words" >}}': ("note", ("Two words",), {}),
    "{{< note one two >}}": ("note", ("one", "two"), {}),
    "{{<note one>}}": ("note", ("one",), {}),
    "{{< note title=\"A b\" kind='c' >}}": ("note", (), {"title": "A b", "kind": "c"}),
    "{{< note one title=two >}}": ("note", ("one",), {"title": "two"}),
    '{{< note "<b>" >}}': ("note", ("<b>",), {}),
}


@pytest.mark.parametrize("written", SHORTCODES)
def test_the_arguments_of_a_shortcode_are_literal(written: str) -> None:
    (shortcode,) = converted(f"Text {written} text.").shortcodes

    assert (shortcode.name, shortcode.args, dict(shortcode.named)) == SHORTCODES[written]
    assert (shortcode.line, shortcode.column) == (1, 6)


@pytest.mark.parametrize("written", ['{{< note "one >}}', "{{< >}}", "{{< 1 >}}", "{{< note = >}}"])
def test_what_looks_like_a_shortcode_and_is_none_is_a_problem(written: str) -> None:
    assert [problem.code for problem in converted(written).problems] == ["shortcode.syntax"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_line_of_japanese_that_ends_with_a_note_is_joined_without_a_blank(engine: str) -> None:
    html = converted("計画[^1]\nです。\n\n[^1]: 注。", engine).html

    assert html.startswith(
        '<p>計画<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>です。</p>'
    )
