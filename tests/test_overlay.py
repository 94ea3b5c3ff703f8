"""`sitegen overlay`: what a pull request from somebody unknown decides in its preview, and what it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from sitegen import overlay as module
from sitegen.execute import executor_for
from sitegen.overlay import LeftOut, Overlay, Refused, as_text, overlay
from sitegen.pipeline import Means, build
from tests.sites import Files, base_text, entry, load, make_site, picture, write_files

ROOT = Path(__file__).parents[1]
BASE: Files = {
    "sitegen/program.py": "print('base')",
    ".github/workflows/site.yml": "on: push",
    "content/urls.lock": "/projects/spark/\n",
    "content/projects/map.png": picture(),
}


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A base, a pull request that changes nothing, and where the two are to be laid over each other."""
    base = make_site(tmp_path / "base", BASE)
    return base, copytree(base, tmp_path / "pr"), tmp_path / "out"


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def site(root: Path) -> dict[str, bytes]:
    return {
        path: data
        for path, data in tree(root).items()
        if path.startswith(("content/", "templates/", "static/"))
    }


def test_a_pull_request_that_changes_nothing_gives_the_base(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees

    assert overlay(base, theirs, out) == Overlay((), (), (), ())
    assert tree(out) == site(base)


def test_entries_pictures_and_lists_are_those_of_the_pull_request(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    changed: Files = {
        "content/topics/food.md": entry("Food, better"),
        "content/topics/air.md": entry("Air", body="![Map](map.webp)"),
        "content/topics/map.webp": picture("WEBP"),
        "content/sources/report.yaml": base_text("content/sources/report.yaml").replace("Report", "Study"),
        "content/urls.lock": "/projects/spark/  gone: it ended\n",
        "content/_index.md": entry("Welcome"),
    }
    write_files(theirs, changed)
    (theirs / "content/projects/map.png").unlink()
    (theirs / "content/topics/water.md").rename(theirs / "content/topics/sea.md")

    made = overlay(base, theirs, out)

    assert tree(out) == site(theirs)
    new = {"content/topics/air.md", "content/topics/map.webp", "content/topics/sea.md"}
    assert set(made.changed) | set(made.added) == {*changed, "content/topics/sea.md"}
    assert {path for path in made.added if path not in tree(base)} >= new
    assert made.removed == ("content/projects/map.png", "content/topics/water.md")
    assert made.left_out == ()


def test_what_decides_what_a_site_is_stays_that_of_the_base(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    evil: Files = {
        "content/site.yaml": base_text("content/site.yaml") + "hosts: [casino.example]\n",
        "content/topics/_type.yaml": "name: Casino\nplural: Casinos\n",
        "content/casinos/_type.yaml": "name: Casino\nplural: Casinos\n",
        "content/casinos/lucky.md": entry("Lucky"),
        "content/topics/_Type.yaml": "name: Casino\nplural: Casinos\n",
        "templates/base.html": "<script>alert(1)</script>",
        "templates/shortcodes/evil.html": "{{ 7 * 7 }}",
        "static/evil.js": "alert(1)",
        "static/css/site.css": "* { display: none }",
        "sitegen/program.py": "print('evil')",
        "build.py": "print('evil')",
        ".github/workflows/site.yml": "on: pull_request_target",
    }
    write_files(theirs, evil)
    (theirs / "templates/entry.html").unlink()

    made = overlay(base, theirs, out)

    assert tree(out) == site(base)
    assert {it.path for it in made.left_out} == {*evil, "templates/entry.html"}
    assert as_text(made).splitlines() == [
        "files of the pull request: none that a preview shows",
        "1 file of .github/ is not part of the preview: that of the base is used",
        "1 file of sitegen/ is not part of the preview: that of the base is used",
        "2 files of static/ are not part of the preview: that of the base is used",
        "3 files of templates/ are not part of the preview: that of the base is used",
        "build.py is not part of the preview: that of the base is used",
        "content/casinos/_type.yaml is not part of the preview: that of the base is used",
        "content/casinos/lucky.md is not part of the preview: it belongs to no type that the base knows",
        "content/site.yaml is not part of the preview: that of the base is used",
        "content/topics/_Type.yaml is not part of the preview: that of the base is used",
        "content/topics/_type.yaml is not part of the preview: that of the base is used",
    ]


NOT_SHOWN = {
    "content/topics/x.svg": "only entries and pictures are shown",
    "content/topics/x.html": "only entries and pictures are shown",
    "content/topics/x.js": "only entries and pictures are shown",
    "content/topics/x.md.exe": "only entries and pictures are shown",
    "content/topics/x.pdf": "only entries and pictures are shown",
    "content/topics/.htaccess": "it is hidden, or a copy that an editor left",
    "content/topics/.hidden.md": "it is hidden, or a copy that an editor left",
    "content/.git/x.md": "it is hidden, or a copy that an editor left",
    "content/topics/food.md~": "it is hidden, or a copy that an editor left",
    "content/stray.md": "it belongs to no type that the base knows",
    "content/other/x.md": "it belongs to no type that the base knows",
    "content/topics/x.png": "it is named .png and is no such picture",
    "content/topics/x.webp": "it is named .webp and is no such picture",
    "content/topics/_type.yaml/x.md": "a folder takes the place of a file of the base",
    "content/topics/a:b.md": "this name has : in it, which not every system can store",
    "content/topics/con.md": '"con.md" is the name of a device on Windows',
    "content/topics/a\u202eb.md": "this name has a character that cannot be seen",
    "content/topics/long.md": "it has more than 2 MB",
    "public/index.html": "that of the base is used",
}


@pytest.mark.parametrize("path", NOT_SHOWN)
def test_what_is_not_content_is_left_out_and_said(trees: tuple[Path, Path, Path], path: str) -> None:
    base, theirs, out = trees
    if path.startswith("content/topics/_type.yaml/"):
        (theirs / "content/topics/_type.yaml").unlink()
    write_files(theirs, {path: "x" * 2_000_001 if "long" in path else "RIFF text"})

    made = overlay(base, theirs, out)

    assert LeftOut(path, NOT_SHOWN[path]) in made.left_out
    assert tree(out) == site(base)


def test_documents_are_taken_where_they_are_wanted(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    write_files(theirs, {"content/topics/x.pdf": b"%PDF-1.7", "content/topics/x.csv": "a,b\n"})

    assert overlay(base, theirs, out, documents=True).added == (
        "content/topics/x.csv",
        "content/topics/x.pdf",
    )


def test_links_and_special_files_are_neither_followed_nor_opened(
    trees: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    base, theirs, out = trees
    secret = tmp_path / "secret"
    write_files(secret, {"secret.md": "TOKEN", "_type.yaml": "name: X"})
    (theirs / "content/topics/food.md").unlink()
    (theirs / "content/topics/food.md").symlink_to(secret / "secret.md")
    (theirs / "content/topics/all").symlink_to(secret)
    (theirs / "content/topics/up.md").symlink_to("../../../secret/secret.md")
    (theirs / "content/topics/nowhere.md").symlink_to("/nowhere")
    (theirs / "content/secrets").symlink_to(secret)
    os.mkfifo(theirs / "content/topics/pipe.md")

    made = overlay(base, theirs, out)

    names = ("secrets", "topics/all", "topics/food.md", "topics/nowhere.md", "topics/pipe.md", "topics/up.md")
    reason = "it is a link or a special file"
    assert made.left_out == tuple(LeftOut(f"content/{name}", reason) for name in names)
    assert b"TOKEN" not in b"".join(tree(out).values())
    assert not [path for path in out.rglob("*") if path.is_symlink()]
    assert "content/topics/food.md" not in tree(out)


def test_a_tree_whose_content_is_a_link_is_refused(trees: tuple[Path, Path, Path], tmp_path: Path) -> None:
    base, theirs, out = trees
    (theirs / "content").rename(tmp_path / "elsewhere")
    (theirs / "content").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Refused, match="has no folder content/"):
        overlay(base, theirs, out)


def test_names_from_outside_cannot_disturb_a_log(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    write_files(theirs, {"templates\n::error::x/a.html": "x", "content/x\x1b[2J.md": "x"})

    lines = as_text(overlay(base, theirs, out)).splitlines()

    assert [line for line in lines if line.startswith("::")] == []
    assert "\x1b" not in "".join(lines)
    assert any("templates\\x0a::error::x/" in line for line in lines)


@pytest.mark.parametrize(("name", "most"), [("MOST_CHANGED", 2), ("MOST_BYTES", 50), ("MOST_SEEN", 20)])
def test_too_much_is_refused_and_nothing_is_left(
    trees: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch, name: str, most: int
) -> None:
    base, theirs, out = trees
    write_files(theirs, {f"content/topics/t{n}.md": entry(f"T{n}") for n in range(3)})
    overlay(base, theirs, out)
    monkeypatch.setattr(module, name, most)

    with pytest.raises(Refused, match="no preview is made"):
        overlay(base, theirs, out.with_name("other"))
    assert not out.with_name("other").exists()


@pytest.mark.parametrize("place", ["base/out", "pr/out", ".", "full"])
def test_the_new_folder_lies_beside_the_two_and_is_empty(trees: tuple[Path, Path, Path], place: str) -> None:
    base, theirs, out = trees
    write_files(out.parent, {"full/mine.txt": "mine"})

    with pytest.raises(Refused, match=r"must lie beside|exists already"):
        overlay(base, theirs, out.parent / place)
    assert (out.parent / "full/mine.txt").read_text("utf-8") == "mine"


def test_the_preview_of_a_hostile_pull_request_is_built_and_shows_its_texts_only(
    trees: tuple[Path, Path, Path],
) -> None:
    base, theirs, out = trees
    food = entry("Food <script>alert(1)</script>", body="Better. <script>alert(2)</script>")
    evil = {"templates/entry.html": "<script>alert(3)</script>", "static/evil.js": "alert(4)"}
    write_files(theirs, {"content/topics/food.md": food, **evil})
    overlay(base, theirs, out)

    made = build(out, load(out), Means(executor_for(1), lambda *_: None))

    assert made.report.problems == ()
    pages = {it.path: it.data.decode("utf-8", "replace") for it in made.artifacts}
    assert "Better." in pages["topics/food/index.html"]
    assert [path for path, text in pages.items() if path.endswith(".html") and "<script>alert" in text] == []
    assert "evil.js" not in pages


def test_the_command_says_it_for_people_and_for_programs(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    write_files(theirs, {"content/topics/food.md": entry("Food, better"), "templates/x.html": "x"})
    command = [sys.executable, "-m", "sitegen", "overlay", str(base), str(theirs)]

    def said(*more: str, status: int = 0) -> str:
        done = subprocess.run([*command, *more], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    assert said(str(out)).splitlines() == [
        "files of the pull request: 1 changed",
        "1 file of templates/ is not part of the preview: that of the base is used",
    ]
    assert "exists already and is not an empty folder" in said(str(out), status=1)
    made = json.loads(said(f"{out}2", "--format", "json"))
    assert made["changed"] == ["content/topics/food.md"]
    assert made["left_out"] == [{"path": "templates/x.html", "reason": "that of the base is used"}]


def test_what_only_the_machine_has_beside_the_base_is_not_reported(trees: tuple[Path, Path, Path]) -> None:
    base, theirs, out = trees
    write_files(base, {".venv/lib/a.py": "x", "public/index.html": "x", ".git/HEAD": "x"})
    write_files(theirs, {".git/HEAD": "y"})

    assert overlay(base, theirs, out).left_out == ()
