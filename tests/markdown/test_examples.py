"""The examples of the specifications of Markdown: what is shown as written there, and that nothing runs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5lib
import pytest

from sitegen.markdown.fragment import Fragment
from sitegen.markdown.markdown import convert
from sitegen.markdown.shortcodes import CLOSE, OPEN
from sitegen.types import ENGINES, GFM, PYTHON_MARKDOWN
from tests.markdown.examples import Example, examples
from tests.markdown.test_markdown import EVERY_ALLOWED, EVERY_ATTRIBUTE
from tests.sites import Files, attempt, base_text, entry

DOCUMENT = Path(__file__).parents[2] / "docs/content/manual/editors/markdown.md"
ROW = re.compile(
    r"^\| (?P<section>[^|]+) \| (?P<all>\d+) \| (?P<gfm>\d+) \| (?P<python>\d+) \|$", re.MULTILINE
)
OWN = {"id", "class", "loading", "rel", "role", "tabindex", "aria-label"}
"""Attributes that sitegen adds and the specifications do not know."""


@pytest.fixture(scope="session")
def specifications(pytestconfig: pytest.Config) -> dict[str, tuple[Example, ...]]:
    return examples(Path(pytestconfig.cache.mkdir("specifications")))


def test_the_manual_says_how_many_examples_are_shown_as_written(
    specifications: dict[str, tuple[Example, ...]],
) -> None:
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for example in _without_repeats(specifications):
        counts = counted[example.section]
        counts[0] += 1
        counts[1] += shown(convert(example.markdown, "a.md", 1, GFM)) == expected(example)
        counts[2] += shown(convert(example.markdown, "a.md", 1, PYTHON_MARKDOWN)) == expected(example)

    written = {
        row["section"]: [int(n) for n in row.groups()[1:]]
        for row in ROW.finditer(DOCUMENT.read_text("utf-8"))
    }
    assert written == {name: counts for name, counts in counted.items() if counts != counts[:1] * 3}


def test_the_comparison_sees_a_difference() -> None:
    example = Example("", 1, "*a*\n", "<p>*a*</p>\n")

    assert shown(convert(example.markdown, "a.md", 1, GFM)) != expected(example)
    assert shown(convert("\\*a*\n", "a.md", 1, GFM)) == expected(example)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["CommonMark 0.31", "GitHub"])
def test_an_example_is_a_page_on_which_nothing_runs_or_a_located_problem(
    specifications: dict[str, tuple[Example, ...]], name: str, engine: str, tmp_path: Path
) -> None:
    paths = {f"content/topics/e{e.number}.md": e for e in specifications[name]}
    site = base_text("content/site.yaml") + f"markdown: {{engine: {engine}}}\n"
    files: Files = {
        "content/site.yaml": site,
        **{path: entry(f"E{e.number}", body=e.markdown) for path, e in paths.items()},
    }
    first = attempt(tmp_path / "all", files)
    refused = {problem.location.path for problem in first.found if problem.severity.value == "error"}
    assert refused < paths.keys()
    nowhere = [problem for problem in first.found if not problem.location.line]
    assert not nowhere, "\n".join(f"{p.code} {p.message} {p.location.path}" for p in nowhere)

    rest = attempt(tmp_path / "rest", {path: text for path, text in files.items() if path not in refused})
    pages = {path for path in rest.paths if path.startswith("topics/e")}
    assert pages == {f"topics/e{e.number}/index.html" for path, e in paths.items() if path not in refused}
    for path in pages:
        body = next(e for e in elements(rest[path]) if e.get("class") == "body")
        assert {e.tag for e in body.iter()} <= EVERY_ALLOWED, path
        assert {key for e in body.iter() for key in e.attrib} <= EVERY_ATTRIBUTE | {"rel"}, path


def _without_repeats(specifications: dict[str, tuple[Example, ...]]) -> Iterator[Example]:
    """Those of CommonMark, and of GitHub's what it adds."""
    first, second = specifications.values()
    yield from first
    yield from (example for example in second if example.section.endswith("(extension)"))


def elements(page: str) -> Iterator[Element]:
    return iter(html5lib.parse(page, namespaceHTMLElements=False).iter())


def expected(example: Example) -> list[object]:
    """What a specification shows, with headings as far down as sitegen moves them."""
    return structure(example.html, shift=1 if "<h1>" in example.html else 0)


def shown(fragment: Fragment) -> list[object]:
    link = re.compile(f"{OPEN}L(\\d+){CLOSE}")
    return structure(link.sub(lambda mark: escape(fragment.links[int(mark[1])].target), fragment.html))


def structure(markup: str, shift: int = 0) -> list[object]:
    """The elements, their attributes and words in their order; blanks count in code only."""
    tree = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    found: list[object] = []
    _words(found, tree.text)
    _children(found, tree, shift)
    return found


def _children(found: list[object], parent: Element, shift: int) -> None:
    for child in parent:
        if isinstance(child.tag, str):  # and not a comment
            _element(found, child, shift)
        _words(found, child.tail)


def _element(found: list[object], element: Element, shift: int) -> None:
    if element.get("class") == "table-wrap":
        _children(found, element, shift)
        return
    heading = re.fullmatch("h([1-6])", element.tag)
    tag = f"h{min(int(heading[1]) + shift, 6)}" if heading else element.tag
    values = {k: unquote(v) for k, v in element.attrib.items() if k not in OWN - {"class"} or tag == "input"}
    if tag != "code":
        values.pop("class", None)
    if tag == "input":
        values.pop("aria-label", None)
    found.append((tag, sorted(values.items())))
    if tag == "code":
        found.append("".join(element.itertext()).removesuffix("\n"))
    else:
        _words(found, element.text)
        _children(found, element, shift)
    found.append(f"/{tag}")


def _words(found: list[object], text: str | None) -> None:
    if text and text.strip():
        found.append(" ".join(text.split()))
