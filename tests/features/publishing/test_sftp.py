"""Publishing to a server by SFTP, with the server of OpenSSH."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.features.publishing.engine import BuiltSite
from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.in_place import publish_in_place
from sitegen.features.publishing.records import Records
from sitegen.features.publishing.releases import publish_release, roll_back
from sitegen.features.publishing.targets.addresses import open_target
from sitegen.features.publishing.targets.file_target import FileTarget
from sitegen.features.publishing.targets.sftp import connected
from tests.features.publishing.outputs import (
    FIRST,
    OPTIONS,
    QUICK,
    SECOND,
    files_in,
    missing_for_readers,
    output,
)
from tests.features.publishing.servers import program, sshd
from tests.features.publishing.test_interrupted import reader
from tests.features.publishing.test_lease import at_once, eight

AGAIN = replace(OPTIONS, unlock=True)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "published"


@pytest.fixture
def target(place: Path) -> Iterator[FileTarget]:
    target = over_pipes(str(place))
    yield target
    target.close()


def over_pipes(place: str) -> FileTarget:
    """A target whose server is started without a network."""
    return connected([program("sftp-server")], place, f"sftp://host{place}", "host")


@pytest.fixture
def sites(tmp_path: Path) -> tuple[BuiltSite, BuiltSite]:
    return output(tmp_path / "one", FIRST), output(tmp_path / "two", SECOND)


def test_in_place(target: FileTarget, place: Path, sites: tuple[BuiltSite, BuiltSite]) -> None:
    publish_in_place(target, sites[0], OPTIONS)
    assert files_in(place) == FIRST
    (place / "b" / "mine.txt").write_bytes(b"mine")

    done = publish_in_place(target, sites[1], OPTIONS)

    assert files_in(place) == {**SECOND, "b/mine.txt": b"mine"}
    assert done.unchanged == 1
    assert sorted(path.name for path in (place / ".sitegen").iterdir()) == ["published.json"]
    assert set(target.files("")) == {*SECOND, "b/mine.txt", ".sitegen/published.json"}


def test_releases(target: FileTarget, place: Path, sites: tuple[BuiltSite, BuiltSite]) -> None:
    first = publish_release(target, sites[0], OPTIONS).release
    second = publish_release(target, sites[1], OPTIONS).release

    assert (place / "current").readlink() == Path("releases") / second
    assert files_in(place / "current") == SECOND
    logos = {(place / "releases" / name / "logo.png").stat().st_ino for name in (first, second)}
    assert len(logos) == 1
    assert roll_back(target, OPTIONS) == first
    assert files_in(place / "current") == FIRST


def test_large_and_empty_files_and_odd_names(target: FileTarget, place: Path, tmp_path: Path) -> None:
    files = {"large.bin": bytes(range(256)) * 8000, "empty": b"", "é ü/*?.html": b"x", "index.html": b"y"}

    publish_in_place(target, output(tmp_path / "one", files), OPTIONS)

    assert files_in(place) == files
    large = target.read("large.bin")
    assert large
    assert large.data == files["large.bin"]


LIMITED = """
import os, subprocess, sys
server = subprocess.Popen(sys.argv[1], stdin=subprocess.PIPE, bufsize=0)
left = int(sys.argv[2])
while left and (data := os.read(0, left)):
    server.stdin.write(data)
    left -= len(data)
