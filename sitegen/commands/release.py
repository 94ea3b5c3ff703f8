"""`sitegen release`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sitegen.console import CONTENT, USAGE, definition_of, find_root, show, stop
from sitegen.problems import count


@click.command("release")
@click.option("--root", type=click.Path(path_type=Path), help="The folder that holds content/.")
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
        show(problems, home, "text")
        click.echo(f"{count(problems)}; nothing was released")
        sys.exit(CONTENT)
    click.echo(f"{LOCK}: {added:,} addresses added" if added != 1 else f"{LOCK}: 1 address added")
