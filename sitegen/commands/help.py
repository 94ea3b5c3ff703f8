"""`sitegen help`."""

from __future__ import annotations

import click

from sitegen.commands import known_command
from sitegen.commands.completion import complete_commands


@click.command("help")
@click.argument("name", metavar="[COMMAND]", required=False, shell_complete=complete_commands)
@click.pass_context
def help_command(context: click.Context, name: str | None) -> None:
    """Show what a command does and its options. Without COMMAND: show all commands."""
    program = context.find_root()
    if name is None:
        click.echo(program.get_help())
        return
    command = known_command(name)
    with click.Context(command, info_name=name, parent=program) as own:
        click.echo(command.get_help(own))
