"""The output folder: whose it is, how it changes in one step, and that nothing else is touched."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sitegen.digest import digest_of_bytes
from sitegen.store.seal import Sealer
from sitegen.upkeep.lock import Locked, lock
from sitegen.write.output import MANIFEST, FileCounts, OutputError, check_output, spare_of, staging
from sitegen.write.output import publish as publish_tree
from sitegen.write.swap import swap
from tests.sites import attempt, entry, make_site, write_files


def publish(files: dict[str, str], output: Path, fresh: bool = False) -> FileCounts:
    """Makes the output hold these files."""
    digests = {path: digest_of_bytes(text.encode()) for path, text in files.items()}
    spare = spare_of(output, Sealer(b"key"))
    with staging(output, files, spare, fresh) as tree:
        written = [path for path, text in files.items() if tree.put(path, text.encode(), digests[path])]
        return publish_tree(tree, digests, written)


def tree(folder: Path) -> dict[str, str]:
    """The text of each file below a folder, the manifest left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


# --- publishing ----------------------------------------------------------------------------


def test_a_first_build_writes_everything(tmp_path: Path) -> None:
    written = publish({"index.html": "a", "b/c/index.html": "b"}, tmp_path / "public")

    assert written == FileCounts(2, 0, 0)
    assert tree(tmp_path / "public") == {"index.html": "a", "b/c/index.html": "b"}


def test_the_same_site_again_writes_nothing(tmp_path: Path) -> None:
    files = {"index.html": "a", "b.html": "b"}
    publish(files, tmp_path / "public")
    before = (tmp_path / "public/b.html").stat()

    assert publish(files, tmp_path / "public") == FileCounts(0, 2, 0)
    after = (tmp_path / "public/b.html").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_only_what_changed_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    publish({"a.html": "a", "b.html": "b", "old/c.html": "c"}, tmp_path / "public")
    written = publish({"a.html": "a", "b.html": "B", "d.html": "d"}, tmp_path / "public")

    assert written == FileCounts(2, 1, 1)
    assert tree(tmp_path / "public") == {"a.html": "a", "b.html": "B", "d.html": "d"}
    assert not (tmp_path / "public/old").exists()


def test_a_file_that_somebody_changed_is_written_anew(tmp_path: Path) -> None:
    files = {"a.html": "a"}
    publish(files, tmp_path / "public")
    (tmp_path / "public/a.html").write_text("changed")

    assert publish(files, tmp_path / "public") == FileCounts(1, 0, 0)
    assert tree(tmp_path / "public") == {"a.html": "a"}


def test_a_fresh_build_writes_every_file(tmp_path: Path) -> None:
    files = {"a.html": "a"}
    publish(files, tmp_path / "public")

    assert publish(files, tmp_path / "public", fresh=True).written == 1


def test_a_page_that_is_rendered_again_after_its_process_died_is_written_again(tmp_path: Path) -> None:
    with staging(tmp_path / "public", ["a/index.html"], spare_of(tmp_path / "public", Sealer(b"key"))) as new:
        assert new.put("a/index.html", b"a par", digest_of_bytes(b"a par"))
        assert new.put("a/index.html", b"a page", digest_of_bytes(b"a page"))
        assert tree(new.path) == {"a/index.html": "a page"}


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    publish({"a": "file", "b/c": "deep"}, tmp_path / "public")
    publish({"a/c": "deep", "b": "file"}, tmp_path / "public")

    assert tree(tmp_path / "public") == {"a/c": "deep", "b": "file"}


def test_only_the_tree_that_takes_turns_is_left_beside_the_output(tmp_path: Path) -> None:
    publish({"a.html": "a"}, tmp_path / "public")
    publish({"a.html": "b"}, tmp_path / "public")

    assert sorted(path.name for path in tmp_path.iterdir()) == [".public.spare", "public"]
    assert (tmp_path / "public" / "a.html").read_bytes() == b"b"


def test_a_damaged_manifest_is_an_empty_one(tmp_path: Path) -> None:
    publish({"a.html": "a"}, tmp_path / "public")
    (tmp_path / "public" / MANIFEST).write_text("{not json")

    assert publish({"a.html": "a"}, tmp_path / "public") == FileCounts(1, 0, 0)


