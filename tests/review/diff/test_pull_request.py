"""A pull request with a change of every kind, and the comment for its reviewer."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.model.translation_lock import LOCK
from sitegen.review.diff.pull_request import as_markdown
from sitegen.review.diff.types import Files as ChangedFiles
from sitegen.upkeep.translations import accept
from tests.review.diff.sides import built, compared
from tests.sites import Files, base_text, entry, load, make_site

HERE = Path(__file__).parent
PULL_REQUEST: Files = {
    "content/projects/flame.md": entry(
        "Flame",
        "start: 2025-02",
        "topics: [food]",
        body="Flame teaches schools to cook over a small fire, and to eat together.",
    ),
    "content/topics/water.md": None,
    "content/topics/rivers.md": base_text("content/topics/water.md").replace(
        "---\n", "---\naliases: [/topics/water/]\n", 1
    ),
    "content/topics/food.md": base_text("content/topics/food.md").replace(
        "[water](water.md)", "[rivers](rivers.md) and [the best odds](https://casino.example/win)"
    ),
    "content/figures/members.yaml": base_text("content/figures/members.yaml")
    .replace("2500", "2600")
    .replace("2025-10", "2026-04"),
    "templates/base.html": base_text("templates/base.html").replace(
        "</body>", "<footer>Made by the cities.</footer>\n</body>"
    ),
}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("before"))


def test_the_comment_for_a_reviewer_is_the_one_checked_by_hand(tmp_path: Path) -> None:
    source = make_site(tmp_path / "accepted")
    accept(source, load(source))  # the French page on food matches its source
    recorded: Files = {LOCK: (source / LOCK).read_text(encoding="utf-8")}
    before = built(tmp_path / "before", recorded)
    report = compared(before, built(tmp_path / "after", {**recorded, **PULL_REQUEST}))

    expected = (HERE / "pull_request.md").read_text(encoding="utf-8")
    assert as_markdown(report, "https://preview.example/7/", report_there=True) == expected


def test_a_change_of_the_template_is_one_line_for_all_pages(before: Path, tmp_path: Path) -> None:
    template = base_text("templates/base.html").replace("</body>", "<p>New.</p></body>")
    after = built(tmp_path, {"templates/base.html": template})
    report = compared(before, after)
    pages = {path.relative_to(after).as_posix() for path in after.rglob("*.html")}
    pages -= {"404.html", "fr/404.html"}

    (shared,) = report.shared
    assert len(shared.pages) == len(pages)
    assert [[(segment.op, segment.text) for segment in hunk] for hunk in shared.hunks] == [
        [("insert", "New.")]
    ]
    assert replace(report, shared=()).is_empty


def test_two_builds_of_the_same_sources_are_the_same(before: Path, tmp_path: Path) -> None:
    report = compared(before, built(tmp_path))

    assert report.is_empty
    assert as_markdown(report) == "### What this changes on the site\n\n**the two builds are the same**\n"


def test_a_preview_at_another_address_differs_in_nothing_but_its_address(
    before: Path, tmp_path: Path
) -> None:
    report = compared(before, built(tmp_path, base_url="https://pr-7.example.net/preview/7"))

    assert report.moved_site == ("https://example.org", "https://pr-7.example.net/preview/7")
    assert replace(report, files=ChangedFiles()).is_empty
    assert report.files == ChangedFiles(changed=("_headers", "_redirects", "data/catalog.jsonld"))


def test_in_a_preview_at_another_address_an_edit_is_all_that_is_told(before: Path, tmp_path: Path) -> None:
    edited = base_text("content/topics/food.md").replace("Cities plan food.", "Cities grow food.")
    report = compared(
        before, built(tmp_path, {"content/topics/food.md": edited}, "https://example.net/preview/7")
    )

    assert [change.after.address for change in report.changed] == ["/topics/food/"]
    assert replace(report, changed=(), files=ChangedFiles()).is_empty
