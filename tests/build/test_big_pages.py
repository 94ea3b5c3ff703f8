"""A page that many entries mention shows the first of them, and has pages with all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.build.builds import assert_as_clean, build, replace_in, write
from tests.sites import base_text, entry, make_site

PROJECTS = base_text("content/projects/_type.yaml").replace(
    "inverse: projects\n", "inverse: projects\n    inverse_limit: 2\n"
)
ENTRY = base_text("templates/entry.html").replace(
    "</ul>\n</section>",
    '</ul>\n{{ relation.total }}<a class="more" href="{{ relation.more }}"></a></section>',
)
HUB, ALL = "topics/water/index.html", "topics/water/projects/index.html"
ALL_2 = "topics/water/projects/page/2/index.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    projects = {
        f"content/projects/p{number:02d}.md": entry(
            f"P{number:02d}", "topics: [water]", f"start: {2100 - number}"
        )
        for number in range(51)
    }
    files = {"content/projects/_type.yaml": PROJECTS, "templates/entry.html": ENTRY, **projects}
    place = make_site(tmp_path / "site", files)
    assert not build(place).report.problems
    return place


def titles(root: Path, path: str) -> list[str]:
    """Titles of the entries on a page, without those of the projects' own pages."""
    text = (root / "public" / path).read_text(encoding="utf-8")
    return [
        part.partition("<")[0]
        for part in text.split('/">')[1:]
        if part.startswith("P") and part[1:3].isdigit()
    ]


def test_the_page_shows_the_first_entries_and_links_to_all(root: Path) -> None:
    page = (root / "public" / HUB).read_text(encoding="utf-8")

    assert titles(root, HUB) == ["P00", "P01"]
    assert '51<a class="more" href="/topics/water/projects/"></a>' in page
    assert titles(root, ALL) == [f"P{number:02d}" for number in range(50)]
    assert titles(root, ALL_2) == ["P50"]


def test_the_pages_of_all_entries_are_below_the_page(root: Path) -> None:
    page = (root / "public" / ALL_2).read_text(encoding="utf-8")

    assert "<title>Water: Projects – Page 2</title>" in page
    assert (
        '<nav class="crumbs"><a href="/">Home</a> <a href="/topics/">Topics</a> '
        '<a href="/topics/water/">Water</a> </nav>'
    ) in page


def test_a_language_without_the_page_has_no_pages_of_its_entries(root: Path) -> None:
    assert not (root / "public/fr" / ALL).exists()


Edit = Callable[[Path], object]
EDITS: dict[str, tuple[Edit, set[str]]] = {
    "the title of an entry on the page": (
        lambda r: replace_in(r, "content/projects/p01.md", "title: P01", "title: P1x"),
        {HUB, ALL},
    ),
    "the title of an entry that only the pages of all have": (
        lambda r: replace_in(r, "content/projects/p30.md", "title: P30", "title: P3x"),
        {ALL},
    ),
    "an entry at the end": (
        lambda r: write(r, "content/projects/p99.md", entry("P99", "topics: [water]", "start: 1990")),
        {HUB, ALL, ALL_2},  # the numbers of entries
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_renders_the_pages_that_show_it(root: Path, edit: str) -> None:
    change, expected = EDITS[edit]
    change(root)
    done = build(root)

    assert not done.report.problems
    assert {
        path for path in done.rendered if path.startswith("topics/water/") and path.endswith(".html")
    } == expected
    assert_as_clean(root)
