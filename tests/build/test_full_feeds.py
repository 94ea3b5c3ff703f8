"""Edits of texts that are whole in feeds: exactly these feeds are made again, as a clean build makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sitegen.build import planning
from sitegen.plan.plan import make_plan
from tests.build.builds import assert_as_clean, build, replace_in, write
from tests.sites import Files, base_text, entry, make_site

NEWS = "name: News\nplural: News\nsort: [-date]\nfields: {date: {kind: date}}\nindex: {feed: full}\n"
FILES: Files = {
    "content/site.yaml": base_text("content/site.yaml").replace(
        "alphabet:\n", "  some: {types: [news, notices], permalink: /some/, feed: full}\nalphabet:\n"
    ),
    "content/news/_type.yaml": NEWS,
    "content/news/one.md": entry("One", "date: 2026-05-01", body="First. {{< number members >}}"),
    "content/news/one.fr.md": entry("Un", body="Premier."),
    "content/news/two.md": entry("Two", "date: 2026-04-01", body="Second. {{< note >}}Hm.{{< /note >}}"),
    **{
        f"content/news/old-{n:02}.md": entry(f"Old {n}", f"date: 2025-01-{n:02}", body="Old.")
        for n in range(1, 31)
    },
    "content/notices/_type.yaml": NEWS.replace("full", "true"),
    "content/notices/note.md": entry("Note", "date: 2026-05-02", body="Noted."),
    "content/records/_type.yaml": NEWS,
    "content/records/song.md": entry("Song", "date: 2026-05-02", body="La."),
}


def both(*folders: str) -> set[str]:
    """The feeds of these folders, as Atom and as JSON."""
    return {f"{folder}/feed.{ending}" for folder in folders for ending in ("xml", "json")}


def _again(root: Path, words: Mapping[str, str]) -> None:
    for name, old in words.items():
        replace_in(root, f"content/{name}.md", old, "Again.")


ENGLISH, FRENCH = both("news", "some"), both("fr/news", "fr/some")
EDITS: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "a text with a translation": (
        lambda root: replace_in(root, "content/news/one.md", "First.", "Again."),
        ENGLISH | {"news/one/index.html"},
    ),
    "a text without one, which both languages have": (
        lambda root: replace_in(root, "content/news/two.md", "Second.", "Again."),
        ENGLISH | FRENCH | {"news/two/index.html"},
    ),
    "a translation": (
        lambda root: replace_in(root, "content/news/one.fr.md", "Premier.", "Encore."),
        FRENCH | {"fr/news/one/index.html"},
    ),
    "a text of a type whose own feed has summaries": (
        lambda root: replace_in(root, "content/notices/note.md", "Noted.", "Again."),
        both("some", "fr/some") | {"notices/note/index.html"},
    ),
    "a text that is too old for a feed": (
        lambda root: replace_in(root, "content/news/old-01.md", "Old.", "Again."),
        {"news/old-01/index.html"},
    ),
    "a text of another type": (
        lambda root: replace_in(root, "content/records/song.md", "La.", "Do."),
        both("records", "fr/records") | {"records/song/index.html"},
    ),
    "a text of a type without a feed": (
        lambda root: replace_in(root, "content/topics/water.md", "Text.", "Water."),
        {"topics/water/index.html"},
    ),
    "a text that makes the same page": (
        lambda root: replace_in(root, "content/news/one.fr.md", "Premier.", "Premier.  "),
        set(),
    ),
    "two texts": (
        lambda root: _again(root, {"news/one": "First.", "records/song": "La."}),
        ENGLISH | both("records", "fr/records") | {"news/one/index.html", "records/song/index.html"},
    ),
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = make_site(tmp_path / "site", {**FILES, "content/topics/water.md": entry("Water")})
    assert not build(place).report.problems
    return place


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_a_text_makes_these_feeds_and_no_others(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit, expected = EDITS[name]
    edit(root)
    monkeypatch.setattr(planning, "make_plan", _never)
    done = build(root)

    assert set(done.rendered) == expected
    assert_as_clean_again(root, monkeypatch)


def _never(*_: object) -> object:
    raise AssertionError("the whole site was planned")


def assert_as_clean_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "make_plan", make_plan)
    assert_as_clean(root)


WIDER: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "the figure of a text": (
        lambda root: replace_in(root, "content/figures/members.yaml", "2500", "2600"),
        ENGLISH | {"news/one/index.html"},
    ),
    "the template of a shortcode": (
        lambda root: write(root, "templates/shortcodes/note.html", "<aside>{{ inner }}</aside>"),
        ENGLISH | FRENCH | {"news/two/index.html"},
    ),
    "the number form of a language": (
        lambda root: replace_in(root, "content/site.yaml", "locale: en_GB", "locale: en_IN"),
        ENGLISH | FRENCH,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WIDER)
def test_what_a_text_shows_is_followed_in_feeds(name: str, root: Path) -> None:
    edit, expected = WIDER[name]
    edit(root)
    done = build(root)

    feeds = {path for path in done.rendered if "/feed." in path}
    assert feeds >= {path for path in expected if "/feed." in path}
    if name != "the number form of a language":
        assert {path for path in done.rendered if "feed" in path or "/news/" in path} <= expected
    assert_as_clean(root)
