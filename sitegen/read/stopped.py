"""Problems of files whose reading was ended, or on which it failed."""

from __future__ import annotations

from sitegen.execute import GivenUp
from sitegen.problems.extension_failures import ExtensionFailed, called_from, problem_in_extension
from sitegen.types import Config, Location, Problem


def stopped_problem(path: str, stopped: GivenUp, config: Config) -> Problem:
    """The problem of a file whose reading was ended."""
    if stopped.reason == "time":
        seconds = config.limits.page_seconds
        shown = "1 second" if seconds == 1 else f"{seconds} seconds"
        message = f"reading this page took longer than {shown} and was stopped"
        hint = "look for very many brackets, stars or levels in it, or raise limits.page_seconds"
        return Problem("limit.time", message, Location(path), hint)
    what = "needed too much memory" if stopped.reason == "memory" else "ended the process that did it"
    hint = "look for very many brackets, stars or levels in it, or raise limits.page_memory"
    return Problem("limit.memory", f"reading this page {what}", Location(path), hint)


def fault(path: str, error: Exception) -> Problem:
    """The problem of a file on which the code of an extension fails, or sitegen itself."""
    found = problem_in_extension(error)
    if found is not None:
        return called_from(ExtensionFailed(found), path).problem
    from traceback import print_exception

    print_exception(error)
    message = f"this file cannot be read, by a fault of sitegen: {type(error).__name__}: {error}"
    hint = "please report it with this file and the lines above; until then, write the text in another way"
    return Problem("file.fault", message, Location(path), hint)
