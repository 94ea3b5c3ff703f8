"""Judges problems by the severities that a site sets, and by its list of known problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build.judging import Judged
from sitegen.features.severities.baseline import ProblemKind, kind_of, read_baseline
from sitegen.features.severities.codes import LOWERABLE
from sitegen.features.severities.keys import IGNORE, FolderRule, rules_of
from sitegen.model.figures import FIGURES
from sitegen.problems.formats import in_order
from sitegen.read.scan import KNOWN_PROBLEMS
from sitegen.types import Config, Location, Problem, Severity

OF_VALUES = ("field.", "reference.")
OF_MACHINES = ("limit.", "dates.")


class Sorted(Struct, frozen=True):
    """Problems, divided by whether the list has them."""

    new: tuple[Problem, ...]
    known: tuple[Problem, ...]
    left: Counter[ProblemKind]
    """Problems of the list that were not found."""


def judge(found: tuple[Problem, ...], config: Config, listed: str, complete: bool) -> Judged:
    """Judges problems by a definition and the text of a list; with a note on what is mended if `complete`."""
    divided = divide(found, config, listed)
    remarks = [*read_baseline(listed).problems, *(_mended(divided.left, listed) if complete else ())]
    problems = in_order((*divided.new, *remarks)) if remarks else divided.new
    return Judged(problems, len(divided.known), any(map(_blocks, problems)))


def divide(found: Iterable[Problem], config: Config, listed: str) -> Sorted:
    """Gives problems the severities of the site, and divides them by whether the list has them."""
    left = Counter(read_baseline(listed).numbers)
    new, known = [], []
    for problem in with_severities(found, rules_of(config)):
        kind = kind_of(problem) if left and can_be_listed(problem) else None
        if kind is not None and left[kind] > 0:
            left[kind] -= 1
            known.append(problem)
        else:
            new.append(problem)
    return Sorted(tuple(new), tuple(known), +left)


def can_be_listed(problem: Problem) -> bool:
    """True for warnings and for errors with which a sound site can be made; not for those of a machine."""
    if problem.severity is Severity.NOTE or problem.code.startswith(OF_MACHINES):
        return False
    return not _blocks(problem)


def _blocks(problem: Problem) -> bool:
    """True for an error with which no sound site can be made; numbers in texts need whole figures."""
    if problem.severity is not Severity.ERROR:
        return False
    whole = problem.location.path.startswith(f"content/{FIGURES}/") and problem.code.startswith(OF_VALUES)
    return whole or problem.code not in LOWERABLE


def with_severities(found: Iterable[Problem], rules: tuple[FolderRule, ...]) -> Iterator[Problem]:
    """Yields problems with the severities of these rules, without those that are ignored."""
    for problem in found:
        level = _level(problem, rules) if rules else ""
        if not level or (_blocks(problem) and level != Severity.ERROR):
            yield problem
        elif level != IGNORE:
            yield replace(problem, severity=Severity(level))


def _level(problem: Problem, rules: tuple[FolderRule, ...]) -> str:
    """Severity of the innermost folder that sets one; that of the code goes before that of its family."""
    code, family = problem.code, problem.code.partition(".")[0]
    own = (rule.levels for rule in rules if problem.location.path.startswith(rule.folder))
    return next((level for levels in own if (level := levels.get(code) or levels.get(family, ""))), "")


def _mended(left: Counter[ProblemKind], listed: str) -> Iterator[Problem]:
    """Yields a note for each line of the list with problems that the site no longer has."""
    lines = read_baseline(listed).lines
    for kind, number in sorted(left.items()):
        times = "" if number == 1 else f" ({number} of them)"
        message = f"{kind.code} in {kind.path} is mended{times}"
        hint = "take it off the list with: sitegen check --baseline update"
        place = Location(KNOWN_PROBLEMS, lines[kind], 1)
        yield Problem("baseline.mended", message, place, hint, Severity.NOTE)
