"""The command of the example."""

import click


@click.command("greet")
def greet_command() -> None:
    """Greet."""
    click.echo("Good morning.")
