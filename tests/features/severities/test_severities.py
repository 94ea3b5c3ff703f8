"""Severities by code, family and folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from sitegen.serve import session as serve
from sitegen.types import Problem, Severity
from tests.build.builds import build
from tests.sites import TODAY, Files, attempt, base_text, entry, make_site, write_files

NOWHERE = "[x](none.md)\n\n### Deep\n\nText."
FILES: Files = {
    "content/topics/air.md": entry("Air", "colour: red", body=NOWHERE),
    "content/projects/glow.md": entry("Glow", body=NOWHERE),
}
SITE = "content/site.yaml"


def site(rules: str) -> Files:
    return {**FILES, SITE: base_text(SITE) + f"severity:\n{rules}"}


def found(root: Path, rules: str) -> set[tuple[str, str, str]]:
    problems = attempt(root, site(rules)).found
    return {(p.location.path.split("/")[1], p.code, str(p.severity)) for p in problems}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("  link.missing: warning\n",
         {("topics", "link.missing", "warning"), ("projects", "link.missing", "warning"),
          ("topics", "field.unknown", "error"), ("topics", "heading.level", "error"),
          ("projects", "heading.level", "error")}),
        ("  link: note\n  heading: ignore\n  field: ignore\n", {("topics", "link.missing", "note"),
                                                               ("projects", "link.missing", "note")}),
        ("  link: ignore\n  heading: ignore\n  field: ignore\n  link.missing: warning\n",
         {("topics", "link.missing", "warning"), ("projects", "link.missing", "warning")}),
        ("  link: ignore\n  heading: ignore\n  field: warning\n  content/projects: {link: note}\n",
         {("projects", "link.missing", "note"), ("topics", "field.unknown", "warning")}),
        ("  content: {link: ignore, heading: ignore}\n  content/topics/: {link: warning, field: note}\n",
         {("topics", "link.missing", "warning"), ("topics", "field.unknown", "note")}),
    ],
)  # fmt: skip
def test_the_innermost_folder_and_the_code_go_before_the_family(
    rules: str, expected: set[tuple[str, str, str]], tmp_path: Path
) -> None:
    assert found(tmp_path, rules) == expected


def test_a_folder_is_not_one_whose_name_begins_alike(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/top/.keep": ""})

    assert ("topics", "link.missing", "error") in found(tmp_path, "  content/top: {link: ignore}\n")


def test_warnings_and_notes_can_become_errors(tmp_path: Path) -> None:
    rules = "  content/topics: {link: error}\n"
    files = {**site(rules), "content/topics/air.md": entry("Air", body="[ ](http://example.org/) <b>x</b>"),
             "content/projects/glow.md": None}  # fmt: skip
    codes = {p.code: p.severity for p in attempt(tmp_path / "a", files).found}
    files[SITE] = base_text(SITE) + "severity: {markdown: error}\n"
    raised = {p.code: p.severity for p in attempt(tmp_path / "b", files).found}

    assert codes["markdown.html"] is Severity.WARNING
    assert raised["markdown.html"] is Severity.ERROR


def test_an_error_of_a_family_with_which_no_site_can_be_made_stays(tmp_path: Path) -> None:
    files = site("  link: ignore\n  heading: ignore\n  field: ignore\n  image: ignore\n")
    files = {**files, "content/topics/air.md": entry("Air", body="[A](javascript:alert)")}

    assert [(p.code, p.severity) for p in attempt(tmp_path, files).found] == [
        ("link.refused", Severity.ERROR)
    ]


def test_a_figure_without_its_value_is_always_an_error(tmp_path: Path) -> None:
    files = {SITE: base_text(SITE) + "severity: {field: ignore, reference: ignore}\n",
             "content/figures/members.yaml": "title: Members\nas_of: 2025\n"}  # fmt: skip

    assert attempt(tmp_path, files).codes == ["field.missing", "field.missing"]


def test_a_severity_that_changes_is_that_of_the_next_build(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", site("  link: warning\n  heading: ignore\n  field: ignore\n"))
    assert {p.severity for p in build(root).report.problems} == {Severity.WARNING}

    write_files(
        root, {SITE: base_text(SITE) + "severity:\n  link: error\n  heading: ignore\n  field: ignore\n"}
    )
    assert [p.code for p in build(root).report.problems] == ["link.missing", "link.missing"]
    write_files(
        root, {SITE: base_text(SITE) + "severity:\n  link: ignore\n  heading: ignore\n  field: ignore\n"}
    )
    assert build(root).report.problems == ()


def test_serve_shows_warnings_again_after_each_edit(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", site("  link: warning\n  heading: ignore\n  field: ignore\n"))
    shown: list[list[str]] = []

    def as_text(problems: Sequence[Problem]) -> str:
        shown.append([problem.code for problem in problems])
        return ""

    session = serve.SessionOptions(root, 8000, lambda: TODAY)
    builder = serve.Builder(session, tmp_path / "public", lambda _: None, as_text)
    for body in ("One.", "Two.", "Three."):
        write_files(root, {"content/topics/water.md": entry("Water", body=body)})
        builder.build()

    assert shown == [["link.missing", "link.missing"]] * 3
