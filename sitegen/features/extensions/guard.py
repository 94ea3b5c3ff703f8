"""Functions of extensions as sitegen calls them: each exception and each unfit result is a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct

from sitegen.features.extensions.audit import watched
from sitegen.problems.extension_failures import ExtensionFailed, described, failure, place_in_extension
from sitegen.types import Location, Problem

Place: TypeAlias = Callable[..., str]
"""Returns the place that calls a function, from its arguments."""


PASSED: tuple[type[Exception], ...] = (ExtensionFailed, MemoryError)


class Unfit(Exception):
    """A value that a register cannot have; carries the reason and a hint."""

    def __init__(self, message: str, hint: str = "", name: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.name = name


class Owner(Struct, frozen=True):
    """The extension that a value belongs to, and what the value is called in messages."""

    what: str
    """`the filter "shout"`."""
    place: Location
    """Place of the value in the extension."""
    reads: frozenset[str] = frozenset()
    """Absolute paths of the files that the extension may read."""
    pure: bool = True
    """True if its functions may depend on nothing but their arguments."""
    folder: Path = Path()
    """Folder of its module."""

    def failed(self, message: str, hint: str = "", code: str = "extension.result") -> ExtensionFailed:
        return ExtensionFailed(Problem(code, f"{self.what} {message}", self.place, hint))

    def failure(self, error: Exception | SystemExit) -> ExtensionFailed:
        """The failure for an exception that its function raised."""
        place = place_in_extension(error) or self.place
        return ExtensionFailed(failure(error, place, self.what))

    def guard(
        self,
        function: Callable[..., Any],
        check: Callable[[Any], str] | None = None,
        passes: tuple[type[Exception], ...] = (),
    ) -> Callable[..., Any]:
        """The function as sitegen calls it; may raise ExtensionFailed.

        `check` returns what is wrong with a result. Exceptions in `passes` are not those of the extension.
        """

        @wraps(function)
        def run(*arguments: Any, **options: Any) -> Any:
            result = self._call(lambda: function(*arguments, **options), passes)
            wrong = check(result) if check else ""
            if wrong:
                raise self.failed(f"returns {wrong}")
            return result

        return run

    def each(
        self,
        function: Callable[..., Any],
        check: Callable[[Any], str],
        passes: tuple[type[Exception], ...] = (),
    ) -> Callable[..., Iterator[Any]]:
        """The function, whose results are checked one by one."""

        @wraps(function)
        def run(*arguments: Any, **options: Any) -> Iterator[Any]:
            for result in self._call(lambda: list(function(*arguments, **options) or ()), passes):
                wrong = check(result)
                if wrong:
                    raise self.failed(f"yields {wrong}")
                yield result

        return run

    def _call(self, function: Callable[[], Any], passes: tuple[type[Exception], ...]) -> Any:
        try:
            with watched(self.what, self.reads, self.pure):
                return function()
        except PASSED + passes:
            raise
        except (Exception, SystemExit) as error:
            raise self.failure(error) from error


PLAIN = (str, int, float, bool, Decimal, date, datetime, time, timedelta, type(None))


def unfit_value(value: object, depth: int = 0) -> str:
    """Returns the fault of a value for templates; empty if it is the same in every process.

    Texts, numbers, dates, and lists, mappings and structs of these are.
    """
    if isinstance(value, PLAIN):
        return ""
    if isinstance(value, Mapping):
        return _first(value.values(), depth)
    if isinstance(value, list | tuple):
        return _first(value, depth)
    if isinstance(value, Struct):
        return ""
    named = described(value)
    hint = ", whose order differs from run to run; return a list: sorted(…)" if "set" in named else ""
    return f"{named}{hint or '; it may return texts, numbers, dates, lists and mappings of them'}"


def _first(values: Any, depth: int) -> str:
    if depth > DEEPEST:
        return ""
    return next(filter(None, (unfit_value(value, depth + 1) for value in values)), "")


DEEPEST = 4
"""Levels of lists and mappings that are looked through."""


def as_function(value: Any) -> Callable[..., Any]:
    """A function; raises Unfit for anything else."""
    if not callable(value) or isinstance(value, type):
        raise Unfit(f"is {described(value)}, not a function", "give the function itself, without ()")
    function: Callable[..., Any] = value
    return function
