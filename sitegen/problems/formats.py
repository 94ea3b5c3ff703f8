"""Problems as text for people, JSON for programs and annotations for CI."""

from __future__ import annotations

import errno
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from msgspec.structs import replace

from sitegen.problems.extras import with_installer
from sitegen.types import Location, Problem, Severity

LONGEST_EXCERPT = 120
LONGEST_MESSAGE = 2_000
"""Limit on characters of a message in text output; JSON has the full message."""
UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that can move the cursor, hide text or forge a line of a log."""


class ProblemError(Exception):
    """An output cannot be made because of a mistake in the site; `problem` describes it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def suggest(word: str, known: Iterable[str]) -> str:
    """Returns `did you mean X?` for a misspelt word; empty if no known word is similar."""
    from sitegen.problems.nearest import names_of

    near = names_of(known).nearest(word)
    return f"did you mean {near}?" if near else ""


def printable(text: str) -> str:
    """Returns the text with escapes for all characters that could disturb a terminal or a log."""
    return "".join(_escaped(char) if unicodedata.category(char) in UNSAFE else char for char in text)


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def not_utf8(path: str, error: UnicodeDecodeError, code: str = "file.encoding") -> Problem:
    """Returns the problem for a file in a different encoding, located at its first invalid byte."""
    before = error.object[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return Problem(code, "this is not UTF-8 text", Location(path, line, column), "save the file as UTF-8")


def unreadable(path: str, error: OSError | None = None, code: str = "file.unreadable") -> Problem:
    """Returns the problem for a file that cannot be read; without an error, for a link or a special file."""
    if error is None or error.errno in (errno.ELOOP, errno.EINVAL):
        message = "this is a link or a special file, not a file with text"
        return Problem("file.kind", message, Location(path), "put the file itself here")
    return Problem(code, f"cannot be read: {error.strerror}", Location(path))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Returns the problems without duplicates, sorted by file, line and column."""
    unique = dict.fromkeys(problems)
    causes = {(problem.code, problem.location) for problem in unique if problem.code in CONSEQUENCES.values()}
    kept = (problem for problem in unique if (CONSEQUENCES.get(problem.code), problem.location) not in causes)
    return tuple(sorted(kept, key=_position))


CONSEQUENCES = {"image.alt": "image.missing"}
"""Code of a problem → code of its cause; with its cause at the same place, it is not reported."""


def _position(problem: Problem) -> tuple[str, int, int, str, str]:
    place = problem.location
    return (place.path, place.line or 0, place.column or 0, problem.code, problem.message)


REPORTED_ONCE = frozenset({"host.unknown"})
"""Codes of problems that have one solution for all places."""


def grouped(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Merges problems that have one solution for all places into the first of them, with their number."""
    found = list(problems)
    numbers = Counter(_kind(problem) for problem in found if problem.code in REPORTED_ONCE)
    for problem in found:
        number = numbers.pop(_kind(problem), 0) if problem.code in REPORTED_ONCE else 1
        if number > 1:
            more = f"{number - 1:,} more link{'s lead' if number > 2 else ' leads'} to it"
            yield replace(problem, message=f"{problem.message}; {more}")
        elif number:
            yield problem


def _kind(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.message, problem.severity


def count(problems: Iterable[Problem]) -> str:
    """Summary such as `3 errors, 1 warning`."""
    numbers = dict.fromkeys(Severity, 0)
    for problem in problems:
        numbers[problem.severity] += 1
    parts = [f"{n} {severity}{'' if n == 1 else 's'}" for severity, n in numbers.items() if n]
    return ", ".join(parts) or "no problems"


# --- for people ----------------------------------------------------------------------------


MOST_OF_ONE_CODE = 20
"""Limit on problems with one code in one file in text output; the rest are counted."""


def as_texts(problems: Iterable[Problem], lines_of: Callable[[str], Sequence[str]]) -> Iterator[str]:
    """Formats problems as text in the given order, up to a limit for each code in a file.

    `lines_of(path)` returns the lines of a source file; it is called once for consecutive problems of a file.
    """
    for path, of_file in groupby(problems, key=lambda problem: problem.location.path):
        line_at = partial(_line, lines_of(path))
        shown: Counter[str] = Counter()
        for problem in of_file:
            shown[problem.code] += 1
            if shown[problem.code] <= MOST_OF_ONE_CODE:
                yield as_text(problem, line_at)
        for code, number in shown.items():
            if number > MOST_OF_ONE_CODE:
                more = f"{number - MOST_OF_ONE_CODE:,} more like these in this file"
                yield f"{printable(path)}: {code}: {more}; check --format json lists them all"


def _line(lines: Sequence[str], _: str, number: int) -> str | None:
    return lines[number - 1] if 0 < number <= len(lines) else None


def as_text(problem: Problem, line_at: Callable[[str, int], str | None]) -> str:
    """Formats a problem: place, code and message; the source line with a caret; the hint.

    `line_at(path, line)` returns the text of a source line, or None.
    """
    place = problem.location
    kind = "" if problem.severity is Severity.ERROR else f"{problem.severity}: "
    rows = [f"{_place(place)}: {kind}{problem.code}: {_shortened(problem.message)}"]
    if place.line is not None:
        line = line_at(place.path, place.line)
        if line is not None:
            rows += _excerpt(line, place.column)
    if problem.hint:
        rows.append(f"  {_shortened(with_installer(problem.hint))}")
    return "\n".join(rows)


def _shortened(text: str) -> str:
    """Shortens a message or hint, which may quote a very long word of the content."""
    return printable(text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]}…")


def _place(place: Location) -> str:
    numbers = [str(n) for n in (place.line, place.column) if n is not None]
    return ":".join([printable(place.path), *numbers])


def _excerpt(line: str, column: int | None) -> list[str]:
    start = 0
    if column is not None and column > LONGEST_EXCERPT:
        start = column - LONGEST_EXCERPT // 2
    shown = printable(line[start : start + LONGEST_EXCERPT].expandtabs(1).rstrip())
    if not shown:
        return []
    rows = [f"  | {shown}"]
    if column is not None:
        before = line[start : column - 1].expandtabs(1)
        rows.append(f"  | {' ' * _width(before)}^")
    return rows


def _width(text: str) -> int:
    """Number of terminal columns: two for East Asian wide characters, none for combining characters."""
    shown = printable(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in shown
    )


# --- for programs --------------------------------------------------------------------------


def as_json(problems: Iterable[Problem], **more: object) -> str:
    """Formats all problems as one JSON document in ASCII, with more keys."""
    import json

    rows = [as_row(problem) for problem in problems]
    return json.dumps({"problems": rows, **more}, indent=2, ensure_ascii=True)


def as_row(problem: Problem) -> dict[str, object]:
    """A problem as data for JSON."""
    place = problem.location
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "hint": with_installer(problem.hint),
    }


def as_annotation(problem: Problem) -> str:
    """Formats a problem as a GitHub workflow command, which annotates its line in the pull request.

    Characters are escaped by the rules of the Actions toolkit, so that content cannot forge a command.
    """
    place = problem.location
    properties = {"file": place.path, "line": place.line, "col": place.column, "title": problem.code}
    given = ",".join(f"{k}={_property(str(v))}" for k, v in properties.items() if v is not None)
    message = problem.message + (f" - {with_installer(problem.hint)}" if problem.hint else "")
    command = "notice" if problem.severity is Severity.NOTE else problem.severity
    return f"::{command} {given}::{_data(_shortened(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")


KILOBYTE = 1_000


def kilobytes(size: int) -> str:
    """Formats a size in bytes, rounded up."""
    return f"{-(-size // KILOBYTE):,} KB"


def and_others(number: int) -> str:
    """End of a message that stands for several places: `, here and at 2 other places`; empty for one."""
    return f", here and at {number - 1} other place{'' if number == 2 else 's'}" if number > 1 else ""
