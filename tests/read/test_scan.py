"""Which files the site is made of."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.read import scan as scan_module
from sitegen.read.scan import read_bytes, scan
from tests.sites import attempt, build_good, entry, make_site


def test_hidden_and_backup_files_are_left_out(tmp_path: Path) -> None:
    names = [".DS_Store", "food.md~", "#food.md#", "food.md.bak", ".food.md.swp", "food.tmp"]
    make_site(tmp_path, {f"content/topics/{name}": "x" for name in names})
    sources = scan(tmp_path)

    assert sources.problems == ()
    assert not any(path.rpartition("/")[2] in names for path in sources.content)


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    make_site(tmp_path)

    for files in (scan(tmp_path).content, scan(tmp_path).templates):
        assert list(files) == sorted(files)


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    make_site(tmp_path / "site")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(entry("Secret"))
    (tmp_path / "site/content/topics/more").symlink_to(outside, target_is_directory=True)
    sources = scan(tmp_path / "site")

    assert [(p.code, p.location.path) for p in sources.problems] == [("file.kind", "content/topics/more")]
    assert not any("secret" in path for path in sources.content)


def test_a_pipe_is_refused_and_does_not_stop_the_build(tmp_path: Path) -> None:
    make_site(tmp_path)
    os.mkfifo(tmp_path / "content/topics/pipe.md")

    assert [(p.code, p.location.path) for p in scan(tmp_path).problems] == [
        ("file.kind", "content/topics/pipe.md")
    ]


def test_a_link_in_place_of_a_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (tmp_path / "link").symlink_to("secret")

    with pytest.raises(OSError, match="link"):
        read_bytes(tmp_path, "link")


def test_a_document_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(root: Path, path: str, most: int | None = None) -> bytes:
        if path.endswith("food.md"):
            raise PermissionError(13, "Permission denied")
        return read_bytes(root, path, most)

    monkeypatch.setattr("sitegen.read.document_file.read_bytes", refuse)

    (problem,) = (p for p in attempt(tmp_path).found if p.code == "file.unreadable")
    assert problem.location.path == "content/topics/food.md"
    assert "Permission denied" in problem.message


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(root: Path, path: str, most: int | None = None) -> bytes:
        if path.endswith("base.html"):
            raise PermissionError(13, "Permission denied")
        return read_bytes(root, path, most)

    make_site(tmp_path)
    monkeypatch.setattr(scan_module, "read_bytes", refuse)

    (problem,) = scan(tmp_path).problems
    assert problem.code == "file.unreadable"
    assert problem.location.path == "templates/base.html"
    assert "Permission denied" in problem.message


def test_a_file_that_vanishes_while_it_is_read_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanish(root: Path, path: str, most: int | None = None) -> bytes:
        if path.endswith("water.md"):
            raise FileNotFoundError(2, "No such file or directory")
        return read_bytes(root, path, most)

    monkeypatch.setattr("sitegen.read.document_file.read_bytes", vanish)
    outcome = attempt(tmp_path)

    assert ("file.unreadable", "content/topics/water.md") in [
        (p.code, p.location.path) for p in outcome.found
    ]


def test_files_beside_entries_are_published_at_the_same_place(tmp_path: Path) -> None:
    air = entry("Air", body="[The plan](plan.pdf).")
    outcome = build_good(tmp_path, {"content/topics/plan.pdf": b"%PDF-1.7", "content/topics/air.md": air})

    assert next(a.data for a in outcome.artifacts if a.path == "topics/plan.pdf") == b"%PDF-1.7"


def test_names_that_accents_alone_tell_apart_collide(tmp_path: Path) -> None:
    outcome = attempt(
        tmp_path,
        {
            "content/topics/caf\u00e9.md": entry("A", "slug: a"),
            "content/topics/cafe\u0301.md": entry("B", "slug: b"),
        },
    )

    assert "file.collision" in outcome.codes