"""


@pytest.mark.parametrize("size", [20, 300, 800, 1500, 2500, 4000, 6000])
def test_a_connection_that_is_lost(
    place: Path, sites: tuple[BuiltSite, BuiltSite], size: int, target: FileTarget
) -> None:
    """The server gets this many bytes of the second publication, and no more."""
    publish_in_place(target, sites[0], OPTIONS)
    command = [sys.executable, "-c", LIMITED, program("sftp-server"), str(size + 9)]
    limited = connected(command, str(place), "sftp://host", "host")
    with pytest.raises(PublishError, match="the connection to sftp://host has ended"), closing(limited):
        publish_in_place(limited, sites[1], OPTIONS)
    assert missing_for_readers(reader(place)) == []

    publish_in_place(target, sites[1], AGAIN)

    assert files_in(place) == SECOND


def test_of_eight_publications_at_once_one_wins(tmp_path: Path, place: Path) -> None:
    errors, published = eight(str(place), tmp_path, over_pipes)

    assert (published, len(errors)) == (1, 7)
    assert all("is under way" in error for error in errors), errors
    assert files_in(place) == {**FIRST, "which.txt": files_in(place)["which.txt"]}


def test_of_eight_that_expect_the_same_state_one_wins(place: Path) -> None:
    targets = [over_pipes(str(place)) for _ in range(8)]
    records = [Records(target, QUICK) for target in targets]
    records[0].create("record", b"1")
    stored = records[0].read("record")
    assert stored
    wins: list[int] = []

    at_once(8, lambda n: wins.append(n) if records[n].replace("record", b"new %d" % n, stored.tag) else None)

    assert len(wins) == 1
    assert (place / "record").read_bytes() == b"new %d" % wins[0]
    for target in targets:
        target.close()


def test_nothing_is_written_through_a_link(
    target: FileTarget, place: Path, sites: tuple[BuiltSite, ...]
) -> None:
    (place.parent / "elsewhere").mkdir()
    place.mkdir()
    (place / "a").symlink_to(place.parent / "elsewhere")

    with pytest.raises(PublishError, match="a file or link of that name is in the way"):
        publish_in_place(target, sites[0], replace(OPTIONS, merge=True))

    assert list((place.parent / "elsewhere").iterdir()) == []


def test_a_folder_whose_parent_is_missing(tmp_path: Path, sites: tuple[BuiltSite, ...]) -> None:
    target = over_pipes(str(tmp_path / "no" / "such"))
    with pytest.raises(PublishError, match="the folder above it does not exist; create it"):
        publish_in_place(target, sites[0], OPTIONS)
    target.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    folder = tmp_path_factory.mktemp("sshd")
    with sshd(folder) as port:
        yield folder, port


@pytest.fixture
def client(server: tuple[Path, int], monkeypatch: pytest.MonkeyPatch) -> tuple[Path, int]:
    monkeypatch.setenv("PATH", str(server[0] / "bin"), prepend=":")
    return server


def test_over_ssh(client: tuple[Path, int], place: Path, sites: tuple[BuiltSite, BuiltSite]) -> None:
    target = open_target(f"sftp://127.0.0.1:{client[1]}{place}", ())
    publish_in_place(target, sites[0], OPTIONS)
    publish_in_place(target, sites[1], OPTIONS)
    target.close()
    assert files_in(place) == SECOND


def test_the_short_form(client: tuple[Path, int], place: Path, sites: tuple[BuiltSite, BuiltSite]) -> None:
    settings = client[0] / "ssh_config"
    settings.write_text(settings.read_text() + f"Host name\nHostName 127.0.0.1\nPort {client[1]}\n")
    from getpass import getuser

    target = open_target(f"{getuser()}@name:{place}", ())
    publish_release(target, sites[0], OPTIONS)
    target.close()
    assert files_in(place / "current") == FIRST


def message(address: str) -> str:
    with pytest.raises(PublishError) as error:
        open_target(address, ())
    return str(error.value)


def test_errors_of_ssh(client: tuple[Path, int], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, port = client
    known, address = folder / "known_hosts", f"sftp://127.0.0.1:{port}/srv/site"
    right = known.read_text()
    known.write_text("")
    assert message(address) == (
        f"{address}: the key of the server is not known; run ssh 127.0.0.1 once and compare the fingerprint "
        "that it shows with that of the administrator"
    )
    known.write_text(f"[127.0.0.1]:{port} {(folder / 'stranger.pub').read_text()}")
    assert "the key of the server is a different one than before" in message(address)
    known.write_text(right)
    settings = folder / "ssh_config"
    saved = settings.read_text()
    settings.write_text(saved.replace("/client", "/stranger"))
    assert "the server refuses the login; check the name of the user" in message(address)
    settings.write_text(saved)
    assert "the host refuses connections" in message("sftp://127.0.0.1:1/srv/site")
    assert message("sftp://host") == "write the address of a server as sftp://USER@HOST/FOLDER"
    assert message("sftp://-oProxyCommand=x/y") == "write the address of a server as sftp://USER@HOST/FOLDER"
    assert message("sftp://user:secret@host/x").startswith("the address contains credentials")
    monkeypatch.setenv("PATH", "/nowhere")
    assert message(address) == "there is no program ssh; install OpenSSH (its client)"
