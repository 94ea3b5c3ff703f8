"""The join as a remembered function: which edits need a new join, and what they report and render."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import cache, joining
from sitegen.build.previous import Previous, restored
from sitegen.model.site import build_site
from sitegen.types import Site
from tests.build.builds import assert_as_clean, build, replace_in, write
from tests.sites import entry, load, make_site

BAY, PORT = "content/topics/bay.md", "content/topics/port.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        BAY: entry("Bay", body="## Boats\n\nText."),
        "content/topics/bay.fr.md": entry("Baie", body="Texte."),
        PORT: entry("Port", body="See the [boats](bay.md#boats)."),
    }
    place = make_site(tmp_path / "site", files)
    assert not build(place).report.problems
    return place


@pytest.fixture
def joins(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Counts the joins since the last call."""
    made: list[Site] = []

    def counted(*args: object) -> Site:
        made.append(build_site(*args))  # type: ignore[arg-type]
        return made[-1]

    def count() -> int:
        number = len(made)
        made.clear()
        return number

    monkeypatch.setattr(joining, "build_site", counted)
    return count


def test_a_lost_anchor_is_reported_on_pages_that_were_not_read_again(
    root: Path, joins: Callable[[], int]
) -> None:
    replace_in(root, BAY, "## Boats", "## Ships")
    found = [(p.code, p.location.path, p.location.line) for p in build(root).report.problems]

    assert joins() == 0
    assert found == [("anchor.missing", PORT, 5)]
    write(root, PORT, entry("Port", body="See the [ships](bay.md#ships)."))
    result = build(root)
    assert joins() == 0
    assert result.rendered == ("topics/bay/index.html", "topics/port/index.html")
    assert_as_clean(root)


def test_a_missing_output_is_rendered_from_the_remembered_site(root: Path, joins: Callable[[], int]) -> None:
    (root / "public/topics/bay/index.html").unlink()
    replace_in(root, PORT, "See the", "See all")
    result = build(root)

    assert joins() == 0
    assert set(result.rendered) == {"topics/bay/index.html", "topics/port/index.html"}
    assert_as_clean(root)


def test_a_file_that_is_saved_without_a_change_needs_no_join(root: Path, joins: Callable[[], int]) -> None:
    for path in (BAY, "templates/base.html"):
        (root / path).write_bytes((root / path).read_bytes())
    result = build(root)

    assert (joins(), result.rendered) == (0, ())


@pytest.mark.parametrize("path", [BAY, "templates/base.html", "content/topics/_type.yaml"])
def test_a_change_of_anything_but_text_needs_a_join(root: Path, path: str, joins: Callable[[], int]) -> None:
    old, new = {BAY: ("Bay", "Cove"), "templates/base.html": ("</head>", "<!-- x --></head>")}.get(
        path, ("Topics", "Subjects")
    )
    replace_in(root, path, old, new)
    build(root)

    assert joins() == 1
    assert_as_clean(root)


def test_the_remembered_site_is_the_joined_one_in_the_same_order(root: Path) -> None:
    """A plan of all outputs can be made from either."""
    joined = build(root, fresh=True).site.site
    site = restored(Previous(cache.read(root)), root / "public", None, load(root)).site

    assert site is not None
    for name in site.__struct_fields__:
        now, then = getattr(site, name), getattr(joined, name)
        assert now == then, name
        if name not in ("media", "outdated", "config", "problems"):
            assert list(now) == list(then), name
