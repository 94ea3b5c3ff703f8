"""`sitegen theme`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.console import USAGE, definition_of, find_root, stop
from sitegen.commands.options import ROOT
from sitegen.problems.formats import printable

if TYPE_CHECKING:
    from sitegen.types import Layer

ACTIONS = ("copy", "diff", "accept")


@click.command("theme")
@click.argument("action", metavar="[copy|diff|accept]", type=click.Choice(ACTIONS), required=False)
@click.argument("file", required=False)
@ROOT
def theme_command(action: str | None, file: str | None, root: Path | None) -> None:
    """Show the theme of the site, and the files that the site has in place of the theme's.

    copy FILE: copy a file of the theme into the site, to change it there.
    diff FILE: show what the theme and the site have changed in it since.
    accept FILE: note that the site's file goes with the theme's as it is now.
    """
    from sitegen.upkeep import theme_files

    home = find_root(root)
    layers = definition_of(home).theme.layers
    if not layers:
        stop("this site has no theme; name one in content/site.yaml: theme: network", USAGE)
    if action is None:
        click.echo("\n".join(_overview(home, layers)))
        return
    if file is None:
        stop(f"name a file: sitegen theme {action} FILE", USAGE)
    try:
        if action == "copy":
            own = theme_files.copy(home, layers, file)
            click.echo(
                f"{own}: copied; change it there. {theme_files.COPIED}/ keeps the theme's file for comparison"
            )
        elif action == "accept":
            click.echo(f"{theme_files.accept(home, layers, file)}: noted")
        else:
            text = theme_files.differences(home, layers, file)
            click.echo("\n".join(printable(line) for line in text.split("\n")) or "no differences")
    except theme_files.NoSuchFile as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"{error.filename} cannot be read or written: {error.strerror}", USAGE)


def _overview(home: Path, layers: tuple[Layer, ...]) -> list[str]:
    from sitegen.upkeep.theme_files import overrides

    lines = []
    for number, layer in enumerate(layers):
        name = f"{layer.name} {layer.version}".rstrip()
        lines.append(f"{'theme' if number == 0 else 'base':<8}{name} ({layer.path})")
    found = list(overrides(home, layers))
    width = max((len(one.path) for one in found), default=0)
    lines += (
        ["", "in place of files of the theme:"]
        if found
        else ["", "the site has no files in place of the theme's"]
    )
    return lines + [f"  {one.path:<{width}}  {one.layer}: {one.state}" for one in found]