def test_a_disk_that_is_full_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish({"a.html": "old"}, tmp_path / "public")

    def full(path: str, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sitegen.write.output._write_new", full)
    with pytest.raises(OSError, match="No space"):
        publish({"a.html": "new"}, tmp_path / "public")

    assert tree(tmp_path / "public") == {"a.html": "old"}
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_disk_that_takes_only_a_part_of_a_page_leaves_the_old_site(tmp_path: Path) -> None:
    publish({"a.html": "old"}, tmp_path / "public")
    room, most = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, most))  # the system writes so much and then says no
    try:
        with pytest.raises(OSError, match="File too large"):
            publish({"a.html": "new" * 1000}, tmp_path / "public")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))

    assert tree(tmp_path / "public") == {"a.html": "old"}
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_remains_of_a_killed_build_are_swept(tmp_path: Path) -> None:
    remains = tmp_path / ".public.new-4711"
    remains.mkdir()
    (remains / "a.html").write_text("half")
    publish({"a.html": "a"}, tmp_path / "public")

    assert not remains.exists()


def test_a_folder_of_somebody_else_with_a_similar_name_is_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / ".public.new-ideas"
    notes.mkdir()
    (notes / "ideas.txt").write_text("Mine.")
    publish({"a.html": "a"}, tmp_path / "public")

    assert (notes / "ideas.txt").read_text() == "Mine."


def test_two_folders_change_places(tmp_path: Path) -> None:
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    swap(tmp_path / "new", tmp_path / "old")

    assert (tmp_path / "old/file").read_text() == "new"
    assert (tmp_path / "new/file").read_text() == "old"


