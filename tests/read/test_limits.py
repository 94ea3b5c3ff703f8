"""A page that takes too much is named, and the others are still reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen.build.build import build
from sitegen.build.context import Context
from sitegen.execute import GivenUp, ItemLimits
from sitegen.execute.executor import Item, Result, Serial
from sitegen.read.document import Outcome, read_document
from tests.sites import load, make_site, problems_as_text


class Ending(Serial):
    """Gives up whatever has to do with food."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def guarded(
        self, function: Callable[[Item], Result], items: Iterable[Item], limits: ItemLimits
    ) -> Iterator[Result | GivenUp]:
        for item in items:
            yield GivenUp(self.reason) if "food.md" in str(item) else function(item)


CONTEXT = Context(Serial())
WORDS = {"memory": "needed too much memory", "crash": "ended the process that did it"}


@pytest.mark.parametrize("reason", WORDS)
def test_a_page_that_ends_the_process_is_named(reason: str, tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": "---\ntitle: Air\nsumary: typo\n---\n\nText.\n"})
    report = build(root, load(root), Context(Ending(reason))).report

    text = problems_as_text(root, report.problems)
    assert f"content/topics/food.md: limit.memory: reading this page {WORDS[reason]}\n" in text
    assert "content/topics/air.md:3:1: field.unknown" in text


def sparse(path: Path, size: int) -> None:
    """A file of many bytes that takes no place on the disk."""
    with path.open("ab") as file:
        file.truncate(size)


def test_of_a_page_of_gigabytes_only_the_beginning_is_read(tmp_path: Path) -> None:
    """A worker may have a gibibyte: the whole file would not fit."""
    root = make_site(tmp_path, {"content/topics/air.md": "---\ntitle: Air\n---\n"})
    sparse(root / "content/topics/air.md", 20_000_000_000)

    assert problems_as_text(root, build(root, load(root), CONTEXT).report.problems) == (
        "content/topics/air.md: file.size: the file is larger than 1000000 bytes\n"
        "  split it, or raise limits.page_bytes"
    )


@pytest.mark.parametrize("name", ["urls.lock", "links.lock", "translations.lock"])
def test_a_list_of_gigabytes_is_not_opened(name: str, tmp_path: Path) -> None:
    root = make_site(tmp_path, {f"content/{name}": "# A list\n"})
    sparse(root / "content" / name, 20_000_000_000)

    assert problems_as_text(root, build(root, load(root), CONTEXT).report.problems) == (
        f"content/{name}: file.size: the list has 20,000,000,000 bytes; at most 50,000,000 are read\n"
        "  remove lines that are not part of it"
    )


def test_a_fault_of_ours_in_one_page_names_it_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def failing(path: str, text: str, *rest: Any) -> Outcome:
        return read_document(path, {"x": text}["y" if "food.md" in path else "x"], *rest)

    monkeypatch.setattr("sitegen.read.document.read_document", failing)
    root = make_site(tmp_path, {"content/topics/air.md": "---\ntitle: Air\nsumary: typo\n---\n\nText.\n"})

    text = problems_as_text(root, build(root, load(root), CONTEXT).report.problems)
    assert text.count("file.fault") == 1
    assert (
        "content/topics/food.md: file.fault: this file cannot be read, by a fault of sitegen: KeyError: 'y'\n"
    ) in text
    assert "content/topics/air.md:3:1: field.unknown" in text
    assert "Traceback" in capfd.readouterr().err
