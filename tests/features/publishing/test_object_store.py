"""Publishing to S3 and Google Cloud Storage: requests, hosts that fail, several publishers, credentials."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.commands.cli import main
from sitegen.features.publishing.engine import BuiltSite
from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.in_place import publish_in_place
from sitegen.features.publishing.records import Records
from sitegen.features.publishing.releases import publish_release, roll_back
from sitegen.features.publishing.target import Target
from sitegen.features.publishing.targets.addresses import open_target
from sitegen.features.publishing.targets.object_store import ObjectStoreTarget
from tests.features.publishing.outputs import (
    BOLD,
    FIRST,
    OPTIONS,
    QUICK,
    SECOND,
    missing_for_readers,
    newer_than_styles,
    output,
)
from tests.features.publishing.s3 import S3, SECRET, Fault, Object, site_in

CHANGED = {path: data for path, data in SECOND.items() if FIRST.get(path) != data}
AGAIN = replace(OPTIONS, unlock=True)


@pytest.fixture(params=["s3", "google"])
def bucket(request: pytest.FixtureRequest) -> S3:
    found: S3 = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def target(bucket: S3) -> Target:
    return open_target(f"{bucket.address}/site", ())


@pytest.fixture
def sites(tmp_path: Path) -> tuple[BuiltSite, BuiltSite]:
    return output(tmp_path / "one", FIRST), output(tmp_path / "two", SECOND)


def test_objects_have_types_and_cache_headers(
    bucket: S3, target: Target, sites: tuple[BuiltSite, ...]
) -> None:
    publish_in_place(target, sites[0], OPTIONS)

    assert site_in(bucket) == FIRST
    page = {k.lower(): v for k, v in bucket.objects["site/index.html"].headers.items()}
    assert page == {"content-type": "text/html; charset=utf-8", "cache-control": "no-cache"}
    feed = {k.lower(): v for k, v in bucket.objects["site/feed.xml"].headers.items()}
    assert feed["content-type"] == "application/atom+xml; charset=utf-8"


def test_objects_sent_for_one_edit(bucket: S3, target: Target, tmp_path: Path) -> None:
    publish_in_place(target, output(tmp_path / "one", FIRST), OPTIONS)
    bucket.requests.clear()
    edited = {**FIRST, "b/index.html": FIRST["b/index.html"] + b"<p>More.</p>"}

    publish_in_place(target, output(tmp_path / "two", edited), OPTIONS)

    assert bucket.requests == [
        ("PUT", "site/.sitegen/lock.json"),
        ("PUT", "site/.sitegen/published.json"),
        ("PUT", "site/b/index.html"),
        ("PUT", "site/.sitegen/published.json"),
        ("DELETE", "site/.sitegen/lock.json"),
    ]
    assert site_in(bucket) == edited


def test_releases_are_copied_within_the_store(
    bucket: S3, target: Target, sites: tuple[BuiltSite, ...]
) -> None:
    first = publish_release(target, sites[0], OPTIONS).release
    bucket.requests.clear()
    second = publish_release(target, sites[1], OPTIONS).release

    assert [key for method, key in bucket.requests if method == "COPY"] == [
        f"site/releases/{second}/logo.png"
    ]
    live = json.loads(bucket.objects["site/live.json"].data)
    assert live == {"release": second, "folder": f"releases/{second}/"}
    assert site_in(bucket, f"site/releases/{second}/") == SECOND
    assert roll_back(target, OPTIONS) == first
    assert json.loads(bucket.objects["site/live.json"].data)["release"] == first


def test_three_releases_are_kept(bucket: S3, target: Target, tmp_path: Path) -> None:
    names = []
    for number in range(4):
        files = {"index.html": b"%d" % number}
        names.append(publish_release(target, output(tmp_path / str(number), files), OPTIONS).release)

    kept = {key.split("/")[2] for key in bucket.objects if key.startswith("site/releases/")}
    assert kept == {*names[1:], *(f"{name}.json" for name in names[1:])}


def test_files_of_others_stay(bucket: S3, target: Target, sites: tuple[BuiltSite, ...]) -> None:
    publish_in_place(target, sites[0], OPTIONS)
    bucket.objects["site/b/mine.txt"] = bucket.objects["other/mine.txt"] = bucket.objects["site/logo.png"]

    publish_in_place(target, sites[1], OPTIONS)

    assert site_in(bucket) == {**SECOND, "b/mine.txt": b"logo"}
    assert "other/mine.txt" in bucket.objects
    bucket.objects["third/mine.txt"] = bucket.objects["other/mine.txt"]
    with pytest.raises(PublishError, match=r"did not write \(mine.txt\)"):
        publish_in_place(open_target(f"{bucket.address}/third", ()), sites[0], OPTIONS)


def test_files_that_are_gone_do_not_stop_a_removal(bucket: S3, target: Target) -> None:
    for path in ("a", "b", "c"):
        assert target.create(path, b"1")
    del bucket.objects["site/b"]

    target.remove(["a", "b", "c"])

    assert not bucket.objects


class Stopped(BaseException):
    pass


def watch(bucket: S3, last: int) -> None:
    """Lets a reader look after each change; after some changes, the publisher gets no answers any more."""

    def look() -> None:
        read = bucket.read("site/")
        assert missing_for_readers(read) == []
        assert newer_than_styles(read, CHANGED, BOLD) == []

    start = bucket.asked
    bucket.look = look
    bucket.fault = lambda number, method, key: Fault(403) if number - start >= last else None


def test_ended_at_every_request(bucket: S3, sites: tuple[BuiltSite, BuiltSite]) -> None:
    target = ObjectStoreTarget(open_target(f"{bucket.address}/site", ())._store, f"{bucket.address}/site")  # type: ignore[attr-defined]
    target.at_once = 1
    publish_in_place(target, sites[0], OPTIONS)
    saved = dict(bucket.objects)
    before = bucket.asked
    publish_in_place(target, sites[1], OPTIONS)
    for last in range(bucket.asked - before):
        bucket.objects = dict(saved)
        watch(bucket, last)
        with pytest.raises(PublishError):
            publish_in_place(target, sites[1], OPTIONS)
        watch(bucket, 1000)
        publish_in_place(target, sites[1], AGAIN)
        assert site_in(bucket) == SECOND


@pytest.mark.parametrize("status", [409, 500, 503, 429])
@pytest.mark.parametrize("after", [False, True])
def test_each_request_that_fails_is_tried_again(
    bucket: S3, target: Target, sites: tuple[BuiltSite, BuiltSite], status: int, after: bool
) -> None:
    """Even if the request was carried out, and only its answer was lost."""
    failed = set[tuple[str, str]]()

    def fault(number: int, method: str, key: str) -> Fault | None:
        new = (method, key) not in failed
        failed.add((method, key))
        return Fault(status, after) if new else None

    bucket.fault = fault
    publish_in_place(target, sites[0], OPTIONS)
    publish_in_place(target, sites[1], OPTIONS)

    assert site_in(bucket) == SECOND
    assert "site/.sitegen/lock.json" not in bucket.objects
    publish_release(open_target(f"{bucket.address}/two", ()), sites[0], OPTIONS)
    assert "two/live.json" in bucket.objects


def test_a_host_that_always_fails_ends_the_publication(
    bucket: S3, target: Target, sites: tuple[BuiltSite, BuiltSite]
) -> None:
    publish_in_place(target, sites[0], OPTIONS)
    bucket.fault = lambda _, method, key: Fault(500) if key == "site/c/index.html" else None

    with pytest.raises(PublishError) as error:
        publish_in_place(target, sites[1], OPTIONS)

    assert str(error.value) == f"{bucket.address}/site/c/index.html: the store answers 500; try again later"
    assert missing_for_readers(bucket.read("site/")) == []
    bucket.fault = lambda *_: None
    publish_in_place(target, sites[1], OPTIONS)
    assert site_in(bucket) == SECOND


def test_half_an_answer_is_asked_for_again(
    bucket: S3, target: Target, sites: tuple[BuiltSite, BuiltSite]
) -> None:
    publish_in_place(target, sites[0], OPTIONS)
    halves = iter([True, True, False])
    bucket.fault = lambda _, method, key: Fault(
        half=method == "GET" and key.endswith("published.json") and next(halves, False)
    )

    publish_in_place(target, sites[1], OPTIONS)

    assert site_in(bucket) == SECOND


def test_half_a_stored_file_is_noticed(
    bucket: S3, target: Target, sites: tuple[BuiltSite, BuiltSite]
) -> None:
    publish_in_place(target, sites[0], OPTIONS)
    bucket.fault = lambda _, method, key: Fault(half=method == "PUT" and key.endswith("new.png"))

    with pytest.raises(PublishError) as error:
        publish_in_place(target, sites[1], OPTIONS)

    assert str(error.value) == (
        f"{bucket.address}/site/a/new.png was sent with 3 bytes, and the target has 1 bytes of it; "
        "repeat the publication"
    )
    assert missing_for_readers(bucket.read("site/")) == []
    bucket.fault = lambda *_: None
    publish_in_place(target, sites[1], OPTIONS)
    assert site_in(bucket) == SECOND


def test_a_slow_host_is_waited_for(bucket: S3, target: Target, sites: tuple[BuiltSite, BuiltSite]) -> None:
    bucket.fault = lambda number, *_: Fault(seconds=0.02)
    publish_in_place(target, sites[0], OPTIONS)
    assert site_in(bucket) == FIRST


def test_a_stale_record_is_not_replaced(bucket: S3, target: Target) -> None:
    """412: of eight that expect the same state, one wins."""
    records = Records(target, QUICK)
    assert records.create("record", b"1")
    assert not records.create("record", b"2")
    stored = records.read("record")
    assert stored
    wins, barrier = [], threading.Barrier(8)

    def write(number: int) -> None:
        barrier.wait()
        if records.replace("record", b"new %d" % number, stored.tag):
            wins.append(number)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(wins) == 1
    assert bucket.objects["site/record"].data == b"new %d" % wins[0]


def test_of_eight_publications_at_once_one_wins(bucket: S3, tmp_path: Path) -> None:
    from tests.features.publishing.test_lease import eight

    errors, published = eight(f"{bucket.address}/site", tmp_path, lambda address: open_target(address, ()))

    assert (published, len(errors)) == (1, 7)
    assert all("is under way" in error for error in errors), errors
    found = site_in(bucket)
    assert found == {**FIRST, "which.txt": found["which.txt"]}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    out = capsys.readouterr()
    return int(end.value.code or 0), out.out + out.err


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    output(tmp_path / "public", FIRST)
    return tmp_path


ERRORS: Mapping[str, tuple[str, Mapping[str, str | None], str]] = {
    "wrong bucket": (
        "s3://buckte/site",
        {},
        'there is no bucket "buckte"; create it, or correct the address',
    ),
    "wrong key": (
        "s3://bucket/site",
        {"AWS_ACCESS_KEY_ID": "another"},
        "s3://bucket/site/.sitegen/lock.json: there is no permission; check AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY in the environment, and the rights of that account",
    ),
    "no key": (
        "s3://bucket/site",
        {"AWS_ACCESS_KEY_ID": None},
        "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment",
    ),
    "key in the address": (
        f"s3://the-id:{SECRET.replace('/', '')}@bucket/site",
        {},
        "the address contains credentials; remove them, change them because the shell may have recorded "
        "them, and give them in the environment",
    ),
    "no bucket": ("s3:///site", {}, "write the address of a bucket as s3://BUCKET or s3://BUCKET/FOLDER"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors_are_plain_and_show_no_credentials(
    s3: S3, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    address, changes, message = ERRORS[case]
    for name, value in changes.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)

    status, text = run(capsys, "publish", address, "--root", str(home), "--verbose")

    assert (status, text.splitlines()[-1]) == (2, f"sitegen: {message}")
    assert SECRET not in text
    assert SECRET.replace("/", "") not in text
    assert "Traceback" not in text


def test_credentials_are_never_shown(s3: S3, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the key nor a signature made with it, whatever the host answers."""
    for fault in (None, Fault(400), Fault(500), Fault(301), Fault(half=True)):
        s3.fault = lambda *_, fault=fault: fault
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sitegen.features.publishing.retries.time.sleep", lambda _: None)
            text = run(capsys, "publish", "s3://bucket/site", "--root", str(home), "--verbose")[1]
        assert SECRET not in text
        assert "Signature" not in text
        assert "Credential" not in text
        assert "Traceback" not in text
    assert all(SECRET not in value for headers in s3.headers for value in headers.values())


