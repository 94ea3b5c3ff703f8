"""Anchors and addresses are read from the tags of a page, however they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.render.tags import anchors_and_links, are_unusual

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("page", "anchors", "links"),
    [
        ('<a id="a" href="/x/">', {"a"}, {"/x/"}),
        ("<A\nHREF = /x/?a=1&amp;b ID=b>", {"b"}, {"/x/?a=1&b"}),
        ("<a title='href=\"/no/\"' href=' /x/ '>", set(), {"/x/"}),
        ("<!-- <a href='/no/'> --><p data-id=c>", set(), set()),
        ("<script src=/a.js>'<a href=\"/no/\">'</script><a href=/b/>", set(), {"/a.js", "/b/"}),
        ('<img srcset="/a,b.png 1x, /c.png 2x" alt="a > b" src=/d>', set(), {"/a,b.png", "/c.png", "/d"}),
        ('<object data="/a.pdf"></object><data data="/no/">', set(), {"/a.pdf"}),
        ('&lt;a href="/no/"&gt; href="/no/" <a href="/open', set(), {"/open"}),
    ],
)  # fmt: skip
def test_all_forms_of_attributes_are_read(page: str, anchors: set[str], links: set[str]) -> None:
    assert anchors_and_links(page) == (anchors, links)


@pytest.mark.parametrize("start", ["<a ", '<a href="', "<a href='", "<script>", "<!--", "<a x= "])
def test_tags_that_are_not_closed_are_read_once(start: str) -> None:
    """With a regular expression that looks for each end anew, this would take minutes."""
    anchors, _ = anchors_and_links("<p id=a>" + start * 200_000)

    assert anchors == {"a"}


@pytest.mark.parametrize(
    ("template", "unusual"),
    [
        ('<a class="x" href="{{ url }}" data-id="1">', False),
        ("<a href='{{ url }}'>", True),
        ("<a href={{ url }}>", True),
        ('<a HREF="{{ url }}">', True),
        ('<p id = "x">', True),
        ('<video poster="/x.png">', False),
        ('<img srcset="{{ sources }}">', False),
        ("<img srcset={{ sources }}>", True),
        ('<use xlink:href="#x">', True),
        ("<a{{ attributes }}href={{ url }}>", True),
        ("{% macro cite(citation, id=none) %}{{ ui.picture(image, src='x') }}", False),
        ("{% if a == '%}' %}<a {% if b %}href={{ url }}{% endif %}>", True),
        ("{{ '<a id=x>'|safe }}", True),
        ("{# it's #}<a href='{{ url }}'>{# it's #}", True),
    ],
)
def test_a_template_with_attributes_in_unusual_forms_is_known(template: str, unusual: bool) -> None:
    assert are_unusual([template]) is unusual


@pytest.mark.parametrize("folder", ["templates", "sitegen/themes/network/templates", "sitegen/render"])
def test_pages_of_the_templates_of_sitegen_are_searched_fast(folder: str) -> None:
    """Parsing the tags of every page of the shipped site takes a fifth of the time of its build."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.html")]

    assert texts
    assert not are_unusual(texts)


@pytest.mark.parametrize("start", ["{{ ", "{% ", "{# ", "{{ '", '{% "'])
def test_jinja_that_is_not_closed_is_read_once(start: str) -> None:
    assert not are_unusual([start * 100_000 + " id=x"])
