"""`sitegen mv`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.completion import complete_entries
from sitegen.commands.console import CONTENT, USAGE, definition_of, find_root, stop, texts_of
from sitegen.commands.options import ROOT
from sitegen.problems.formats import count, printable

if TYPE_CHECKING:
    from sitegen.move import Edit


@click.command("mv")
@click.argument("old", shell_complete=complete_entries)
@click.argument("new")
@ROOT
@click.option("--dry-run", is_flag=True, help="Show the changes as a diff without writing anything.")
def mv_command(old: str, new: str, root: Path | None, dry_run: bool) -> None:
    """Rename an entry with its translations, update references to it, and redirect its old address."""
    from sitegen.move import MoveRequest, Unwritable, move, write

    home = find_root(root)
    config = definition_of(home)
    try:
        answer = move(home, config, MoveRequest(old, new, _below(home, Path.cwd())), os.cpu_count() or 1)
    except OSError as error:
        stop(f"the site cannot be read: {error.strerror or error} ({error.filename or home})", USAGE)
    if answer.refusal:
        stop("; ".join(filter(None, map(printable, (answer.refusal.message, answer.refusal.hint)))), USAGE)
    if answer.problems:
        click.echo(texts_of(answer.problems, home))
        click.echo(f"{count(answer.problems)} that the move would make; nothing was moved")
        sys.exit(CONTENT)
    if dry_run:
        from sitegen.move.write import as_diff

        click.echo(as_diff(answer.edits), nl=False)
    else:
        try:
            write(home, answer.edits)
        except Unwritable as error:
            stop(f"nothing was moved: {error}", USAGE)
        click.echo("\n".join(_lines(answer.edits)))
    for note in answer.notes:
        click.echo(printable(note), err=True)


def _below(home: Path, here: Path) -> str:
    """Current folder relative to the site; empty if it is not below it."""
    here, home = here.resolve(), home.resolve()
    return here.relative_to(home).as_posix() if here != home and here.is_relative_to(home) else ""


def _lines(edits: Sequence[Edit]) -> Iterator[str]:
    """A line for each file: its new path, and the number of places that changed."""
    for edit in edits:
        where = edit.path if edit.target == edit.path else f"{edit.path} → {edit.target}"
        places = f"{edit.places} place{'s' if edit.places > 1 else ''}" if edit.places else ""
        yield printable(": ".join(filter(None, (where, places))))