def test_two_folders_change_places_where_the_system_has_no_call_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.write.swap._exchange", lambda one, other: False)
    publish({"a.html": "old"}, tmp_path / "public")
    publish({"a.html": "new"}, tmp_path / "public")

    assert tree(tmp_path / "public") == {"a.html": "new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".public.spare", "public"]


def test_a_reader_finds_every_page_while_the_site_changes(tmp_path: Path) -> None:
    """Somebody asks for a page again and again while forty versions of the site are published."""
    output = tmp_path / "public"
    publish({"a/index.html": "0", "b.html": "0"}, output)
    missed, seen, over = [], set(), threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                seen.add((output / "a/index.html").read_text())
            except OSError as error:
                missed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for version in range(1, 41):
        publish({"a/index.html": str(version), "b.html": str(version)}, output)
    over.set()
    reader.join()

    assert not missed
    assert len(seen) > 1


# --- whose the folder is -------------------------------------------------------------------


@pytest.mark.parametrize(
    "output", ["", ".", "..", "content", "content/topics", "templates/x", "static", "site/..", ".git/x"]
)
def test_a_folder_that_is_holds_or_lies_in_the_sources_is_refused(tmp_path: Path, output: str) -> None:
    root = make_site(tmp_path / "site")

    with pytest.raises(OutputError, match="sources"):
        check_output(root / output, root)


@pytest.mark.parametrize("output", ["public", "../public", "build/site"])
def test_a_folder_beside_the_sources_is_taken(tmp_path: Path, output: str) -> None:
    root = make_site(tmp_path / "site")

    check_output(root / output, root)


def test_the_sources_are_found_behind_a_link(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    (tmp_path / "link").symlink_to(root)

    with pytest.raises(OutputError, match="sources"):
        check_output(tmp_path / "link" / "content" / "public", root)


def test_a_folder_with_files_of_somebody_else_is_refused(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/chapter.txt").write_text("Mine.")

    with pytest.raises(OutputError, match="not made by sitegen"):
        check_output(tmp_path / "thesis", root)


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    (tmp_path / "public").mkdir()

    check_output(tmp_path / "public", root)


def test_a_file_and_a_link_are_refused(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    (tmp_path / "file").write_text("x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")

    with pytest.raises(OutputError, match="a file"):
        check_output(tmp_path / "file", root)
    with pytest.raises(OutputError, match="a link"):
        check_output(tmp_path / "link", root)


@pytest.mark.parametrize(
    "alias", ["/../../evil/", "/../evil.html", "/a/../../../evil/", "/./x/", "/.sitegen.json/", "//evil/"]
)
def test_no_content_can_write_outside_the_output_or_over_its_manifest(tmp_path: Path, alias: str) -> None:
    outcome = attempt(tmp_path, {"content/topics/air.md": entry("Air", f"aliases: [{alias}]")})

    assert outcome.codes == ["field.address"]
    wrong = ("/", ".", "x/", "evil")
    assert not [path for path in outcome.paths if ".." in path or path.startswith(wrong)]


# --- one build at a time -------------------------------------------------------------------


def test_two_builds_do_not_write_at_once(tmp_path: Path) -> None:
    taken = lock(tmp_path / "public")
    with taken, pytest.raises(Locked, match=str(os.getpid())), lock(tmp_path / "public"):
        pass
    with lock(tmp_path / "public"):
        pass


def test_the_lock_of_a_dead_process_does_not_count(tmp_path: Path) -> None:
    (tmp_path / ".public.lock").write_text("999999")
    with lock(tmp_path / "public"):
        pass


# --- killed in the middle ------------------------------------------------------------------

KILLED = """\
import os, signal, sys
from pathlib import Path
import sitegen.write.output as output
from sitegen.write.swap import swap

moment, place = sys.argv[1], sys.argv[2]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if moment == "after three files":
    plain, count = output._write_new, [0]
    def write(path, data):
        count[0] += 1
        return die() if count[0] > 3 else plain(path, data)
    output._write_new = write
elif moment == "before the swap":
    output.swap = die
elif moment == "after the swap":
    output.swap = lambda staging, target: (swap(staging, target), die())

from sitegen.commands.cli import main
main(["build", "--root", place, "--now", "2026-05-31", "--jobs", "1"])
"""


def run_build(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sitegen", "build", "--root", str(root), "--now", "2026-05-31"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("moment", ["after three files", "before the swap", "after the swap"])
def test_a_build_that_is_killed_leaves_a_whole_site_and_the_next_one_works(
    tmp_path: Path, moment: str
) -> None:
    root = make_site(tmp_path / "site")
    assert run_build(root).returncode == 0
    old = tree(root / "public")
    make_site(root, {"content/topics/food.md": entry("Nutrition"), "templates/404.html": "<h1>Nothing</h1>"})
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, moment, str(root)], capture_output=True, check=False
    )

    assert killed.returncode == -signal.SIGKILL
    whole = tree(root / "public")
    assert (whole == old) == (moment != "after the swap")
    assert run_build(root).returncode == 0
    new = tree(root / "public")
    assert "Nutrition" in new["topics/food/index.html"]
    assert whole in (old, new)
    assert sorted(path.name for path in root.iterdir() if path.name.startswith(".public")) in (
        [".public.lock"],
        [".public.lock", ".public.spare"],
    )


KILLED_AT = """\
import os, signal, sys

place, at, count = sys.argv[1], int(sys.argv[2]), 0
FILES = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.scandir", "sqlite3.connect"}

def hook(event, arguments):
    global count
    if event in FILES and any(place in os.fsdecode(a) for a in arguments[:2] if isinstance(a, (str, bytes))):
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
from sitegen.commands.cli import main
try:
    main(["build", "-q", "--root", place, "--now", "2026-05-31", "--jobs", "1"])
finally:
    print(count)
"""
KILLS = 12


def test_a_build_that_is_killed_at_any_file_operation_leaves_a_whole_site(tmp_path: Path) -> None:
    """The operations are counted in an undisturbed build; then others end at some of them."""
    before = make_site(tmp_path / "before")
    assert run_build(before).returncode == 0
    old = tree(before / "public")
    edit = {"content/topics/food.md": entry("Nutrition"), "content/topics/air.md": entry("Air")}
    edit["templates/404.html"] = "<h1>Nothing</h1>"

    def killed_at(at: int) -> subprocess.CompletedProcess[str]:
        shutil.rmtree(tmp_path / "site", ignore_errors=True)
        shutil.copytree(before, tmp_path / "site")
        write_files(tmp_path / "site", edit)
        command = [sys.executable, "-c", KILLED_AT, str(tmp_path / "site"), str(at)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    operations = int(killed_at(0).stdout)
    new = tree(tmp_path / "site/public")
    assert "Nutrition" in new["topics/food/index.html"]
    seen = set()
    for at in random.Random(20261122).sample(range(1, operations + 1), KILLS):
        done = killed_at(at)
        whole = tree(tmp_path / "site/public")
        seen.add(done.returncode)

        assert done.returncode in (-signal.SIGKILL, 0, 1), done.stderr
        assert whole in (old, new), f"killed at operation {at}"
        assert run_build(tmp_path / "site").returncode == 0
        assert tree(tmp_path / "site/public") == new, f"killed at operation {at}"
    assert -signal.SIGKILL in seen


def test_a_build_with_a_mistake_leaves_the_old_site_as_it_was(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    assert run_build(root).returncode == 0
    old = tree(root / "public")
    make_site(root, {"content/topics/air.md": entry("Air", "sumary: typo")})

    assert run_build(root).returncode == 1
    assert tree(root / "public") == old


def test_a_first_build_with_a_mistake_makes_no_output(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"content/topics/air.md": entry("Air", "sumary: typo")})

    assert run_build(root).returncode == 1
    assert not (root / "public").exists()
