"""`sitegen release`."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.console import USAGE, definition_of, find_root, stop, stop_for
from sitegen.commands.options import ROOT


@click.command("release")
@ROOT
def release_command(root: Path | None) -> None:
    """Record the current addresses in content/urls.lock."""
    from sitegen.upkeep.release import release
    from sitegen.views.released import LOCK

    home = find_root(root)
    config = definition_of(home)
    try:
        added, problems = release(home, config)
    except OSError as error:
        stop(f"{LOCK} cannot be written: {error.strerror}", USAGE)
    if problems:
        stop_for(problems, home, outcome="nothing was released")
    click.echo(f"{LOCK}: {added:,} addresses added" if added != 1 else f"{LOCK}: 1 address added")
