"""The executor protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from sitegen.execute.pool import Allowance, Stopped

Item = TypeVar("Item")
Result = TypeVar("Result")


class Executor(Protocol):
    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The function's result for each item, in the order of the items."""

    def guarded(
        self, function: Callable[[Item], Result], items: Iterable[Item], allowance: Allowance
    ) -> Iterator[Result | Stopped]:
        """The same for work that nobody knows: always in another process, which begins at once, and is
        ended when an item takes more than it may."""

    def waiting(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The same for work that another program does: in this process, which waits for several at once."""