@pytest.mark.parametrize("way", [(), ("--release",)])
def test_verify_compares_what_the_store_has(
    bucket: S3, home: Path, capsys: pytest.CaptureFixture[str], way: tuple[str, ...]
) -> None:
    run(capsys, "publish", f"{bucket.address}/site", "--root", str(home), *way)
    verify = ("verify", f"{bucket.address}/site", "--root", str(home))
    assert run(capsys, *verify) == (0, "9 files are as built\n")
    page = next(key for key in bucket.objects if key.endswith("/a/index.html"))
    bucket.objects[page] = replaced(bucket, page, b'<a href="https://casino.example/">x</a>')
    bucket.objects[page.replace("a/index", "a/casino")] = bucket.objects[page]
    del bucket.objects[page.replace("a/index.html", "logo.png")]

    status, text = run(capsys, *verify)

    assert status == 1
    assert [line.split(":")[0] for line in text.splitlines() if not line.startswith(" ")] == [
        "changed a/index.html",
        "added   a/casino.html",
        "missing logo.png",
        "1 changed, 1 added, 1 missing; 7 files are as built",
    ]
    assert run(capsys, "verify", f"{bucket.address[:2]}://buckte/site", "--root", str(home)) == (
        2,
        'sitegen: there is no bucket "buckte"; create it, or correct the address\n',
    )


def replaced(bucket: S3, key: str, data: bytes) -> Object:
    return Object(data, bucket.objects[key].headers)


def test_a_store_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    monkeypatch.setattr("sitegen.problems.extras.installer", lambda: "pip install")

    with pytest.raises(PublishError) as error:
        open_target("gs://bucket/site", ())
    assert str(error.value) == 'gs:// needs a package: pip install "obstore>=0.12.1,<0.13"'
