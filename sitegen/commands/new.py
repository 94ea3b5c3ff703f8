"""`sitegen new`."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.console import USAGE, definition_of, find_root, stop
from sitegen.commands.options import ROOT
from sitegen.problems.formats import suggest


@click.command("new")
@click.argument("type_name", metavar="TYPE")
@click.argument("title")
@ROOT
def new_command(type_name: str, title: str, root: Path | None) -> None:
    """Create an entry of TYPE with its required fields."""
    from sitegen.authoring.scaffold import entry_path, skeleton
    from sitegen.store.own_files import make_folder, replace_file

    home = find_root(root)
    config = definition_of(home)
    content_type = config.types.get(type_name)
    if content_type is None:
        stop(
            f'there is no type "{type_name}" ({suggest(type_name, config.types) or ", ".join(config.types)})',
            USAGE,
        )
    path = entry_path(content_type, title)
    if path is None:
        stop(
            f'"{title}" has no letters for a file name; give it a title in Latin letters and change it later',
            USAGE,
        )
    file = home / path
    if file.exists():
        stop(f"{path} exists already", USAGE)
    try:
        make_folder(home, file.parent)
        replace_file(file, skeleton(content_type, title, config.default_language).encode("utf-8"))
    except OSError as error:
        stop(f"{path} cannot be written: {error.strerror}", USAGE)
    click.echo(path)
