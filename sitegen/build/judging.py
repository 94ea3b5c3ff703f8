"""Judging the problems of a build: which of them are errors for this site, and which it knows already."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from sitegen.definition.theme_folders import FOLDER
from sitegen.problems.formats import in_order
from sitegen.types import Config, Layer, Problem, Severity
from sitegen.types.registers import contributed


class Judged(Struct, frozen=True):
    problems: tuple[Problem, ...]
    """Problems to report, with the severities of the site."""
    known: int = 0
    """Number of problems that are left out, because the site has them on its list of known ones."""
    blocked: bool = False
    """True if there is an error with which no sound site can be made."""


Judge = Callable[[tuple[Problem, ...], Config, str, bool], Judged]
"""Judges problems by the definition of a site and the text of its list of known problems. The last argument
is True if all rules have been run, so that a problem that was not found is mended."""


def judged(
    found: Iterable[Problem], config: Config, listed: str, strict: bool = False, complete: bool = False
) -> Judged:
    """Judges problems by the rules of features; without any, every error blocks."""
    problems = tuple(_for_this_site(problem, config.theme.layers) for problem in in_order(found))
    judges: tuple[Judge, ...] = contributed("JUDGE")
    if judges:
        result = judges[0](problems, config, listed, complete)
    else:
        result = Judged(problems, 0, failed(problems))
    return replace(result, problems=strictly(result.problems)) if strict else result


def _for_this_site(problem: Problem, layers: Iterable[Layer]) -> Problem:
    """A problem in a file of a theme that is not in the site says how the site can change the file."""
    path = problem.location.path
    for layer in layers:
        if path.startswith(f"{layer.path}/") and not layer.path.startswith(FOLDER):
            own = f"to change it in this site: sitegen theme copy {path.removeprefix(f'{layer.path}/')}"
            return replace(problem, hint="; ".join(filter(None, (problem.hint, own))))
    return problem


def strictly(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems, with warnings as errors."""
    return tuple(
        replace(problem, severity=Severity.ERROR) if problem.severity is Severity.WARNING else problem
        for problem in problems
    )


def failed(problems: Iterable[Problem]) -> bool:
    """True if one of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)
