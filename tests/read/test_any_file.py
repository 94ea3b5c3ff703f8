"""Whatever a content file holds, it becomes a document or located problems, and is remembered as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen.read.decoding import decode
from sitegen.read.document import read_document
from sitegen.read.rows import file_of, row_of
from sitegen.types import ENGINES, Config, MarkdownRule
from tests.markdown.mixtures import MIXTURES
from tests.sites import BASE, load

PATH = "content/projects/air.md"
LINES = (
    "---", "--- ", "----", "title: Air", "title:", "title: [a, b]", "title: {a: b}", 'title: "a',
    "title: |\n  a\n  b", "summary: x", "start: 2024", "start: 2024-02-30", "start: no", "end: 2020-01",
    "topics: [food, water]", "topics: food", "topics: [[food]]", "countries: [NO, XX]",
    "follows: [spark]", "partners: [{name: A, topic: food}]", "partners: {name: A}", "partners: [a]",
    "draft: true", "draft: yes", "publish_on: 2030-01-01", "slug: A b", "aliases: [/a/, ../b]",
    "sumary: typo", "- a", "? a", ": a", "&x a", "*x", "!!python/object:os.system x", "<<: {a: b}",
    "a: 1\na: 2", "\tb: c", "# comment", "...", "%YAML 1.1", "", "x" * 300, "\u202e", "\x00", "\u2028",
    "é: ü", "[" * 30,
)  # fmt: skip


@pytest.fixture(scope="module", params=ENGINES)
def config(request: pytest.FixtureRequest) -> Config:
    return replace(load(BASE), markdown=MarkdownRule(request.param))


@given(lines=st.lists(st.sampled_from(LINES), max_size=8), opened=st.booleans(), text=MIXTURES)
def test_any_file_gives_a_document_or_located_problems(
    config: Config, lines: list[str], opened: bool, text: str
) -> None:
    front = ["---", "title: Air", *lines, "---"] if opened else lines
    data = "\n".join([*front, text]).encode("utf-8", "surrogatepass")
    decoded, problems = decode(data, PATH, 1_000_000)
    document, html, _, found = read_document(PATH, decoded, config, {})

    for problem in (*problems, *found):
        assert problem.location.path == PATH
        assert problem.location.line is None or 1 <= problem.location.line <= decoded.count("\n") + 1
    if document is not None:
        again = file_of(PATH, row_of("key", document, tuple(found))).document
        assert again is not None
        assert again.fields == document.fields
        assert (again.links, again.headings) == (document.links, document.headings)
        assert again.shortcodes == document.shortcodes
        assert "\x00" not in html


def test_bytes_that_are_no_text_are_a_problem_and_no_page() -> None:
    decoded, (problem,) = decode(b"---\ntitle: \xff\n---\n", PATH, 1_000_000)

    assert (decoded, problem.code) == ("", "file.encoding")
    assert Path(problem.location.path) == Path(PATH)
