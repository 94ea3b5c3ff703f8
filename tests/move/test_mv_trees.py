"""Moves in nested folders: sections, pages in folders of their own, and folders of languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.move import MoveRequest, move, write
from tests.build.builds import build
from tests.sites import base_text, entry, load, make_site, picture

SITE = base_text("content/site.yaml") + "language_folders: true\n"
LINKS = "[a](deep/well.md) [b](deep/_index.md) [c](/topics/deep/well/) [d](deep/pond/index.md)"
FILES: dict[str, str | bytes] = {
    "content/site.yaml": SITE.replace("alphabet]", '"page:topics/deep/well"]'),
    "content/topics/deep/_index.md": entry("Deep"),
    "content/topics/deep/well.md": entry("Well", body="[food](../food.md) [pond](pond/index.md)"),
    "content/topics/deep/pond/index.md": entry("Pond", body="![A pond](pond.png) [well](../well.md)"),
    "content/topics/deep/pond/pond.png": picture(),
    "content/fr/topics/deep/well.md": entry("Puits"),
    "content/fr/topics/etang.md": entry("Étang", "ref: deep/pond"),
    "content/topics/air.md": entry("Air", body=LINKS),
    "content/projects/flame.md": entry("Flame", "topics: [deep/well, topics/deep/pond, food]"),
    "content/translations.lock": "topics/deep/pond@fr title=0a1b2c3d\ntopics/deep/well@fr title=0a1b2c3d\n",
}


def moved(root: Path, old: str, new: str) -> dict[str, str]:
    """The files of the site below `content/` after a move, which must leave the site whole."""
    make_site(root, FILES)
    answer = move(root, load(root), MoveRequest(old, new))
    assert answer.refusal is None, answer.refusal
    assert not answer.problems
    write(root, answer.edits)
    assert not build(root).report.problems
    files = (path for path in (root / "content").rglob("*") if path.is_file() and path.suffix != ".png")
    return {path.relative_to(root / "content").as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_a_section_is_moved_with_everything_below_it(tmp_path: Path) -> None:
    after = moved(tmp_path / "site", "topics/deep", "topics/earth/wet")

    assert not any("deep/" in path for path in after)
    assert (
        "[a](earth/wet/well.md) [b](earth/wet/_index.md) [c](/topics/earth/wet/well/) [d](earth/wet/pond/"
        in (after["topics/air.md"])
    )
    assert after["topics/earth/wet/well.md"] == entry(
        "Well", "aliases: [/topics/deep/well/]", body="[food](../../food.md) [pond](pond/index.md)"
    )
    assert "aliases: [/fr/topics/deep/well/]" in after["fr/topics/earth/wet/well.md"]
    assert "![A pond](pond.png) [well](../well.md)" in after["topics/earth/wet/pond/index.md"]
    assert (tmp_path / "site/content/topics/earth/wet/pond/pond.png").is_file()
    assert "ref: earth/wet/pond" in after["fr/topics/etang.md"]
    assert "topics: [earth/wet/well, topics/earth/wet/pond, food]" in after["projects/flame.md"]
    assert '"page:topics/earth/wet/well"' in after["site.yaml"]
    assert after["translations.lock"] == (
        "topics/earth/wet/pond@fr title=0a1b2c3d\ntopics/earth/wet/well@fr title=0a1b2c3d\n"
    )


@pytest.mark.parametrize("old", ["topics/deep/pond", "content/topics/deep/pond/index.md"])
def test_a_page_is_moved_with_its_folder(tmp_path: Path, old: str) -> None:
    after = moved(tmp_path / "site", old, "topics/lake")

    assert "[d](lake/index.md)" in after["topics/air.md"]
    assert "![A pond](pond.png) [well](../deep/well.md)" in after["topics/lake/index.md"]
    assert (tmp_path / "site/content/topics/lake/pond.png").is_file()
    assert "ref: lake" in after["fr/topics/etang.md"]


def test_an_entry_moves_to_another_section(tmp_path: Path) -> None:
    after = moved(tmp_path / "site", "topics/deep/well", "topics/deep/pond/well")

    assert "[a](deep/pond/well.md)" in after["topics/air.md"]
    assert "[food](../../food.md) [pond](index.md)" in after["topics/deep/pond/well.md"]
    assert "Puits" in after["fr/topics/deep/pond/well.md"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("topics/deep", "topics/deep/er", '"deep/er" is inside "deep"'),
        (
            "topics/deep",
            "projects/deep",
            'an entry of "topics" cannot become one of "projects": their fields differ',
        ),
        ("topics/deep/well", "topics/Deep/well", '"Deep/well" cannot be the name of an entry'),
        ("topics/deep/well", "topics/deep/pond", "content/topics/deep/pond/index.md already exists"),
    ],
)
def test_a_place_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    root = make_site(tmp_path, FILES)

    answer = move(root, load(root), MoveRequest(old, new))

    assert answer.refusal is not None
    assert answer.refusal.message == message
