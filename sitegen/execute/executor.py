"""The executor protocol and the choice of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Executor(Protocol):
    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The function's result for each item, in the order of the items."""


def executor_for(jobs: int) -> Executor:
    """One that uses `jobs` processes; with 1, this process alone."""
    from sitegen.execute.processes import Processes
    from sitegen.execute.serial import Serial

    return Serial() if jobs <= 1 else Processes(jobs)
