"""Texts in a temporary file."""

from __future__ import annotations

import multiprocessing
import pickle
from pathlib import Path

import pytest

from sitegen.store.spilled import SpilledText, TextFile
from tests.sites import build_good


def test_texts_beyond_the_limit_are_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.store.spilled.IN_MEMORY", 5)
    texts = TextFile(tmp_path / "folder")
    written = ["first", "żółw\n", "", "дом"]
    kept = [texts.put(text) for text in written]

    assert [type(text) for text in kept] == [str, SpilledText, SpilledText, SpilledText]
    assert [str(text) for text in kept] == written
    assert pickle.loads(pickle.dumps(kept)) == written
    forked = multiprocessing.get_context("fork")
    ours, theirs = forked.Pipe()
    process = forked.Process(target=lambda: theirs.send([str(text) for text in kept]))
    process.start()
    assert ours.recv() == written
    process.join()


def test_few_texts_need_no_file(tmp_path: Path) -> None:
    texts = TextFile(tmp_path / "folder")

    assert texts.put("text") == "text"
    assert not (tmp_path / "folder").exists()


def test_a_site_is_the_same_if_the_results_of_reading_are_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = build_good(tmp_path / "memory")
    monkeypatch.setattr("sitegen.store.spilled.IN_MEMORY", 0)
    other = build_good(tmp_path / "file")

    assert {path: other[path] for path in other.paths} == {path: whole[path] for path in whole.paths}
