"""Entry point: runs the command that was typed and exits with its status."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from sitegen.commands import command_of, known_command, shown_commands
from sitegen.commands.console import (
    FAULT,
    GOOD,
    INTERRUPTED,
    PROGRAM,
    USAGE,
    VARIABLE,
    VERSION_HELP,
    activate_what_is_sound,
    root_in,
    site_here,
    stop,
    stop_for,
)
from sitegen.commands.options import moment_of_run
from sitegen.commands.streams import finish, guard
from sitegen.store.seal import WeakSecret

UNSOUND = "an extension of this site has errors, so its commands are not listed; sitegen check shows them"


class Group(click.Group):
    """Group of commands that are imported on demand, with suggestions for misspelt names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        if not activate_what_is_sound(site_here()) and not ctx.resilient_parsing:
            click.echo(f"sitegen: {UNSOUND}", err=True)
        return shown_commands()

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        return command_of(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args:
            known_command(args[0], quiet=ctx.resilient_parsing)
        return super().resolve_command(ctx, args)


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from sitegen.commands.about import version_text

        click.echo(version_text())
        context.exit()


@click.group(cls=Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help=VERSION_HELP,
)
@click.pass_context
def sitegen(context: click.Context) -> None:
    """Build a static site from Markdown and YAML. Without a command: build."""
    if context.invoked_subcommand is None:
        from sitegen.commands.build import build_command

        context.invoke(build_command, now=moment_of_run(), style="text")


def run() -> NoReturn:
    """Entry point of the program: runs a command and ends the process with its status."""
    gc.disable()  # a build keeps its objects until it ends, so there is no garbage to find
    output = guard()
    try:
        main()
    except SystemExit as end:
        status = finish(output, end.code if isinstance(end.code, int) else FAULT)
        os._exit(status)  # skips freeing objects one by one


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs a command and exits with its status."""
    signal.signal(signal.SIGTERM, _interrupt)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sitegen.main(
            args=list(arguments) if arguments is not None else None,
            prog_name=PROGRAM,
            complete_var=VARIABLE,
            standalone_mode=False,
        )
    except click.UsageError as error:
        asked = error.ctx.command_path if error.ctx else PROGRAM
        stop(f"{error.format_message().rstrip('.')}; see {asked} --help", USAGE)
    except (click.Abort, KeyboardInterrupt):
        stop("stopped; the site is as it was", INTERRUPTED)
    except WeakSecret as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"{error.strerror or error}{f' ({error.filename})' if error.filename else ''}", USAGE)
    except Exception as error:
        _stop_for_extension(error)
        import traceback

        traceback.print_exc()
        stop("this is a fault of sitegen, not of your content; please report the lines above", FAULT)
    sys.exit(GOOD)


def _stop_for_extension(error: Exception) -> None:
    """Exits with a problem if an exception comes from the code of an extension."""
    from sitegen.problems.extension_failures import problem_in_extension

    problem = problem_in_extension(error)
    if problem is not None:
        stop_for([problem], root_in(sys.argv) or Path())


def _interrupt(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # `timeout` sends it twice: to this process and to its group
    raise KeyboardInterrupt
