"""`sitegen why`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sitegen.console import CONTENT, USAGE, definition_of, find_root, show, stop


@click.command("why")
@click.argument("wanted", metavar="WHAT")
@click.option("--root", type=click.Path(path_type=Path), help="The folder that holds content/.")
def why_command(wanted: str, root: Path | None) -> None:
    """Say what a page is made from and who leads to it. WHAT is its address or a source file."""
    from sitegen.why import told, why

    home = find_root(root)
    config = definition_of(home)
    answer = why(home, config, wanted)
    if answer.problems:
        show(answer.problems, home, "text")
        sys.exit(CONTENT)
    if not answer.found:
        stop("; ".join(filter(None, (f'nothing is made at or from "{wanted}"', answer.hint))), USAGE)
    click.echo("\n\n".join(told(reasons) for reasons in answer.found))
