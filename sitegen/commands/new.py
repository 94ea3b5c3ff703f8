"""`sitegen new`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.completion import complete_types
from sitegen.commands.console import PROGRAM, USAGE, definition_of, find_root, stop
from sitegen.commands.options import ROOT
from sitegen.problems.formats import printable, suggest
from sitegen.types.file_names import address_name, plain_name
from sitegen.types.paths import CONTENT

if TYPE_CHECKING:
    from sitegen.features.importing.brought import BroughtText
    from sitegen.types import Config


@click.command("new")
@click.argument("place", metavar="TYPE[/FOLDER]", shell_complete=complete_types)
@click.argument("title", required=False)
@click.option("--section", is_flag=True, help="Create the page of the folder, which lists its entries.")
@click.option(
    "--from",
    "source",
    default="",
    metavar="FILE",
    help="Take text and pictures from a .docx, .odt or .html file; - reads pasted HTML.",
)
@click.option(
    "--name", "own", default="", metavar="NAME", help="Name of the file; it is part of the address."
)
@ROOT
def new_command(
    place: str, title: str | None, section: bool, source: str, own: str, root: Path | None
) -> None:
    """Create an entry of TYPE with its required fields.

    Without TITLE, the last part of the path is the name of the entry: guides/water/wells.
    """
    from sitegen.authoring.scaffold import entry_path, skeleton
    from sitegen.authoring.scaffold.entry import BODY
    from sitegen.store.own_files import make_folder

    home = find_root(root)
    config = definition_of(home)
    type_name, *folders = place.strip("/").removeprefix(CONTENT).split("/")
    if type_name not in config.types and _has_theme(home, config, type_name):
        make_folder(home, home / CONTENT / type_name)  # the type counts where its folder exists
        config = definition_of(home)
    content_type = config.types.get(type_name)
    if content_type is None:
        stop(
            f'there is no type "{type_name}" ({suggest(type_name, config.types) or ", ".join(config.types)})',
            USAGE,
        )
    if source and not content_type.page:
        stop(f"entries of {type_name} have no page, and so no text", USAGE)
    text = _brought(source, title or "") if source else None
    title = title or (text.title if text else None) or None
    folders = [*folders, own] if own else folders
    name = folders[-1] if folders and (title is None or section or own) else ""
    if title is None and not name:
        stop(f'give the entry a title: {PROGRAM} new TYPE "TITLE"', USAGE)
    title = title or name.replace("-", " ").replace("_", " ").capitalize()
    wrong = next((folder for folder in folders if address_name(folder) != folder), "")
    if wrong:
        stop(f'"{wrong}" cannot be the name of a folder or entry; use lower-case letters and hyphens', USAGE)
    if section and not (name and content_type.page):
        stop("a section is a folder below that of a type whose entries have pages: guides/water", USAGE)
    path = entry_path(content_type, title, folders, name, section)
    if path is None:
        stop(f'"{title}" has no Latin letters for the name of the file; add one: --name about-us', USAGE)
    written = skeleton(content_type, title, config.default_language)
    if text:
        written = f"{written.removesuffix(BODY)}{text.text}\n"
    _write(home, path, written, text.pictures if text else {})
    if text:
        _report(text, title)


def _has_theme(home: Path, config: Config, name: str) -> bool:
    """True if the theme of the site defines a type of this name."""
    paths = (home / layer.path / "types" / name / "_type.yaml" for layer in config.theme.layers)
    return name == address_name(name) != "" and any(path.is_file() for path in paths)


def _brought(source: str, title: str) -> BroughtText:
    """Text and pictures of a file."""
    from sitegen.features.importing.brought import LARGEST, brought
    from sitegen.features.importing.source import UnusableSource
    from sitegen.problems.extras import install_command, with_installer
    from sitegen.store.own_files import read_regular

    place = None if source == "-" else Path(source)
    try:
        data = read_regular(place, LARGEST + 1) if place else sys.stdin.buffer.read(LARGEST + 1)
        if len(data) > LARGEST:
            stop(f"{source} has more than {LARGEST:,} bytes", USAGE)
        return brought(place, data, plain_name(title or (place.stem if place else "")) or "picture")
    except UnusableSource as error:
        stop(str(error), USAGE)
    except ModuleNotFoundError as error:
        stop(f"the package {error.name} is missing: {with_installer(install_command('importing'))}", USAGE)
    except OSError as error:
        stop(f"{source} cannot be read: {error.strerror}", USAGE)


def _write(home: Path, path: str, text: str, pictures: Mapping[str, bytes]) -> None:
    """Writes the entry and its pictures, and prints their paths; overwrites nothing."""
    from sitegen.store.own_files import make_folder, replace_file

    folder = path.rpartition("/")[0]
    files = {path: text.encode("utf-8"), **{f"{folder}/{name}": data for name, data in pictures.items()}}
    for file in files:
        if (home / file).exists():
            stop(f"{file} exists already", USAGE)
    try:
        make_folder(home, (home / path).parent)
        for file, data in files.items():
            replace_file(home / file, data)
    except OSError as error:
        stop(f"{path} cannot be written: {error.strerror}", USAGE)
    for file in files:
        click.echo(file)


def _report(text: BroughtText, title: str) -> None:
    """Prints what a file has and the entry with this title has not."""
    other = (f'the title "{text.title}"',) if text.title and text.title != title else ()
    for loss in (*other, *text.losses):
        click.echo(f"not kept: {printable(loss)}")
    missing = text.text.count("![](")
    if missing:
        click.echo(
            f"pictures that need an alternative text: {missing}. What do they show? Write it as ![Text](…)"
        )
