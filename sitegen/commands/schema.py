"""`sitegen schema`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sitegen.commands.console import CONTENT, PROGRAM, USAGE, definition_of, find_root, stop
from sitegen.commands.options import ROOT


@click.command("schema")
@ROOT
@click.option("--output", type=click.Path(path_type=Path), help="Folder for the files (default: ROOT).")
@click.option("--check", "only_check", is_flag=True, help="Report outdated files without writing anything.")
def schema_command(root: Path | None, output: Path | None, only_check: bool) -> None:
    """Write files for editors' tools: JSON Schemas, VS Code settings, GitHub forms."""
    from sitegen.authoring import OutsideFolder, compare, generated_files, write

    home = find_root(root)
    files = generated_files(home, definition_of(home))
    try:
        found = (compare if only_check else write)(output or home, files)
    except (OutsideFolder, OSError) as error:
        stop(str(error), USAGE)
    for path in found.foreign:
        click.echo(f"{path} was not made by sitegen schema; not overwritten")
    if not only_check:
        for path in found.left_over:
            click.echo(f"{path} removed")
        changed = len(found.stale) + len(found.behind)
        click.echo(f"{len(files)} files for editors' tools, {changed} of them written")
        return
    for path in (*found.stale, *found.left_over):
        click.echo(f"{path} is out of date")
    for path in found.behind:
        click.echo(f"{path} does not list every entry ({PROGRAM} schema adds the new ones)")
    if found.stale or found.left_over:
        click.echo(f"bring it up to date with: {PROGRAM} schema")
        sys.exit(CONTENT)
