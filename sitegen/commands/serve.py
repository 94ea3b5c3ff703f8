"""`sitegen serve`."""

from __future__ import annotations

import os
import sys

import click

from sitegen.commands.console import USAGE, find_root, stop, texts_of
from sitegen.commands.options import ServeOptions, moment_of_run, serve_options


@click.command("serve")
@serve_options
def serve_command(options: ServeOptions) -> None:
    """Serve the site on this machine and rebuild it after every change."""
    from sitegen.serve import NoHost, NoPort, SessionOptions, checked_host, is_open, serve
    from sitegen.upkeep.lock import Locked
    from sitegen.write.output import OutputError

    home = find_root(options.root)
    jobs = options.jobs or os.cpu_count() or 1
    drafts = not options.no_drafts
    try:
        host = checked_host(options.host)
    except NoHost as error:
        stop(f"{error}: name one with --host, or 0.0.0.0 for all of them", USAGE)
    session = SessionOptions(
        home, options.port, moment_of_run, options.base_url, drafts, jobs, options.poll, host
    )

    def ready(address: str, others: tuple[str, ...]) -> None:
        if is_open(host):
            _show_others(others, drafts)
        click.echo(f"the site is at {address}; it follows your changes until you press Ctrl-C")
        if options.browser:
            click.launch(address)

    try:
        serve(session, click.echo, lambda problems: texts_of(problems, home), ready)
    except KeyboardInterrupt:
        click.echo("\nended")
    except NoPort as error:
        stop(f"port {options.port} and the next cannot be used ({error}); name another with --port", USAGE)
    except (OutputError, Locked) as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"the site could not be served: {error.strerror or error} ({error.filename or home})", USAGE)


def _show_others(addresses: tuple[str, ...], drafts: bool) -> None:
    """Prints the addresses for other devices, the first also as a QR code in a terminal."""
    from sitegen.serve import as_code

    if addresses:
        click.echo(f"other devices in this network open {' or '.join(addresses)}")
    if addresses and sys.stdout.isatty() and (code := as_code(addresses[0])):
        click.echo(code)
    what = "the site, with its drafts," if drafts else "the site"
    click.echo(f"warning: everyone in this network can read {what} while this runs", err=True)
