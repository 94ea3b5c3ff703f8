"""`sitegen init`."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.console import PROGRAM, USAGE, definition_of, stop


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "none"]),
    default="github",
    help="Where checks and publication will run (default: github).",
)
def init_command(folder: Path, ci: str) -> None:
    """Create a small complete site in FOLDER."""
    from sitegen.authoring import generated_files, write
    from sitegen.authoring.scaffold import NotEmpty, make_site
    from sitegen.authoring.scaffold.record import Answers

    try:
        files = make_site(folder, Answers(ci))
        made = generated_files(folder, definition_of(folder))
        write(folder, made)
    except NotEmpty as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"{folder} cannot be written: {error.strerror}", USAGE)
    click.echo(
        f"{folder}: a site of {files + len(made)} files. Build it with: {PROGRAM} build --root {folder}"
    )
