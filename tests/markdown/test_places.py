"""Places of links, found without a search for code if none of them can be in code."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.markdown.lines import Lines
from sitegen.markdown.markdown import convert
from sitegen.markdown.places import _offsets, link_places
from sitegen.markdown.tokens import without_code
from sitegen.types import GFM, Link
from tests.markdown.mixtures import MIXTURES

LINKED = st.lists(
    st.sampled_from((
        "[a](b.md)", "[c](d/e)", "`", "``", "```\n", "~~~\n", "\n", "\n\n", "(b.md)", "b.md", "<https://f.example>",
        "[g][h]", "\n[h]: d/e\n", "x ", "\\`", "> ", "- ", "    ", "[`b.md`](d/e)", "[i](b`.md)",
    )),
    max_size=12,
).map("".join)  # fmt: skip


def _with_the_search(links: tuple[Link, ...], text: str) -> list[tuple[int, int]]:
    times = Counter(link.target for link in links)
    if any(text.count(target) != number for target, number in times.items()):
        text = without_code(text)
    found = _offsets([link.target for link in links], text)
    return [Lines(text).place(at) for at in found if at is not None]


@given(st.one_of(LINKED, MIXTURES))
@example("`[a](b.md)` and [a](b.md)")
@example("```\n(b.md)\n```\n[a](b.md)")
@example("[a](<b`.md>) `b`.md`")
def test_links_have_the_places_of_a_text_without_code(text: str) -> None:
    links = convert(text, "a.md", 1, GFM).links

    assert [(link.line, link.column) for link in link_places(links, text, 1)] == _with_the_search(links, text)


@given(st.text("ab\n", max_size=20), st.lists(st.integers(0, 20), max_size=6))
def test_offsets_in_any_order_have_the_lines_of_the_text(text: str, offsets: list[int]) -> None:
    lines = Lines(text, 3)
    for offset in (min(offset, len(text)) for offset in offsets):
        before = text[:offset]

        assert lines.place(offset) == (3 + before.count("\n"), offset - before.rfind("\n"))
        assert lines.line(offset) == 3 + before.count("\n")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("`[a](b.md)` [a](b.md)", 17),
        ("[a](b.md) `b.md`", 5),
        ("See [a](<a b.md>).", 10),
        ("Before `code`. See [a](b.md).", 24),
    ],
)
def test_a_link_is_found_beside_code(text: str, column: int) -> None:
    link = convert(text, "a.md", 1, GFM).links[0]

    assert (link.line, link.column) == (1, column)
