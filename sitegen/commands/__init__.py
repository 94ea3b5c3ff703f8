"""Commands: what was typed comes in, printed words and an exit status go out. A command asks the rooms to its
left and says what they answer; it decides nothing itself. To add one: a file with a click command, and a line
in `COMMANDS`.
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
"""The name of each command → the module here that has it, and its name there; imported when asked for."""


def command_of(name: str) -> click.Command:
    """The command of that name, which is in `COMMANDS`."""
    module, attribute = COMMANDS[name]
    command: click.Command = getattr(import_module(f"sitegen.commands.{module}"), attribute)
    return command
