"""The memory of a build is believed where this machine made it, and nowhere else."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import cache, unchanged
from sitegen.digest import digest_of_bytes
from sitegen.store import seal
from sitegen.store.seal import SECRET, WeakSecret, sealer_of
from sitegen.store.sealed_tables import Tables
from tests.build.builds import assert_as_clean, build, tree
from tests.photos import photo
from tests.sites import entry, make_site

ROOT = Path(__file__).parents[2]
EVIL = b"<p>Casino: <a href='https://casino.example/'>best slots</a></p>"
AIR = {"content/topics/air.md": entry("Air", body=f"A text about the air. {'It goes on. ' * 20}")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", AIR)


def other_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str = "other") -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / name))


def execute(root: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    connection = sqlite3.connect(root / ".sitegen/state.db")
    with connection:
        for statement, values in statements:
            connection.execute(statement, values)
    connection.close()


def row_of(root: Path, table: str, key: str) -> tuple[str, bytes]:
    connection = sqlite3.connect(root / ".sitegen/state.db")
    found = connection.execute(f"select value, seal from {table} where key = ?", (key,)).fetchone()
    connection.close()
    return found[0], found[1]


def poison(root: Path) -> None:
    """Changes the kept text of a page and every checksum of it, and has all pages rebuilt."""
    key = "content/topics/air.md"
    row, _ = row_of(root, "files", key)
    name, start, length = json.loads(row.split("\n")[0])[1][5]
    file = root / ".sitegen/bodies" / name
    data = bytearray(file.read_bytes())
    old, new = bytes(data[start : start + length]), EVIL.ljust(length)[:length]
    data[start : start + length] = new
    file.write_bytes(data)
    assert digest_of_bytes(old) in row
    row = row.replace(digest_of_bytes(old), digest_of_bytes(new))
    checksum = zlib.crc32(f"files {key} {row}".encode())
    execute(
        root,
        ("update files set value = ?, seal = ? where key = ?", (row, checksum, key)),
        ("delete from outputs", ()),
    )


def copied(root: Path, tmp_path: Path) -> Path:
    """The site at another place, with other stamps, and the memory of this one."""
    clone = tmp_path / "clone"
    for name in ("content", "templates", "static", ".sitegen"):
        if (root / name).exists():
            shutil.copytree(root / name, clone / name, copy_function=shutil.copyfile)
    return clone


# --- what somebody else wrote ----------------------------------------------------------------


@pytest.mark.parametrize("moved", [False, True])
def test_a_text_that_was_put_into_the_memory_is_not_published(
    root: Path, tmp_path: Path, moved: bool
) -> None:
    build(root)
    poison(root)
    here = copied(root, tmp_path) if moved else root
    build(here)

    assert b"casino" not in (here / "public/topics/air/index.html").read_bytes()
    assert_as_clean(here)


def test_the_memory_of_another_machine_is_no_memory(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(root)
    assert build(root).rendered == ()
    other_machine(tmp_path, monkeypatch)

    assert cache.read(root) is cache.EMPTY
    assert set(build(root).rendered) == set(first.rendered)
    assert build(root).rendered == ()


def test_a_row_of_an_earlier_build_is_not_put_back(root: Path) -> None:
    make_site(root, {"content/topics/air.md": entry("Air", body="Not yet public.")})
    build(root)
    value, old = row_of(root, "files", "content/topics/air.md")
    make_site(root, AIR)
    build(root)
    statement = "update files set value = ?, seal = ? where key = ?"
    execute(root, (statement, (value, old, "content/topics/air.md")))

    assert cache.read(root) is cache.EMPTY


def test_a_table_of_an_earlier_build_is_not_put_back(root: Path, tmp_path: Path) -> None:
    make_site(root, {"content/topics/air.md": entry("Air", body="Not yet public.")})
    build(root)
    shutil.copy(root / ".sitegen/state.db", tmp_path / "old.db")
    make_site(root, AIR)
    build(root)
    old = f"attach '{tmp_path / 'old.db'}' as old"
    connection = sqlite3.connect(root / ".sitegen/state.db")
    connection.executescript(
        f"{old}; delete from files; insert into files select * from old.files;"
        "update seals set value = (select value from old.seals where key = 'files') where key = 'files';"
    )
    connection.close()

    assert cache.read(root) is cache.EMPTY


@pytest.mark.parametrize("table", cache.TABLES)
def test_a_row_that_was_taken_out_is_missed(root: Path, table: str) -> None:
    make_site(root, {"content/topics/air.jpg": photo(size=(400, 300))})
    build(root)
    rows = cache.read(root).rows[table]
    if not rows:
        assert table == "days"
        return
    execute(root, (f"delete from {table} where key = ?", (min(rows),)))

    assert cache.read(root) is cache.EMPTY


def test_a_memory_that_was_removed_while_it_is_in_use_is_written_whole(root: Path) -> None:
    state = build(root).previous.state
    (root / ".sitegen/state.db").unlink()
    changed = Tables({**state.rows, "days": {"a": "2026-01-01"}}, state.whole)
    cache.write(root, changed, state)

    assert cache.read(root).rows == changed.rows


ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select x, x, x from n"
STRANGE = {
    "a view without end": f"drop table about; create view about as {ENDLESS}",
    "a view of the seals": f"drop table seals; create view seals as {ENDLESS}",
    "a trigger": "create trigger t after insert on files begin delete from outputs; end",
    "another table": "create table more (key text)",
    "other columns": "drop table days; create table days (key text, value text, seal blob, more text)",
    "a number in place of a text": "update outputs set value = 1",
    "bytes in place of a text": "update outputs set value = x'ff'",
    "no seals": "delete from seals",
}


@pytest.mark.parametrize("script", STRANGE.values(), ids=STRANGE)
def test_a_database_that_is_not_ours_is_no_memory(root: Path, script: str) -> None:
    build(root)
    connection = sqlite3.connect(root / ".sitegen/state.db")
    connection.executescript(script)
    connection.close()

    assert cache.read(root) is cache.EMPTY
    build(root)
    assert_as_clean(root)


def test_a_journal_that_was_planted_removes_no_file_of_somebody_else(root: Path, tmp_path: Path) -> None:
    build(root)
    precious = tmp_path / "precious"
    precious.write_text("notes")
    super_journal = str(precious).encode()
    checksum = sum(byte if byte < 128 else byte - 256 for byte in super_journal) & 0xFFFFFFFF
    header = bytes.fromhex("d9d505f920a163d7") + (0).to_bytes(4, "big") + (0).to_bytes(4, "big")
    header += (2).to_bytes(4, "big") + (512).to_bytes(4, "big") + (16384).to_bytes(4, "big")
    end = (2**30 // 16384 + 1).to_bytes(4, "big") + super_journal + len(super_journal).to_bytes(4, "big")
    journal = header.ljust(512, b"\0") + end + checksum.to_bytes(4, "big") + bytes.fromhex("d9d505f920a163d7")
    (root / ".sitegen/state.db-journal").write_bytes(journal)
    build(root)

    assert precious.read_text() == "notes"
    assert not (root / ".sitegen/state.db-journal").exists()


# --- pictures, and the tree that takes turns -------------------------------------------------


def pictures(root: Path) -> list[Path]:
    return sorted((root / ".sitegen/pictures").iterdir())


def test_a_kept_picture_that_was_changed_or_exchanged_is_made_again(root: Path) -> None:
    body = "![A square](a.jpg)\n\n![A bar](b.jpg)"
    files = {"content/topics/a.jpg": photo(size=(600, 400)), "content/topics/b.jpg": photo(size=(900, 200))}
    make_site(root, {**files, "content/topics/air.md": entry("Air", body=body)})
    build(root)
    expected = tree(root / "public")
    one, two, *_ = pictures(root)
    made = two.read_bytes()
    two.write_bytes(one.read_bytes())
    seal_of_old = digest_of_bytes(EVIL).encode()
    one.write_bytes(seal_of_old + EVIL)
    build(root, fresh=True)

    assert tree(root / "public") == expected
    assert two.read_bytes() == made


def test_pictures_of_another_machine_are_made_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = {"content/topics/a.jpg": photo(size=(600, 400))}
    make_site(root, {**picture, "content/topics/air.md": entry("Air", body="![A square](a.jpg)")})
    build(root)
    before = {path.name: path.read_bytes() for path in pictures(root)}
    other_machine(tmp_path, monkeypatch)
    build(root)
    after = {path.name: path.read_bytes() for path in pictures(root)}

    assert before.keys() == after.keys()
    assert all(before[name] != after[name] for name in before)
    assert_as_clean(root)


def test_a_tree_that_somebody_put_beside_the_output_is_not_published(root: Path, tmp_path: Path) -> None:
    """A commit may bring an output as it should be, and beside it another tree with its manifest."""
    build(root)
    expected = tree(root / "public")
    clone = copied(root, tmp_path)
    shutil.rmtree(clone / ".sitegen")
    shutil.copytree(root / "public", clone / "public")
    for spare in (clone / ".public.spare", clone / ".public.spare" / ("0" * 32)):
        shutil.copytree(root / "public", spare, dirs_exist_ok=True)
        (spare / "topics/air/index.html").write_bytes(EVIL)
    build(clone)
    build(clone, fresh=True)

    assert tree(clone / "public") == expected
    assert not (clone / ".public.spare/topics").exists()
    assert len(list((clone / ".public.spare").iterdir())) <= 1


# --- the key ---------------------------------------------------------------------------------


def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    other_machine(tmp_path, monkeypatch)
    return tmp_path / "other/sitegen/memory.key"


def key() -> bytes:
    """As a new process would find it."""
    seal._key_in.cache_clear()
    seal._key_of_this_run.cache_clear()
    return sealer_of(Path("/nowhere/site")).key


def test_the_key_is_the_users_alone_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = key_file(tmp_path, monkeypatch)
    first = key()

    assert (len(first), key()) == (32, first)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["memory.key"]


def readable_by_all(file: Path) -> None:
    file.chmod(0o644)


def cut(file: Path) -> None:
    file.write_bytes(b"short")


def longer(file: Path) -> None:
    file.write_bytes(b"x" * 33)


def link(file: Path) -> None:
    file.rename(file.with_name("else"))
    file.symlink_to(file.with_name("else"))


def pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


SPOILT: list[Callable[[Path], None]] = [readable_by_all, cut, longer, link, pipe]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_key_that_is_no_secret_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
) -> None:
    file = key_file(tmp_path, monkeypatch)
    before = key()
    spoil(file)
    after = key()

    assert after not in (before, b"short", b"x" * 32, b"x" * 33)
    assert key() == after
    assert stat.S_IMODE(file.lstat().st_mode) == 0o600


@pytest.mark.parametrize("state", ["", "relative/path", "/dev/null/state"])
def test_without_a_place_for_it_the_key_is_for_this_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", state)
    monkeypatch.setenv("HOME", "/dev/null")
    first = key()

    assert first != key()
    assert sealer_of(tmp_path).key == sealer_of(tmp_path / "other").key


@pytest.mark.parametrize("home", ["", ".sitegen", ".sitegen/serve", ".sitegen/diff/present"])
def test_a_key_in_the_folder_of_the_site_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    site = tmp_path / "site"
    (site / ".local/sitegen").mkdir(parents=True)
    planted = site / ".local/sitegen/memory.key"
    planted.write_bytes(b"k" * 32)
    planted.chmod(0o600)
    monkeypatch.setenv("XDG_STATE_HOME", str(site / ".local"))
    seal._key_in.cache_clear()

    assert sealer_of(site / home).key != b"k" * 32
    assert sealer_of(tmp_path / "elsewhere").key == b"k" * 32


def test_machines_with_one_secret_share_a_memory(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, "a secret of the CI that has many characters")
    build(root)
    other_machine(tmp_path, monkeypatch)
    assert build(root).rendered == ()

    monkeypatch.setenv(SECRET, "another secret of the CI with many characters")
    assert cache.read(root) is cache.EMPTY


def test_a_short_secret_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET, "x" * 31)
    with pytest.raises(WeakSecret):
        sealer_of(root)
    done = sitegen(root, "build")
    assert (done.returncode, done.stderr) == (
        2,
        "sitegen: SITEGEN_SECRET is too short to be a secret: it needs 32 characters or more\n",
    )


def sitegen(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *command, "--root", str(root)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_site_without_a_place_for_a_key_is_built_each_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null/state")
    for _ in range(2):
        done = sitegen(root, "build", "--now", "2026-05-31")
        assert done.returncode == 0, done.stderr
        assert " 0 written" not in done.stdout
    assert_as_clean(root)


# --- in git ----------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("version", ["2", "4"])
@pytest.mark.parametrize("below", ["", "docs/site"])
@pytest.mark.parametrize("name", [".sitegen", ".SiteGen"])
def test_a_memory_that_git_tracks_is_refused(tmp_path: Path, version: str, below: str, name: str) -> None:
    root = make_site(tmp_path / "repository" / below)
    git(tmp_path / "repository", "init", "-q")
    git(tmp_path / "repository", "update-index", "--index-version", version)
    git(tmp_path / "repository", "add", ".")
    assert sitegen(root, "build", "-q").returncode == 0
    (root / name).mkdir(exist_ok=True)
    (root / name / "state.db-wal").write_text("x")
    git(tmp_path / "repository", "add", "-f", f"{below}/{name}/state.db-wal".strip("/"))

    done = sitegen(root, "build", "-q")
    assert (done.returncode, done.stderr) == (
        2,
        f"sitegen: git tracks {name}/state.db-wal, which holds what a machine remembers of its builds; "
        f"run: git rm -r --cached {name}, and add .sitegen/ to .gitignore\n",
    )
    git(root, "rm", "-rq", "--cached", name)
    assert sitegen(root, "build", "-q").returncode == 0


def test_a_folder_of_a_similar_name_may_be_in_git(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    for name in ("x.sitegen", ".sitegen-notes", "docs/.sitegen"):
        (root / name).mkdir(parents=True)
        (root / name / "a").write_text("x")
    git(root, "init", "-q")
    git(root, "add", ".")

    assert sitegen(root, "build", "-q").returncode == 0


def test_what_the_manifest_of_the_output_says_is_not_believed(root: Path) -> None:
    build(root)
    manifest = root / "public/.sitegen.json"
    before = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({"files": before["files"], "lists": "x", "stale": 1}))
    make_site(root, {"content/topics/air.md": entry("Air", body="Another text.")})
    build(root)

    after = json.loads(manifest.read_text())
    assert (after["lists"], after["stale"]) == (before["lists"], before["stale"])
    assert_as_clean(root)


def test_a_state_that_is_read_in_two_steps_is_the_whole_state(root: Path) -> None:
    """Otherwise the next build would write the whole file again, and not only the rows that have changed."""
    build(root)
    some = cache.read(root, unchanged.NEEDED)

    assert some != cache.read(root)
    assert cache.with_rest(root, some, unchanged.NEEDED) == cache.read(root)
