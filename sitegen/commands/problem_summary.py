"""Problems grouped by code, for a site with many of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from sitegen.problems.formats import as_row, as_text
from sitegen.types import Problem, Severity

EXAMPLES = 3
"""Number of examples of each code."""
ORDER = {severity: number for number, severity in enumerate(Severity)}


class ProblemGroup(Struct, frozen=True):
    """Problems with one code and one severity."""

    code: str
    severity: Severity
    number: int
    files: int
    """Number of files that have one."""
    examples: tuple[Problem, ...]
    """The first problems with different messages."""


def groups_of(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """Groups problems: errors first, then by number."""
    found: dict[tuple[Severity, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.severity, problem.code].append(problem)
    groups = (
        ProblemGroup(code, severity, len(own), len({p.location.path for p in own}), _examples(own))
        for (severity, code), own in found.items()
    )
    return sorted(groups, key=lambda group: (ORDER[group.severity], -group.number, group.code))


def _examples(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    first: dict[str, Problem] = {}
    for problem in problems:
        first.setdefault(problem.message, problem)
    return tuple(islice(first.values(), EXAMPLES))


def as_summary(problems: Iterable[Problem]) -> Iterator[str]:
    """Formats problems as lines: a line for each code with its number, and examples below it."""
    for group in groups_of(problems):
        what = str(group.severity) + ("" if group.number == 1 else "s")
        files = "1 file" if group.files == 1 else f"{group.files:,} files"
        yield f"{group.code}: {group.number:,} {what} in {files}"
        for example in group.examples:
            yield from (f"  {line}" for line in as_text(example, lambda _, __: None).split("\n"))


def summary_data(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """The groups as data for JSON."""
    return [
        {
            "code": group.code,
            "severity": str(group.severity),
            "number": group.number,
            "files": group.files,
            "examples": [as_row(example) for example in group.examples],
        }
        for group in groups_of(problems)
    ]
