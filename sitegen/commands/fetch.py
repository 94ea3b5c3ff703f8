"""`sitegen fetch`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from sitegen.commands.console import CONTENT, GOOD, USAGE, definition_of, find_root, show, stop
from sitegen.commands.options import NOW, ROOT, timeout_option
from sitegen.problems.formats import printable, suggest


@click.command("fetch")
@click.argument("type_names", metavar="[TYPE]...", nargs=-1)
@ROOT
@timeout_option(30)
@NOW
def fetch_command(type_names: tuple[str, ...], root: Path | None, timeout: float, now: date) -> None:
    """Bring the tables of types from the web: their _rows.csv. No build does this."""
    from sitegen.features.tables.definition import source_of
    from sitegen.features.tables.loaders import FetchError
    from sitegen.online.tables import bring
    from sitegen.problems.extension_failures import ExtensionFailed

    home = find_root(root)
    config = definition_of(home, now)
    sources = {name: source for name, known in config.types.items() if (source := source_of(known))}
    unknown = next((name for name in type_names if name not in sources), "")
    if unknown:
        stop(
            f'"{unknown}" has no rows from the web ({suggest(unknown, sources) or ", ".join(sources)})',
            USAGE,
        )
    failed = False
    for name in type_names or sources:
        try:
            fetched = bring(home, name, sources[name], config.today, timeout)
        except FetchError as error:
            content_type = config.types[name]
            failed = True
            click.echo(f"{content_type.path}:{content_type.lines['rows']}: {printable(error.message)}")
            if error.hint:
                click.echo(f"  {printable(error.hint)}")
        except ExtensionFailed as error:
            failed = True
            show([error.problem], home, "text")
        except OSError as error:
            stop(f"content/{name}/_rows.csv cannot be written: {error.strerror}", USAGE)
        else:
            state = "changed" if fetched.changed else "as before"
            click.echo(f"{fetched.path}: {fetched.rows:,} rows, {state}")
    if not sources:
        click.echo("no type has rows from the web")
    sys.exit(CONTENT if failed else GOOD)
