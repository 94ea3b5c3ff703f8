"""A function that runs in a process of its own while the command goes on."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TypeVar

T = TypeVar("T")
ENDING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def beside(function: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Starts a function in a process of its own; yields a function that waits for its result.

    It returns or raises what the function does. Where a process takes long to start, or ends without a
    result, the function runs in this process, when the result is wanted.
    """
    if sys.platform != "linux":
        yield function
        return
    reading, writing = os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        process = os.fork()
        if process == 0:  # signals stay blocked: they are for the parent, which sends this process none
            os.close(reading)
            _answer(function, writing)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:

        def result() -> T:
            try:
                value, error = pickle.load(answer)  # noqa: S301 - our own process wrote it
            except (EOFError, pickle.UnpicklingError):  # the process was ended
                return function()
            if error:
                raise error
            made: T = value
            return made

        try:
            yield result
        finally:
            answer.close()  # ends a process whose result nobody waited for
            os.waitpid(process, 0)


def _answer(function: Callable[[], object], writing: int) -> NoReturn:
    """Writes what a function returns or raises, and ends this process."""
    try:
        try:
            answer: tuple[object, Exception | None] = (function(), None)
        except Exception as error:
            answer = (None, error)
        with os.fdopen(writing, "wb") as results:
            results.write(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)
