"""The result of an overlay as text and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sitegen.problems.formats import printable
from sitegen.review.overlay.sources import FROM_BASE, Overlay, SkippedFile

SHOWN = 20
"""Most files of `content/` and the top folder that are listed."""
EXAMPLES = 3
"""Most files of a folder such as `.venv/` that are listed."""
LONGEST_PATH = 110
"""Most characters of a path that are shown, from its start and its end."""


def as_text(made: Overlay) -> str:
    """The numbers of files, then a line for each file or folder that is not part of the preview.

    Alarming files come first, so that no number of other files can push them out of the list.
    """
    numbers = (("changed", made.changed), ("added", made.added), ("removed", made.removed))
    parts = ", ".join(f"{len(paths):,} {word}" for word, paths in numbers if paths)
    alarming = [it for it in made.left_out if it.alarming]
    folders = [it for it in made.left_out if not it.alarming and _in_a_folder(it)]
    single = [it for it in made.left_out if not it.alarming and not _in_a_folder(it)]
    lines = [f"files of the pull request: {parts or 'none in the preview'}"]
    lines += _alarms(alarming)
    lines += _folders(folders)
    lines += map(_line, single[:SHOWN])
    if len(single) > SHOWN:
        lines.append(f"{len(single) - SHOWN:,} more files are not part of the preview")
    return "\n".join(lines)


def _alarms(left_out: Sequence[SkippedFile]) -> Iterator[str]:
    """The first files of each folder, and the number of its other files."""
    for (top, reason), group in groupby(left_out, lambda it: (_top(it.path), it.reason)):
        files = list(group)
        yield from map(_line, files[:EXAMPLES])
        more = len(files) - EXAMPLES
        if more > 0:
            yield f"{_files(more, 'more ')} of {_shown(top)}/ {_are(more)} not part of the preview: {reason}"


def _folders(left_out: Sequence[SkippedFile]) -> Iterator[str]:
    for top, group in groupby(left_out, lambda it: _top(it.path)):
        number = len(list(group))
        yield f"{_files(number)} of {_shown(top)}/ {_are(number)} not part of the preview: {FROM_BASE}"


def _line(it: SkippedFile) -> str:
    return f"{_shown(it.path)} is not part of the preview: {it.reason}"


def _shown(path: str) -> str:
    text = printable(path)
    half = LONGEST_PATH // 2
    return text if len(text) <= LONGEST_PATH else f"{text[:half]}…{text[-half:]}"


def _files(number: int, more: str = "") -> str:
    return f"{number:,} {more}{'file' if number == 1 else 'files'}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _top(path: str) -> str:
    return path.partition("/")[0]


def _in_a_folder(it: SkippedFile) -> bool:
    return it.reason == FROM_BASE and "/" in it.path and not it.path.startswith("content/")


def as_value(made: Overlay) -> dict[str, object]:
    """The result as plain data for JSON."""
    left_out = [{"path": it.path, "reason": it.reason} for it in made.left_out]
    return {
        "changed": list(made.changed),
        "added": list(made.added),
        "removed": list(made.removed),
        "left_out": left_out,
    }
