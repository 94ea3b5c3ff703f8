"""Reports that look through texts: in watched processes, within one limit of time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen.build.build import examine
from sitegen.check.checked import Checked
from sitegen.check.report import Report, problems_of_reports
from sitegen.definition.config import load_config
from sitegen.execute import executor_for
from sitegen.types import Document, Location, Problem
from tests.sites import TODAY, Files, base_text, make_site, problems_as_text


def prepared(root: Path, limits: str = "") -> Checked:
    files: Files = {"content/site.yaml": f"{base_text('content/site.yaml')}limits: {{{limits}}}\n"}
    config, _ = load_config(make_site(root, files), TODAY)
    assert config
    return examine(root, config).checked


def found(document: Document) -> Iterator[Problem]:
    yield Problem("a.b", "seen", Location(document.path))


def test_a_text_that_takes_too_long_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    def look(document: Document) -> Iterator[Problem]:
        if document.path == "content/topics/food.md":
            time.sleep(60)
        return found(document)

    checked = prepared(tmp_path, "page_seconds: 1")
    problems = tuple(problems_of_reports([Report(look=look)], checked, executor_for(1)))

    assert [p.location.path for p in problems] == [d.path for d in checked.site.documents.values()]
    assert problems_as_text(tmp_path, (p for p in problems if p.code != "a.b")) == (
        "content/topics/food.md: warning: limit.check: the check of this text took longer than 1 second "
        "and was stopped\n"
        "  look for very many signs or numbers in a row in it, or raise limits.page_seconds"
    )


@pytest.mark.parametrize(
    ("limit", "step", "message"),
    [
        ("1", 2, "5 texts were not looked through: the check has taken 1 second"),
        ("4", 1, "1 text was not looked through: the check has taken 4 seconds"),
    ],
)
def test_after_the_time_of_the_whole_check_the_rest_is_counted(
    tmp_path: Path, limit: str, step: int, message: str
) -> None:
    ticks = iter(range(0, 100, step))
    checked = prepared(tmp_path, f"check_seconds: {limit}")
    reports = [Report(look=found)]
    problems = tuple(problems_of_reports(reports, checked, executor_for(1), lambda: float(next(ticks))))

    assert len(checked.site.documents) == 6
    assert problems_as_text(tmp_path, problems[-1:]) == (
        f"content/site.yaml: warning: limit.check: {message}\n  raise limits.check_seconds"
    )


def test_a_report_with_nothing_to_look_for_starts_no_process(tmp_path: Path) -> None:
    checked = prepared(tmp_path)
    problem = Problem("a.b", "of the site", Location("content/site.yaml"))
    nobody: Any = None

    assert list(problems_of_reports([Report([problem])], checked, nobody)) == [problem]
