"""`sitegen why`."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.completion import complete_entries
from sitegen.commands.console import USAGE, definition_of, find_root, stop, stop_for
from sitegen.commands.options import ROOT


@click.command("why")
@click.argument("wanted", metavar="[WHAT]", required=False, shell_complete=complete_entries)
@ROOT
@click.option(
    "--output", type=click.Path(path_type=Path), help="Folder of the built site (default: ROOT/public)."
)
def why_command(wanted: str | None, root: Path | None, output: Path | None) -> None:
    """Show what a page is made from and which files link to it. WHAT is its address or a source file.

    Without WHAT: show what a build would render now, and why.
    """
    home = find_root(root)
    if wanted is None:
        _show_changes(home, output or home / "public")
        return
    from sitegen.upkeep.why import as_text, why

    answer = why(home, definition_of(home), wanted)
    if answer.problems:
        stop_for(answer.problems, home)
    if not answer.found:
        stop("; ".join(filter(None, (f'nothing is made at or from "{wanted}"', answer.hint))), USAGE)
    click.echo("\n\n".join(as_text(origin) for origin in answer.found))


def _show_changes(home: Path, output: Path) -> None:
    from sitegen.store.bodies import DamagedBody
    from sitegen.upkeep.lock import Locked, lock
    from sitegen.upkeep.reasons import as_text, changes

    try:
        with lock(output):
            found = changes(home, output, definition_of(home))
    except Locked as error:
        stop(str(error), USAGE)
    except DamagedBody:
        stop("the build cache is damaged; the next build will be a full one", USAGE)
    except OSError as error:
        stop(f"the site could not be read: {error.strerror or error} ({error.filename or home})", USAGE)
    if found.problems:
        stop_for(found.problems, home)
    click.echo(as_text(found))
