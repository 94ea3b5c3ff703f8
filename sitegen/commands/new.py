"""`sitegen new`."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.console import USAGE, definition_of, find_root, stop
from sitegen.commands.options import ROOT
from sitegen.problems.formats import suggest
from sitegen.types.file_names import address_name
from sitegen.types.paths import CONTENT


@click.command("new")
@click.argument("place", metavar="TYPE[/FOLDER]")
@click.argument("title", required=False)
@click.option("--section", is_flag=True, help="Create the page of the folder, which lists its entries.")
@ROOT
def new_command(place: str, title: str | None, section: bool, root: Path | None) -> None:
    """Create an entry of TYPE with its required fields.

    Without TITLE, the last part of the path is the name of the entry: guides/water/wells.
    """
    from sitegen.authoring.scaffold import entry_path, skeleton
    from sitegen.store.own_files import make_folder, replace_file

    home = find_root(root)
    config = definition_of(home)
    type_name, *folders = place.strip("/").removeprefix(CONTENT).split("/")
    content_type = config.types.get(type_name)
    if content_type is None:
        stop(
            f'there is no type "{type_name}" ({suggest(type_name, config.types) or ", ".join(config.types)})',
            USAGE,
        )
    name = folders[-1] if folders and (title is None or section) else ""
    if title is None and not name:
        stop('give the entry a title: sitegen new TYPE "TITLE"', USAGE)
    title = title or name.replace("-", " ").replace("_", " ").capitalize()
    wrong = next((folder for folder in folders if address_name(folder) != folder), "")
    if wrong:
        stop(f'"{wrong}" cannot be the name of a folder or entry; use lower-case letters and hyphens', USAGE)
    if section and not (name and content_type.page):
        stop("a section is a folder below that of a type whose entries have pages: guides/water", USAGE)
    path = entry_path(content_type, title, folders, name, section)
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
