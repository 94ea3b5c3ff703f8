"""`sitegen release`."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.console import USAGE, definition_of, find_root, stop, stop_for
from sitegen.options import ROOT


@click.command("release")
@ROOT
def release_command(root: Path | None) -> None:
    """Add the present addresses to content/urls.lock."""
    from sitegen.model.released import LOCK
    from sitegen.release import release

    home = find_root(root)
    config = definition_of(home)
    try:
        added, problems = release(home, config)
    except OSError as error:
        stop(f"{LOCK} cannot be written: {error.strerror}", USAGE)
    if problems:
        stop_for(problems, home, outcome="nothing was released")
    click.echo(f"{LOCK}: {added:,} addresses added" if added != 1 else f"{LOCK}: 1 address added")
