"""`sitegen overlay`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sitegen.console import CONTENT, USAGE, stop

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("overlay")
@click.argument("base", type=FOLDER)
@click.argument("pull_request", metavar="PR", type=FOLDER)
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--documents", is_flag=True, help="Also PDFs, tables and texts beside entries.")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="How it is shown."
)
def overlay_command(base: Path, pull_request: Path, out: Path, documents: bool, style: str) -> None:
    """Make OUT of the site in BASE with the entries and pictures of the pull request in PR."""
    from sitegen.overlay import Refused, as_text, as_value, overlay

    try:
        made = overlay(base, pull_request, out, documents)
    except Refused as error:
        stop(str(error), CONTENT)
    except OSError as error:
        stop(f"{error.filename or out}: {error.strerror}", USAGE)
    click.echo(json.dumps(as_value(made), indent=2, ensure_ascii=True) if style == "json" else as_text(made))
