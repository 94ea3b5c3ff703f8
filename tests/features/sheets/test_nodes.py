"""HTML as nodes: nothing that is read gets lost, and what only decorates is left out."""

from __future__ import annotations

import pytest

from sitegen.features.sheets.nodes import Node, nodes_of

BASE = "https://example.org/topics/food/"


def element(tag: str, *content: Node, **attributes: str) -> Node:
    return {"tag": tag, "attributes": attributes, "content": list(content)}


@pytest.mark.parametrize(
    ("html", "nodes"),
    [
        ("<p>One <em>two</em> three</p>", [element("p", "One ", element("em", "two"), " three")]),
        ("<p> One\n  two </p>\n<p>Three</p>", [element("p", "One two"), element("p", "Three")]),
        ("<p>A &amp; B&nbsp;C</p>", [element("p", "A & B\u00a0C")]),
        ('<a href="../water/">W</a>', [element("a", "W", href="https://example.org/topics/water/")]),
        ('<a href="#n1">1</a>', [element("a", "1", href="#n1")]),
        ('<img src="/a.png" alt="A">', [element("img", src="https://example.org/a.png", alt="A")]),
        ("<ul><li>One<li>Two</ul>", [element("ul", element("li", "One"), element("li", "Two"))]),
        ("<pre>a\n  b</pre>", [element("pre", "a\n  b")]),
        ("<p>One<script>x()</script><span aria-hidden='true'>*</span></p>", [element("p", "One")]),
        ("<p>One<br>two</p>", [element("p", "One", element("br"), "two")]),
        ("</p>One</div>", ["One"]),
    ],
)  # fmt: skip
def test_nodes_of_a_text(html: str, nodes: list[Node]) -> None:
    assert nodes_of(html, BASE) == nodes
