"""Lists have the structure that GitHub's own converter gives them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import cmarkgfm
import html5lib
import pytest

from sitegen.markdown.python_markdown import python_markdown

SNIPPETS = [
    "- a\n- b\n- c",
    "* a\n* b",
    "+ a\n+ b",
    "1. a\n2. b",
    "1) a\n2) b",
    "Text\n- a\n- b",
    "Text\n\n- a\n- b",
    "Text\n1. a\n2. b",
    "Text\n2. a",
    "Text\n- a\n\nText",
    "- a\n  - b\n  - c\n- d",
    "- a\n    - b\n    - c\n- d",
    "- a\n   - b",
    "- a\n - b",
    "- a\n  - b\n    - c\n      - d",
    "- a\n  - b\n    - c\n- d",
    "1. a\n   1. b\n   2. c\n2. d",
    "1. a\n  - b",
    "1. a\n    - b\n2. c",
    "10. a\n    - b",
    "- a\n\n  b\n- c",
    "- a\n\n- b\n\n- c",
    "- a\n\n\n- b",
    "- a\n  b\n- c",
    "- a\nb\n- c",
    "- a\n\n  - b\n\n  - c",
    "- a\n* b",
    "- a\n1. b",
    "1. a\n- b",
    "- a\n\nText\n\n- b",
    "- a\n\n      code\n\n- b",
    "- a\n  ```\n  code\n  ```\n- b",
    "- a\n\n  ```\n  - no\n  ```\n- b",
    "- a\n  > quoted\n- b",
    "> - a\n> - b",
    "> Text\n> - a\n>   - b",
    "- > a\n  > b\n- c",
    "- # a\n- b",
    "- a\n# b\n- c",
    "- a\n\n---\n\n- b",
    "- a\n- \n- c",
    "-a\n-b",
    "1.a\n2.b",
    "- [ ] a\n- [x] b\n  - [ ] c",
    "7. a\n8. b",
    "It was\n1986. A year.",
    "- a\n  1. b\n  2. c\n     - d\n- e",
    "  - a\n  - b",
    "   - a\n   - b",
    "    - code",
    "- a\n\t- b",
    "1. a\n\n   b\n\n   c\n2. d",
    "- a\n  - b\n\n    c\n- d",
    "- a\n\n  b\n\n  - c\n\n  d",
    "| a |\n|---|\n| b |\n\n- c",
    "Text\n| a |\n|---|\n| b |",
    "- a **b\n  c** d\n- e",
    "- *a*\n- **b**\n- `c`",
    "- - a\n  - b",
    "- 1. a\n  2. b",
    "* * *",
    "- a\n***\n- b",
    "- a\nb\n***\nc",
    "- a\n---\n- b",
    "1. a\nb\n```\ncode\n```",
    "- a\n  b\n\n      code\n\n  c",
    "- a\n- b\n\n\n\nText",
]


def structure(html: str) -> object:
    """The blocks as nested lists of names, texts between them as words; looseness does not count."""
    html = re.sub(r'<input type="checkbox"[^>]*>\s*', "", html)
    body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    assert body is not None
    return _children(body)


BLOCKS = ("ul", "ol", "li", "blockquote", "pre", "table", "h1", "h2", "hr", "p", "dl")


def _children(element: Element) -> list[object]:
    found: list[object] = []
    _text(found, element.text)
    for child in element:
        if child.tag == "p":
            found += _paragraph(child)
        elif child.tag in BLOCKS:
            start = child.get("start", "1")
            found.append((child.tag if start == "1" else f"{child.tag} {start}", _children(child)))
        else:
            _text(found, "".join(child.itertext()))
        _text(found, child.tail)
    return found


def _paragraph(element: Element) -> list[object]:
    return [" ".join("".join(element.itertext()).split())]


def _text(found: list[object], text: str | None) -> None:
    """Adds words, to those before them if there are any."""
    words = re.sub(r"^\[[ x]\] ", "", " ".join((text or "").replace("\xa0", " ").split()))
    if not words:
        return
    if found and isinstance(found[-1], str):
        found[-1] = f"{found[-1]} {words}"
    else:
        found.append(words)


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_list_has_the_structure_that_github_shows(snippet: str) -> None:
    github = str(cmarkgfm.github_flavored_markdown_to_html(snippet))

    assert structure(python_markdown(snippet)) == structure(github)


def test_the_comparison_sees_a_difference() -> None:
    assert structure("<ul><li>a<ul><li>b</li></ul></li></ul>") != structure("<ul><li>a</li><li>b</li></ul>")
    assert structure("<p>1986. A year.</p>") != structure('<ol start="1986"><li>A year.</li></ol>')
