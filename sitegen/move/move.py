"""One move: from two names to verified edits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from sitegen.build.build import plan_site
from sitegen.build.context import Context, opened
from sitegen.execute import executor_for
from sitegen.move.edits import MoveContext, edits
from sitegen.move.names import MoveRequest, moves_for
from sitegen.move.new_problems import new_problems
from sitegen.move.values import Edit, Moves, Refusal, Refused
from sitegen.read.scan import is_media
from sitegen.types import Config, Problem


class MoveResult(Struct, frozen=True):
    """Result of planning a move: its edits, or the reason why there are none."""

    edits: tuple[Edit, ...] = ()
    refusal: Refusal | None = None
    """Reason why the move is impossible."""
    problems: tuple[Problem, ...] = ()
    """Problems that the move would cause."""
    notes: tuple[str, ...] = ()
    """Notes on what the editor should check by hand."""


def move(root: Path, config: Config, request: MoveRequest, jobs: int = 1) -> MoveResult:
    """Returns the edits for a move, or the reason why there are none. Writes nothing. Raises OSError."""
    with opened(root, config, Context(executor_for(jobs))) as build:
        context = MoveContext(root, plan_site(root, config, build), build)
        try:
            moves = moves_for(request, context.planned.sources.keys(), config)
            found = edits(context, moves)
        except Refused as refused:
            return MoveResult(refusal=refused.refusal)
        problems = new_problems(context, moves, found)
        if problems:
            return MoveResult(problems=problems)
        return MoveResult(found, notes=tuple(_notes(context, moves)))


def _notes(context: MoveContext, moves: Moves) -> Iterator[str]:
    files = [path for path in moves.files if is_media(path)]
    if files:
        what = f"/{files[0].removeprefix('content/')}" + (f" and {len(files) - 1} more" if files[1:] else "")
        yield f"the old address of {what} no longer works: only pages have redirects"
    if moves.folder:
        quoted = tuple(f"{mark}{moves.folder[0]}{mark}".encode() for mark in "\"'")
        for path in sorted(path for path in context.planned.sources if path.startswith("templates/")):
            for number, line in enumerate(context.read(path).split(b"\n"), start=1):
                if any(word in line for word in quoted):
                    yield f"{path}:{number} has {quoted[0].decode()}, which may refer to the folder"
