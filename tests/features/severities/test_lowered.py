"""Mistakes of `tests/broken/` as warnings: the site is built, and edits give what a clean build gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.features.severities.codes import FIXED, LOWERABLE
from sitegen.types import Problem, Severity
from tests.build.builds import build, tree
from tests.problems.test_problem_codes import codes_in_source
from tests.sites import base_files, entry, make_site, write_files
from tests.test_broken import BROKEN, Case, read_case

ERROR = re.compile(r"^[^ |][^ ]*: ([a-z_]+\.[a-z_]+): ", re.MULTILINE)
CASES = {path.stem: read_case(path) for path in sorted(BROKEN.glob("*.txt"))}
SITE = "content/site.yaml"
UNRELATED = "content/topics/unrelated.md"


def codes_of(case: Case) -> set[str]:
    """Codes of the errors of a case."""
    return set(ERROR.findall(case.expected))


def is_tolerable(case: Case) -> bool:
    codes = codes_of(case)
    figures = re.search("^content/figures/", case.expected, re.MULTILINE)  # always errors there
    return bool(codes) and codes <= LOWERABLE and not case.links and not figures


TOLERABLE = sorted(name for name, case in CASES.items() if is_tolerable(case))


def lowered(case: Case) -> dict[str, bytes | None]:
    """The files of a case, with its errors as warnings."""
    codes = {*codes_of(case), "output.link"}  # a footnote without its text is such a link
    rules = "".join(f"  {code}: warning\n" for code in sorted(codes))
    site = case.files.get(SITE) or base_files()[SITE]
    return {**case.files, SITE: site + b"\nseverity:\n" + rules.encode()}


def reported(root: Path, output: str = "public", fresh: bool = False) -> tuple[Problem, ...]:
    report = build(root, output, fresh=fresh).report
    assert not report.failed, report.problems
    return report.problems


def test_every_code_is_in_one_of_the_two_groups() -> None:
    assert set() == LOWERABLE & FIXED
    assert LOWERABLE | FIXED | {"baseline.mended"} == codes_in_source()


@pytest.mark.parametrize("name", TOLERABLE)
def test_the_site_is_built_and_edits_give_what_a_clean_build_gives(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    root = make_site(tmp_path / "site", {**base_files(), UNRELATED: entry("Unrelated"), **lowered(case)})
    found = reported(root)
    assert {p.code for p in found if p.severity is Severity.WARNING} >= codes_of(case) or case.reports

    for edited in (entry("Unrelated", body="Other words."), entry("Another title", body="Other words.")):
        write_files(root, {UNRELATED: edited})
        assert reported(root) == found
    assert reported(root, "clean", fresh=True) == found
    assert tree(root / "public") == tree(root / "clean")
