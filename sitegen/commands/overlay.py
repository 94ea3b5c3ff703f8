"""`sitegen overlay`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sitegen.commands.console import CONTENT, USAGE, stop

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("overlay")
@click.argument("base", type=FOLDER)
@click.argument("pull_request", metavar="PR", type=FOLDER)
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--commit", metavar="NAME", help="Commit or tree of the repository PR to read.")
@click.option("--documents", is_flag=True, help="Include PDFs, tables and text files beside entries.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="Output format.")
def overlay_command(
    base: Path, pull_request: Path, out: Path, commit: str | None, documents: bool, style: str
) -> None:
    """Create OUT from the site in BASE with the entries and pictures of the pull request in PR."""
    from sitegen.review.overlay import CannotOverlay, FolderTree, as_text, as_value, commit_tree, overlay

    try:
        tree = FolderTree(pull_request) if commit is None else commit_tree(pull_request, commit)
        made = overlay(base, tree, out, documents)
    except CannotOverlay as error:
        stop(str(error), CONTENT)
    except OSError as error:
        stop(f"{error.filename or out}: {error.strerror}", USAGE)
    click.echo(json.dumps(as_value(made), indent=2, ensure_ascii=True) if style == "json" else as_text(made))
