"""`content/problems.lock`: the problems that a site is known to have, so that builds report what is new.

A line has the file, the code, a fingerprint of the message, and how often the file has it:

    content/news/opening.md link.missing 0a1b2c3d 2

The place in the file is left out, so that a line that moves is not a new problem. Where two branches are
merged, a problem can have two lines; the lower number counts, so that the list does not grow by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from sitegen.digest import digest_of_bytes, fingerprint
from sitegen.read.scan import KNOWN_PROBLEMS
from sitegen.types import Location, Problem
from sitegen.types.patterns import lazy_pattern
from sitegen.yaml.merges import is_unfinished

LINE = lazy_pattern(r"(\S.*) ([a-z_]+\.[a-z_]+) ([0-9a-f]{8}) ([1-9][0-9]{0,8})")
HEAD = """\
# Problems that this site is known to have: builds pass with them, and report every other one.
# To record those of today, and to take out what is mended: sitegen check --baseline update
"""
OTHER_LINES = lazy_pattern(r"\bline [0-9]+")
"""Matches the number of a line in a message, which changes when a text above it grows."""


class ProblemKind(NamedTuple):
    """Problems of one file that differ in their places only."""

    path: str
    code: str
    message: str
    """Fingerprint of the message."""


class Baseline(Struct, frozen=True):
    numbers: Mapping[ProblemKind, int]
    lines: Mapping[ProblemKind, int]
    """Number of the line of each."""
    problems: tuple[Problem, ...] = ()


def kind_of(problem: Problem) -> ProblemKind:
    message = OTHER_LINES.sub("line", problem.message)
    digest = fingerprint(digest_of_bytes(message.encode("utf-8", "backslashreplace")))
    return ProblemKind(problem.location.path, problem.code, digest)


@lru_cache(maxsize=2)
def read_baseline(text: str) -> Baseline:
    """Returns the contents of the list. Empty while it has merge conflicts, which the scan reports."""
    numbers: dict[ProblemKind, int] = {}
    lines: dict[ProblemKind, int] = {}
    problems = []
    for number, line in enumerate(() if is_unfinished(text) else text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = LINE.fullmatch(line.rstrip())
        if found is None:
            hint = "remove it, or write the list again: sitegen check --baseline update"
            message = "this line is not the record of a problem"
            problems.append(Problem("baseline.line", message, Location(KNOWN_PROBLEMS, number, 1), hint))
            continue
        kind = ProblemKind(found[1], found[2], found[3])
        numbers[kind] = min(int(found[4]), numbers.get(kind, int(found[4])))
        lines.setdefault(kind, number)
    return Baseline(numbers, lines, tuple(problems))


def written_baseline(problems: Iterable[Problem]) -> str:
    """Returns the text of the list with these problems, sorted."""
    numbers = Counter(map(kind_of, problems))
    rows = (f"{' '.join(kind)} {number}" for kind, number in sorted(numbers.items()))
    return HEAD + "".join(f"{row}\n" for row in rows)
