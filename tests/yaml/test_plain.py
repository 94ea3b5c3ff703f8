"""Plain front matter gives the nodes that libyaml gives, or is left to libyaml."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.yaml.compose import compose
from sitegen.yaml.plain import plain_mapping

ROOT = Path(__file__).parents[2]
SIGNS = ":#-,[]{}\"'\\&*!|>%@`~ ?=<\t\n\x85\xa0\u2028\ufeff“é中\U0001f600"
WORDS = st.text(st.sampled_from("ab1" + SIGNS), max_size=8)
PLAIN = st.text(st.sampled_from("ab1é中:/-,.’"), min_size=1, max_size=8)
VALUES = st.one_of(
    WORDS,
    PLAIN,
    PLAIN.map(lambda text: f'"{text}"'),
    WORDS.map(lambda text: f'"{text}"'),
    st.lists(st.text(st.sampled_from("ab1-_/."), min_size=1, max_size=4), min_size=1, max_size=3).map(
        lambda words: f"[{', '.join(words)}]"
    ),
)
LINES = st.builds(lambda key, sign, value: f"{key}{sign}{value}", st.sampled_from(("a", "b_2", "")),
                  st.sampled_from((": ", ":", ":  ", " : ")), VALUES)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=4).map("\n".join))
def test_a_plain_text_has_the_nodes_of_libyaml(text: str) -> None:
    plain = plain_mapping(text, 2)
    if plain is not None:
        assert (plain, ()) == compose(text, "a.md", 2)


@pytest.mark.parametrize(
    "text",
    [
        "title: Parks: a plan",
        "title: Parks #1",
        "title: Parks ",
        "title: yes\ntitle: no",
        "title:",
        "title: - a",
        "title: [a, [b]]",
        "title: [a: b]",
        'title: "a \\u00e9"',
        "title: &a b",
        "title: a\n  b",
        "- a",
        "<<: a",
        "=======",
        "title: 'a'",
        "title: a\u2028b",
        "title: a\x85b",
    ],
)
def test_other_texts_are_left_to_libyaml(text: str) -> None:
    assert plain_mapping(text, 1) is None


@pytest.mark.parametrize("folder", ["topics", "projects", "news"])
def test_front_matter_of_the_shipped_site_has_the_nodes_of_libyaml(folder: str) -> None:
    found = 0
    for path in sorted((ROOT / "content" / folder).glob("*.md")):
        text = path.read_text(encoding="utf-8").split("---\n")[1]
        plain = plain_mapping(text, 2)
        if plain is not None:
            found += 1
            assert (plain, ()) == compose(text, path.name, 2)
    assert found
