"""Stores that a build shares with workers: a folder, and a bucket."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from sitegen.features.cluster.store import Range, SharedStore, StoreError, open_store, read, write
from sitegen.features.cluster.supplies import Supplies
from tests.features.publishing.s3 import S3, Fault
from tests.sites import write_files


@pytest.fixture(params=["folder", "s3", "google"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SharedStore:
    if request.param == "folder":
        return SharedStore(open_store(str(tmp_path / "store")))
    return SharedStore(open_store(f"{request.getfixturevalue(request.param).address}/b"))


def test_objects_are_read_in_ranges_and_checked(store: SharedStore) -> None:
    whole = write(store, "builds/1", b"oneTWOthree")
    two = Range(whole.object, 3, 3, write(store, "builds/1", b"TWO").digest)

    assert read(store, [two, whole]) == [b"TWO", b"oneTWOthree"]
    assert (store.sent, store.received) == (14, 14)
    with pytest.raises(StoreError) as error:
        read(store, [Range(whole.object, 0, 3, two.digest)])
    assert str(error.value) == f"{store.name}/{whole.object} is damaged"


def test_an_object_that_does_not_exist_is_named(store: SharedStore) -> None:
    with pytest.raises(StoreError) as error:
        store.ranges("builds/none", [(0, 1)])

    assert str(error.value) == f"{store.name}/builds/none does not exist"


def test_old_objects_are_removed(store: SharedStore) -> None:
    old = write(store, "builds/1", b"one")
    source = write(store, "sources", b"two")

    store.sweep("builds", timedelta(days=36_500))
    assert read(store, [old]) == [b"one"]
    store.sweep("builds")

    with pytest.raises(StoreError):
        read(store, [old])
    assert read(store, [source]) == [b"two"]


@pytest.mark.parametrize("writes", [True, False])
@pytest.mark.parametrize(
    ("bucket", "status", "message"),
    [
        ("bucket", 403, "there is no permission; check the credentials in the environment"),
        ("none", 0, "there is no bucket of that name; create it"),
    ],
)
def test_what_a_bucket_refuses_is_said_without_the_key(
    bucket: str, status: int, message: str, writes: bool, s3: S3
) -> None:
    s3.fault = lambda *_: Fault(status=status)
    store = open_store(f"s3://{bucket}/b")

    with pytest.raises(StoreError) as error:
        store.put("sources/1", b"one") if writes else store.ages("sources")

    assert str(error.value) == f"s3://{bucket}/b: {message}"


def test_an_endpoint_without_https_is_named_with_the_variable_that_allows_it(
    s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ALLOW_HTTP")

    with pytest.raises(StoreError, match=r"not https; .* AWS_ALLOW_HTTP=true, here and on workers"):
        open_store("s3://bucket/b").put("sources/1", b"one")

    assert s3.objects == {}


def test_sources_are_sent_once_and_again_when_they_are_old(tmp_path: Path) -> None:
    root, folder = tmp_path / "site", tmp_path / "store"
    texts = {"content/a.md": "one", "content/b.md": "two", "content/p.jpg": "x" * 300_000}
    write_files(root, texts)
    wanted = [*texts, "content/none.md"]

    first = SharedStore(open_store(str(folder)))
    found = Supplies(first, root, "builds/1", None).files(wanted)
    again = SharedStore(open_store(str(folder)))
    Supplies(again, root, "builds/2", None).files(wanted)
    for path in folder.glob("sources/*"):
        os.utime(path, (0, 0))
    old = SharedStore(open_store(str(folder)))
    Supplies(old, root, "builds/3", None).files(wanted)

    assert sorted((it.path, it.place.start, it.place.length) for it in found) == [
        ("content/a.md", 0, 3),
        ("content/b.md", 3, 3),
        ("content/p.jpg", 0, 300_000),
    ]
    assert len({it.place.object for it in found}) == 2
    assert (first.sent, again.sent, old.sent) == (300_006, 0, 300_006)
