"""One move, from two names to the edits that it needs, verified."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from sitegen.build.pipeline import Means, prepare
from sitegen.execute import executor_for
from sitegen.move.check import new_problems
from sitegen.move.edits import Known, edits
from sitegen.move.names import Wish, understood
from sitegen.move.values import Edit, Moves, Refusal, Refused
from sitegen.read.scan import is_media
from sitegen.store.bodies import Bodies
from sitegen.types import Config, Problem


class Answer(Struct, frozen=True):
    """What a move would do."""

    edits: tuple[Edit, ...] = ()
    refusal: Refusal | None = None
    """Why it cannot be; then there are no edits."""
    problems: tuple[Problem, ...] = ()
    """What would be wrong afterwards and is not now; then there are no edits either."""
    notes: tuple[str, ...] = ()
    """What the editor should look at."""


def move(root: Path, config: Config, wish: Wish, jobs: int = 1) -> Answer:
    """The edits that move what is wished, or why there are none. Writes nothing. Raises OSError."""
    with Bodies() as bodies:
        means = Means(executor_for(jobs), lambda *_: None, bodies)
        known = Known(root, prepare(root, config, means), means)
        try:
            moves = understood(wish, known.prepared.files.keys(), config)
            found = edits(known, moves)
        except Refused as refused:
            return Answer(refusal=refused.refusal)
        problems = new_problems(known, moves, found)
        if problems:
            return Answer(problems=problems)
        return Answer(found, notes=tuple(_notes(known, moves)))


def _notes(known: Known, moves: Moves) -> Iterator[str]:
    files = [path for path in moves.files if is_media(path)]
    if files:
        what = f"/{files[0].removeprefix('content/')}" + (f" and {len(files) - 1} more" if files[1:] else "")
        yield f"the old address of {what} leads nowhere now: only pages have redirects"
    if moves.folder:
        quoted = tuple(f"{mark}{moves.folder[0]}{mark}".encode() for mark in "\"'")
        for path in sorted(path for path in known.prepared.files if path.startswith("templates/")):
            for number, line in enumerate(known.read(path).split(b"\n"), start=1):
                if any(word in line for word in quoted):
                    yield f"{path}:{number} may mean the folder by {quoted[0].decode()}"
