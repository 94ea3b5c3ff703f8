"""`sitegen mv`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.console import CONTENT, USAGE, definition_of, find_root, stop, texts_of
from sitegen.commands.options import ROOT
from sitegen.problems.formats import count, printable

if TYPE_CHECKING:
    from sitegen.move import Edit


@click.command("mv")
@click.argument("old")
@click.argument("new")
@ROOT
@click.option("--dry-run", is_flag=True, help="Show what would change, as a diff, and write nothing.")
def mv_command(old: str, new: str, root: Path | None, dry_run: bool) -> None:
    """Move an entry with its translations, and all that names it; its old address leads to the new one."""
    from sitegen.move import Unwritable, Wish, move, write

    home = find_root(root)
    config = definition_of(home)
    try:
        answer = move(home, config, Wish(old, new, _below(home, Path.cwd())), os.cpu_count() or 1)
    except OSError as error:
        stop(f"the site cannot be read: {error.strerror or error} ({error.filename or home})", USAGE)
    if answer.refusal:
        stop("; ".join(filter(None, map(printable, (answer.refusal.message, answer.refusal.hint)))), USAGE)
    if answer.problems:
        click.echo(texts_of(answer.problems, home))
        click.echo(f"{count(answer.problems)} that the move would make; nothing was moved")
        sys.exit(CONTENT)
    if dry_run:
        from sitegen.move.diff import as_diff

        click.echo(as_diff(answer.edits), nl=False)
    else:
        try:
            write(home, answer.edits)
        except Unwritable as error:
            stop(f"nothing was moved: {error}", USAGE)
        click.echo("\n".join(_told(answer.edits)))
    for note in answer.notes:
        click.echo(printable(note), err=True)


def _below(home: Path, here: Path) -> str:
    """The folder that the command was given in, where that is below the site's."""
    here, home = here.resolve(), home.resolve()
    return here.relative_to(home).as_posix() if here != home and here.is_relative_to(home) else ""


def _told(edits: Sequence[Edit]) -> Iterator[str]:
    """A line for each file: where it lies now, and in how many places it changed."""
    for edit in edits:
        where = edit.path if edit.target == edit.path else f"{edit.path} → {edit.target}"
        places = f"{edit.places} place{'s' if edit.places > 1 else ''}" if edit.places else ""
        yield printable(": ".join(filter(None, (where, places))))
