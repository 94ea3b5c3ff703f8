"""The commands. In: arguments. Out: printed text and an exit status.

A command calls other rooms and prints their results; it decides nothing itself. To add one, write a module
with a click command and add a line to `COMMANDS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "build": ("build", "build_command"),
        "check": ("build", "check_command"),
        "serve": ("serve", "serve_command"),
        "init": ("init", "init_command"),
        "new": ("new", "new_command"),
        "mv": ("mv", "mv_command"),
        "stale": ("stale", "stale_command"),
        "next-change": ("next_change", "next_change_command"),
        "release": ("release", "release_command"),
        "translations": ("translations", "translations_command"),
        "schema": ("schema", "schema_command"),
        "why": ("why", "why_command"),
        "diff": ("diff", "diff_command"),
        "overlay": ("overlay", "overlay_command"),
        "links": ("links", "links_command"),
        "verify": ("verify", "verify_command"),
        "manifest": ("verify", "manifest_command"),
    }
)
"""Name of each command → its module in this package and its name there; imported on demand."""


def command_of(name: str) -> click.Command:
    """Returns the command with this name, which must be in `COMMANDS`."""
    module, attribute = COMMANDS[name]
    command: click.Command = getattr(import_module(f"sitegen.commands.{module}"), attribute)
    return command
