"""`sitegen fetch-pictures`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sitegen.commands.console import CONTENT, GOOD, USAGE, definition_of, find_root, show, stop
from sitegen.commands.options import ROOT, timeout_option
from sitegen.problems.formats import printable


@click.command("fetch-pictures")
@ROOT
@click.option("--local", is_flag=True, help="Also ask hosts in your own network.")
@timeout_option(30, "a picture")
def fetch_pictures_command(root: Path | None, local: bool, timeout: float) -> None:
    """Bring pictures of other sites that texts show into content/, beside the texts."""
    from sitegen.online.pictures import PictureOptions, fetch_pictures

    home = find_root(root)
    config = definition_of(home)
    try:
        done = fetch_pictures(home, config, PictureOptions(local, timeout))
    except OSError as error:
        stop(f"a picture cannot be written: {error.strerror}", USAGE)
    for picture in done.brought:
        click.echo(f"{picture.path}: from {printable(picture.address)}, {picture.size // 1000 + 1:,} KB")
    show(done.problems, home, "text")
    if not done.brought and not done.problems:
        click.echo("no text shows a picture of another site")
    sys.exit(CONTENT if done.problems else GOOD)
