"""Failures in the code of extensions as problems: with the line of the code, and the place that called it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from sitegen.problems.formats import ProblemError
from sitegen.types import Location, Problem
from sitegen.types.paths import EXTENSIONS

_packages: dict[str, str] = {}
"""Folders of installed extensions, each with the name of its package."""


class ExtensionFailed(ProblemError):
    """The code of an extension raised an exception, or returned something that it must not."""

    def __reduce__(self) -> tuple[object, ...]:
        return (ExtensionFailed, (self.problem,))


def know_packages(folders: Iterable[tuple[str, str]]) -> None:
    """Sets the folders of the installed extensions, each with the name of its package."""
    _packages.clear()
    _packages.update(folders)


def shown_path(file: str) -> str:
    """Path of a file of an extension, for messages; empty for any other file."""
    if file.startswith(f"{EXTENSIONS}/"):
        return file
    for folder, package in _packages.items():
        if file.startswith(folder):
            return f"{package}{file.removeprefix(folder).replace(chr(92), '/')}"
    return ""


def place_in_extension(error: BaseException) -> Location | None:
    """Place in the code of an extension where an exception was raised; None if it was elsewhere."""
    from traceback import FrameSummary, extract_tb

    frames: list[FrameSummary] = []
    cause: BaseException | None = error
    while cause is not None and not frames:
        frames = [frame for frame in extract_tb(cause.__traceback__) if shown_path(frame.filename)]
        cause = cause.__cause__
    if not frames:
        return None
    last = frames[-1]
    column = getattr(last, "colno", None)
    return Location(shown_path(last.filename), last.lineno, None if column is None else column + 1)


def problem_in_extension(error: BaseException) -> Problem | None:
    """The problem for an exception from the code of an extension; None if it comes from elsewhere."""
    if isinstance(error, ExtensionFailed):
        return error.problem
    place = place_in_extension(error)
    return failure(error, place) if place else None


def failure(error: BaseException, place: Location, what: str = "the extension") -> Problem:
    """The problem for an exception."""
    message = f"{what} fails: {type(error).__name__}"
    said = " ".join(str(error).strip().partition("\n")[0].split())
    return Problem("extension.failed", f"{message}: {said}" if said else message, place, HINT)


HINT = "this is code of the site: mend it, or catch the exception in it"


def called_from(error: ExtensionFailed, place: str) -> ExtensionFailed:
    """The failure with the place that called the extension."""
    problem = error.problem
    if "; called from " in problem.message:
        return error
    where = place if place.startswith("while ") else f"called from {place}"
    return ExtensionFailed(replace(problem, message=f"{problem.message}; {where}"))


def described(value: object) -> str:
    """A value for messages: `a text`, `an open file`."""
    kind = type(value)
    if value is None:
        return "nothing"
    if callable(getattr(value, "read", None)) and callable(getattr(value, "close", None)):
        return "an open file"
    if isinstance(value, type):
        return "a class"
    if callable(value) and not isinstance(value, type):
        return "a function"
    known = {str: "a text", bytes: "bytes", dict: "a mapping", list: "a list", tuple: "a list",
             set: "a set", frozenset: "a set", int: "a number", float: "a number"}  # fmt: skip
    return known.get(kind) or f"a value of the type {kind.__name__}"
