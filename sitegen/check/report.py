"""A report of `sitegen check`, and the search of every text for reports, in processes with limits.

The search has a limit on its total time as well. Texts that were not searched are reported:

    content/site.yaml   →   limit.check: 12 texts were not looked through: the check has taken 300 seconds
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from sitegen.check.checked import Checked
from sitegen.definition.config import SITE
from sitegen.execute import Executor, GivenUp, ItemLimits
from sitegen.types import Document, DocumentKey, Limits, Location, Problem, Severity

Look = Callable[[Document], Iterable[Problem]]
"""Function that finds problems in one text."""


class Report(Struct, frozen=True):
    """Result of a rule of `sitegen check`."""

    problems: Sequence[Problem] = ()
    """Problems of the site as a whole."""
    look: Look | None = None
    """Function for each text; None if there is nothing to search for."""
    summary: str = ""
    """Line for the end of the output, if there is no error."""


ReportRule = Callable[[Checked], Report]


class _Looks(Struct, frozen=True):
    """All functions for one text."""

    documents: Mapping[DocumentKey, Document]
    looks: tuple[Look, ...]

    def __call__(self, key: DocumentKey) -> tuple[Problem, ...]:
        document = self.documents[key]
        return tuple(problem for look in self.looks for problem in look(document))


def problems_of_reports(
    reports: Sequence[Report],
    checked: Checked,
    executor: Executor,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Problem]:
    """Yields the problems of these reports, including those that they find in texts."""
    until = clock() + checked.site.config.limits.check_seconds
    for report in reports:
        yield from report.problems
    looks = tuple(report.look for report in reports if report.look)
    if not looks:
        return
    limits, documents = checked.site.config.limits, checked.site.documents
    keys = list(documents)
    results = executor.guarded(_Looks(documents, looks), keys, ItemLimits.for_page(limits))
    for number, (key, result) in enumerate(zip(keys, results, strict=True)):
        if isinstance(result, GivenUp):
            yield _stopped(documents[key].path, result, limits)
        else:
            yield from result
        left = len(keys) - number - 1
        if left and clock() > until:
            yield _out_of_time(left, limits)
            return


def _stopped(path: str, stopped: GivenUp, limits: Limits) -> Problem:
    reason = f"took longer than {_seconds(limits.page_seconds)}" if stopped.reason == "time" else "failed"
    message = f"the check of this text {reason} and was stopped"
    hint = "look for very many signs or numbers in a row in it, or raise limits.page_seconds"
    return Problem("limit.check", message, Location(path), hint, Severity.WARNING)


def _out_of_time(left: int, limits: Limits) -> Problem:
    texts = "1 text was" if left == 1 else f"{left:,} texts were"
    message = f"{texts} not looked through: the check has taken {_seconds(limits.check_seconds)}"
    return Problem("limit.check", message, Location(SITE), "raise limits.check_seconds", Severity.WARNING)


def _seconds(number: int) -> str:
    return "1 second" if number == 1 else f"{number} seconds"
