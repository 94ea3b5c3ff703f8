"""Files that sitegen writes: whole or as before, and never through a link."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.store.own_files import make_folder, replace_file
from tests.sites import entry, make_site

ROOT = Path(__file__).parents[2]


def sitegen(root: Path, *command: str, most: int | None = None) -> subprocess.CompletedProcess[str]:
    """Runs a command; with `most`, no file can have more bytes, as on a disk that is full."""

    def limit() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.run(
        [sys.executable, "-m", "sitegen", *command, "--root", str(root)],
        cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=limit,
    )  # fmt: skip


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


# --- whole or as before ----------------------------------------------------------------------


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "a.lock"
    replace_file(file, b"one")
    file.chmod(0o640)
    replace_file(file, b"two")

    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"two", 0o640)
    assert names(tmp_path) == ["a.lock"]


def test_a_file_that_cannot_be_written_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.lock"
    file.write_bytes(b"one")
    seen = []

    def fail(_: int) -> None:
        seen.append(file.read_bytes())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sitegen.store.own_files.os.fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        replace_file(file, b"two")

    assert (file.read_bytes(), seen) == (b"one", [b"one"])
    assert names(tmp_path) == ["a.lock"]


LISTS = {
    "urls.lock": ["release"],
    "translations.lock": ["translations", "--accept-all"],
    "links.lock": ["links", "--local", "--timeout", "1"],
}
MOST = 2500
"""Bytes of a file on the full disk: enough for the texts of the site, and not for a list."""


@pytest.mark.parametrize("name", LISTS)
def test_a_full_disk_loses_no_line_of_a_list(tmp_path: Path, name: str) -> None:
    long = "a-name-that-makes-a-line-of-the-list-long"
    topics = {f"content/topics/{long}-{n}.md": entry(f"T{n}", body="Text.") for n in range(30)}
    french = {f"content/topics/{long}-{n}.fr.md": entry(f"T{n}", body="Texte.") for n in range(30)}
    root = make_site(tmp_path, {**topics, **french})
    file = root / "content" / name
    if name == "links.lock":
        linked = entry("T1", body="See [the report](http://localhost:9/a).")
        archive = f"https://a.example/{'x' * MOST}"
        row = f"http://localhost:9/a  checked 2026-01-01  status 200  archive {archive}\n"
        make_site(root, {"content/topics/t1.md": linked, f"content/{name}": row})
    else:
        assert sitegen(root, *LISTS[name]).returncode == 0
        make_site(root, {"content/topics/u.md": entry("U"), "content/topics/u.fr.md": entry("U")})
    before = file.read_bytes()

    done = sitegen(root, *LISTS[name], most=MOST)

    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr == f"sitegen: content/{name} cannot be written: File too large\n"
    assert len(before) > MOST
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir() if path.name.endswith(".tmp")] == []


# --- not through links -----------------------------------------------------------------------


def link_to_file(place: Path, precious: Path) -> None:
    place.symlink_to(precious)


def dangling_link(place: Path, precious: Path) -> None:
    place.symlink_to(precious.with_name("not-there"))


def link_to_folder(place: Path, precious: Path) -> None:
    place.symlink_to(precious.parent)


def folder(place: Path, _: Path) -> None:
    place.mkdir()


def pipe(place: Path, _: Path) -> None:
    os.mkfifo(place)


STRANGE: list[Callable[[Path, Path], None]] = [link_to_file, dangling_link, link_to_folder, folder, pipe]


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    """A file outside of the site."""
    (tmp_path / "elsewhere").mkdir()
    file = tmp_path / "elsewhere/precious"
    file.write_bytes(b"12")
    return file


@pytest.mark.parametrize("plant", STRANGE)
def test_nothing_is_written_through_what_is_no_file(
    tmp_path: Path, precious: Path, plant: Callable[[Path, Path], None]
) -> None:
    plant(tmp_path / "a.lock", precious)
    with pytest.raises(OSError, match="not a file"):
        replace_file(tmp_path / "a.lock", b"two")

    assert (names(precious.parent), precious.read_bytes()) == (["precious"], b"12")


def test_a_hard_link_is_replaced_and_the_other_name_keeps_its_bytes(tmp_path: Path, precious: Path) -> None:
    (tmp_path / "a.lock").hardlink_to(precious)
    replace_file(tmp_path / "a.lock", b"two")

    assert (precious.read_bytes(), (tmp_path / "a.lock").read_bytes()) == (b"12", b"two")


def test_no_folder_is_made_behind_a_link(tmp_path: Path, precious: Path) -> None:
    (tmp_path / "content").symlink_to(precious.parent)
    with pytest.raises(OSError, match="the folder is a link"):
        make_folder(tmp_path, tmp_path / "content/news")

    assert names(precious.parent) == ["precious"]


def test_a_new_entry_is_not_written_behind_a_link(tmp_path: Path, precious: Path) -> None:
    root = make_site(tmp_path / "site", {})
    for path in (root / "content/topics").iterdir():
        if path.name != "_type.yaml":
            path.unlink()
    (root / "content/topics").rename(precious.parent / "topics")
    (root / "content/topics").symlink_to(precious.parent / "topics")

    done = sitegen(root, "new", "topics", "Air")

    assert done.returncode != 0
    assert names(precious.parent / "topics") == ["_type.yaml"]


# --- each file and folder of its own ---------------------------------------------------------


FILES = [".public.lock", ".sitegen/state.db"]
FOLDERS = [
    ".sitegen",
    ".sitegen/bodies",
    ".sitegen/pictures",
    ".sitegen/search",
    ".sitegen/serve",
    ".sitegen/diff",
    ".public.spare",
]
SOURCES = ["static", "templates"]


def file_with_text(place: Path, _: Path) -> None:
    place.write_text("12 notes of mine")


def hard_link(place: Path, precious: Path) -> None:
    place.hardlink_to(precious)


AUTHOR = ["-c", "user.name=A", "-c", "user.email=a"]


def command_for(path: str) -> tuple[str, ...]:
    if path == ".sitegen/diff":
        return ("diff", "--against", "HEAD")
    return ("serve", "--port", "18765") if path == ".sitegen/serve" else ("build",)


def planted(root: Path, path: str) -> Path:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        shutil.rmtree(place)
    return place


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


PLANTED = [
    (path, plant)
    for path in (*FILES, *FOLDERS, *SOURCES)
    for plant in (*STRANGE, hard_link, file_with_text)
    if plant is not folder or path in FILES
]


@pytest.mark.parametrize(("path", "plant"), PLANTED)
def test_something_else_in_place_of_a_file_or_folder_of_its_own(
    tmp_path: Path, precious: Path, path: str, plant: Callable[[Path, Path], None]
) -> None:
    root = make_site(tmp_path / "site", {"static/a.css": "a {}\n", "templates/note.txt": "x"})
    if path == ".sitegen/diff":
        for arguments in (["init", "-q"], ["add", "."], [*AUTHOR, "commit", "-qm."]):
            subprocess.run(["git", *arguments], cwd=root, check=True)
    plant(planted(root, path), precious)

    done = sitegen(root, *command_for(path))

    if plant is file_with_text and path == ".sitegen/state.db":  # a memory that is damaged
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode == 2, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") == 1
        assert str(root / path) in done.stderr
    assert contents(precious.parent) == {"precious": b"12"}
    if plant is file_with_text and path != ".sitegen/state.db":
        assert (root / path).read_text() == "12 notes of mine"


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize("plant", [*STRANGE, hard_link, file_with_text])
def test_what_sqlite_would_read_beside_the_memory_is_removed(
    tmp_path: Path, precious: Path, ending: str, plant: Callable[[Path, Path], None]
) -> None:
    root = make_site(tmp_path / "site")
    assert sitegen(root, "build").returncode == 0
    plant(root / f".sitegen/state.db{ending}", precious)

    done = sitegen(root, "build")

    if plant is folder:
        assert done.stderr == (
            "sitegen: the site could not be written: it is a folder, not a file of sitegen; remove it "
            f"({root}/.sitegen/state.db{ending})\n"
        )
    else:
        assert done.returncode == 0, done.stderr
    assert contents(precious.parent) == {"precious": b"12"}


def test_a_link_in_the_output_is_refused(tmp_path: Path, precious: Path) -> None:
    root = make_site(tmp_path / "site")
    assert sitegen(root, "build").returncode == 0
    page = root / "public/topics/food/index.html"
    (precious.parent / "index.html").write_bytes(page.read_bytes())
    page.unlink()
    page.symlink_to(precious.parent / "index.html")

    done = sitegen(root, "build")

    assert done.stderr == f"sitegen: {page} is a link, and sitegen makes none; remove it\n"
