"""Repeats an operation after a temporary error, with growing pauses."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from sitegen.features.publishing.errors import TemporaryError

T = TypeVar("T")


class Retries(Struct, frozen=True):
    """Number of tries of an operation, and the pauses between them."""

    tries: int = 6
    pause: float = 0.5
    """Seconds before the second try, doubled before each further one."""
    longest: float = 15.0

    def __call__(self, operation: Callable[[], T]) -> T:
        """Returns the result of the operation. Raises PublishError."""
        for attempt in range(self.tries - 1):
            try:
                return operation()
            except TemporaryError as error:
                wait = min(self.pause * 2**attempt, self.longest)
                spread = random.uniform(0.5, 1)  # noqa: S311 - so that publishers do not keep pace
                time.sleep(error.wait + wait * spread)
        return operation()
