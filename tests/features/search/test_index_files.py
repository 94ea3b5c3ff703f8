"""Files of an index: which are taken over, which are written, and which can be read."""

from __future__ import annotations

from sitegen.digest import digest_of_bytes
from sitegen.features.search.index_files import IndexFiles
from sitegen.types import Digest, Record

OLD = {path: Record(path, "old", digest_of_bytes(b"old")) for path in ("a", "changed", "gone")}
PRESENT = {"a": b"old", "changed": b"other"}


def index_files() -> IndexFiles:
    """Files of an index after one with three files, of which one was changed and one deleted."""

    def read(path: str) -> bytes:
        if path not in PRESENT:
            raise FileNotFoundError(path)
        return PRESENT[path]

    def put(path: str, data: bytes, digest: Digest) -> bool:
        assert digest == digest_of_bytes(data)
        return PRESENT.get(path) != data

    return IndexFiles(OLD, read, put, "new", {}, [])


def test_a_file_is_read_only_if_it_is_as_it_was_written() -> None:
    found = index_files()

    assert [found.content(path) for path in ("a", "changed", "gone", "unknown")] == [b"old", None, None, None]


def test_files_of_the_last_index_are_taken_over_and_others_are_written() -> None:
    found = index_files()
    found.add("b", b"new")
    found.add("a", b"old")

    assert found.keep("changed")
    assert not found.keep("unknown")
    assert found.written == ["b"]
    assert {path: record.recipe for path, record in found.records.items()} == {
        "b": "new",
        "a": "new",
        "changed": "old",
    }


def test_several_files_are_taken_over_together_or_not_at_all() -> None:
    found = index_files()

    assert not found.keep_all(["a", "unknown"])
    assert found.records == {}
    assert found.keep_all(["a", "gone"])
    assert found.records == {"a": OLD["a"], "gone": OLD["gone"]}
