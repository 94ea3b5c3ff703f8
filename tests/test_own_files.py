"""Files that sitegen writes: whole or as before, and never through a link."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.own_files import make_folder, replace_file
from tests.sites import entry, make_site

ROOT = Path(__file__).parents[1]


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

    monkeypatch.setattr("sitegen.own_files.os.fsync", fail)
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
