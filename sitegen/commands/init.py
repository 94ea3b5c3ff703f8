"""`sitegen init`."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.console import PROGRAM, USAGE, definition_of, stop


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
def init_command(folder: Path) -> None:
    """Create a small complete site in FOLDER."""
    from sitegen.authoring import generated_files, write
    from sitegen.authoring.scaffold import NotEmpty, make_site

    try:
        files = make_site(folder)
        made = generated_files(folder, definition_of(folder))
        write(folder, made)
    except NotEmpty as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"{folder} cannot be written: {error.strerror}", USAGE)
    click.echo(
        f"{folder}: a site of {files + len(made)} files. Build it with: {PROGRAM} build --root {folder}"
    )
