"""The commands. In: arguments. Out: printed text and an exit status.

A command calls other rooms and prints their results; it decides nothing itself. To add one, write a module
with a click command and add a line to `COMMANDS`, here or in a feature.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click

from sitegen.problems.formats import suggest
from sitegen.types.registers import by_name

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "build": "sitegen.commands.build",
        "check": "sitegen.commands.build",
        "serve": "sitegen.commands.serve",
        "init": "sitegen.commands.init",
        "upgrade": "sitegen.commands.upgrade",
        "new": "sitegen.commands.new",
        "mv": "sitegen.commands.mv",
        "stale": "sitegen.commands.stale",
        "next-change": "sitegen.commands.next_change",
        "release": "sitegen.commands.release",
        "translations": "sitegen.commands.translations",
        "schema": "sitegen.commands.schema",
        "why": "sitegen.commands.why",
        "theme": "sitegen.commands.theme",
        "diff": "sitegen.commands.diff",
        "overlay": "sitegen.commands.overlay",
        "verify": "sitegen.commands.verify",
        "manifest": "sitegen.commands.verify",
        "fetch-pictures": "sitegen.commands.fetch_pictures",
        "help": "sitegen.commands.help",
        "completion": "sitegen.commands.completion",
    }
)
"""Module of each command, imported on demand; there, `next-change` is called `next_change_command`."""


def commands() -> Mapping[str, str | click.Command]:
    """Modules of the commands, with those of features, and the commands of extensions."""
    core: Mapping[str, str | click.Command] = COMMANDS
    return by_name(core, "COMMANDS")


def command_of(name: str) -> click.Command | None:
    """Returns the command with this name; None if there is none."""
    module = COMMANDS.get(name) or commands().get(name)  # for the former, features are not imported
    if module is None or isinstance(module, click.Command):
        return module
    command: click.Command = getattr(import_module(module), f"{name.replace('-', '_')}_command")
    return command


def shown_commands() -> list[str]:
    """Names of the commands, without those that extensions hide."""
    return [name for name, it in commands().items() if not isinstance(it, click.Command) or not it.hidden]


def known_command(name: str, *, quiet: bool = False) -> click.Command:
    """Returns the command with this name, perhaps of an extension. Raises UsageError with a suggestion.

    `quiet` does not report errors in extensions.
    """
    command = command_of(name)
    if command is None:
        from sitegen.commands.console import activate_extensions, activate_what_is_sound, root_in

        (activate_what_is_sound if quiet else activate_extensions)(root_in(sys.argv))
        command = command_of(name)
    if command is None:
        hint = suggest(name, shown_commands()) or f"commands: {', '.join(shown_commands())}"
        raise click.UsageError(f'there is no command "{name}" ({hint})')
    return command
