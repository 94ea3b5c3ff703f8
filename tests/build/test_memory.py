"""The memory that a build keeps for each entry, which limits the size of a site."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

import pytest

from sitegen.build.build import examine
from tests.sites import entry, load, make_site

FEW, MANY = 100, 300
MOST_BYTES = 3_400
"""Limit on what reading, joining and planning keep of an entry with a page in one language."""
TABLE = 500_000
"""Bytes from which a piece is not counted: Python makes a larger table of all shared texts now and then."""


def site_of(root: Path, entries: int) -> Path:
    files = {
        f"content/topics/entry-{number:04}.md": entry(
            f"Title of the entry {number:04}",
            f"summary: A summary of the entry {number:04}, as long as those that are written for cards.",
            body=f"A text with a link to [another](entry-{(number + 1) % entries:04}.md).",
        )
        for number in range(entries)
    }
    return make_site(root, files)


def held(root: Path) -> int:
    """Bytes that are in use when a site is ready to be rendered, in this process."""
    gc.collect()
    tracemalloc.start()
    try:
        planned = examine(root, load(root))
        assert not planned.failed
        gc.collect()
        sizes = (trace.size for trace in tracemalloc.take_snapshot().traces)
        return sum(size for size in sizes if size < TABLE)
    finally:
        tracemalloc.stop()


def test_little_is_kept_of_an_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.store.spilled.IN_MEMORY", 0)  # as on a site with many entries
    few, many = site_of(tmp_path / "few", FEW), site_of(tmp_path / "many", MANY)
    held(few)  # what is imported and kept for all sites is not counted

    assert (held(many) - held(few)) / (MANY - FEW) < MOST_BYTES
