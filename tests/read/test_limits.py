"""A page that takes too much is named, and the others are still reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from sitegen.execute import Allowance, Stopped
from sitegen.execute.executor import Item, Result
from sitegen.execute.serial import Serial
from sitegen.pipeline import Means, build
from tests.sites import load, make_site, problems_as_text


class Ending(Serial):
    """Gives up whatever has to do with food."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def guarded(
        self, function: Callable[[Item], Result], items: Iterable[Item], allowance: Allowance
    ) -> Iterator[Result | Stopped]:
        for item in items:
            yield Stopped(self.reason) if "food.md" in str(item) else function(item)


WORDS = {"memory": "needed too much memory", "crash": "ended the process that did it"}


@pytest.mark.parametrize("reason", WORDS)
def test_a_page_that_ends_the_process_is_named(reason: str, tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": "---\ntitle: Air\nsumary: typo\n---\n\nText.\n"})
    report = build(root, load(root), Means(Ending(reason), lambda *_: None)).report

    text = problems_as_text(root, report.problems)
    assert f"content/topics/food.md: limit.memory: reading this page {WORDS[reason]}\n" in text
    assert "content/topics/air.md:3:1: field.unknown" in text
