"""Commands of extensions."""

from __future__ import annotations

from typing import Any

import click

from sitegen.features.extensions.guard import Owner, Unfit
from sitegen.problems.extension_failures import described


def command_of_extension(value: Any, name: str, owner: Owner) -> click.Command:
    """A command of an extension. Raises Unfit."""
    if not isinstance(value, click.Command):
        raise Unfit(f"is {described(value)}, not a command", "write @click.command() above the function")
    return value
