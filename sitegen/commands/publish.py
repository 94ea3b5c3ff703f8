"""`sitegen publish`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from sitegen.commands.console import INTERRUPTED, PROGRAM, USAGE, find_root, stop
from sitegen.commands.options import ROOT
from sitegen.problems.formats import printable

if TYPE_CHECKING:
    from sitegen.features.publishing.engine import BuiltSite, Options, Outcome
    from sitegen.features.publishing.hosts import HostKind
    from sitegen.features.publishing.target import Target

PROTECTED = ("content", "templates", "static", "themes", "extensions", ".git")
"""Folders of a site that no publication may change."""


class PublishArguments(Struct, frozen=True):
    """Options of `publish`."""

    target: str
    root: Path | None
    output: Path | None
    release: bool
    rollback: bool
    dry_run: bool
    full: bool
    merge: bool
    unlock: bool
    quiet: bool
    verbose: bool


@click.command("publish")
@click.argument("target", metavar="TARGET")
@ROOT
@click.option(
    "--output", type=click.Path(path_type=Path), help="Folder of the built site (default: ROOT/public)."
)
@click.option("--release", is_flag=True, help="Publish in a folder of its own, then switch; keeps three.")
@click.option("--rollback", is_flag=True, help="Go back to the release before the current one.")
@click.option("--dry-run", is_flag=True, help="List what would be sent and removed; change nothing.")
@click.option("--full", is_flag=True, help="Send every file, also those that the target should have.")
@click.option("--merge", is_flag=True, help="Publish among files of unknown origin, which are kept.")
@click.option("--unlock", is_flag=True, help="Take the place of a publication that has ended without notice.")
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Show each stage with its time.")
def publish_command(**values: Any) -> None:
    """Send the built site to TARGET: a folder, s3://, gs://, az://, sftp://, netlify:// or
    cloudflare://.

    Only files that have changed are sent. Credentials come from the environment.
    """
    from sitegen.features.publishing.errors import PublishError

    args = PublishArguments(**values)
    if args.rollback and (args.release or args.full or args.merge):
        raise click.UsageError("--rollback publishes nothing; leave out --release, --full and --merge")
    try:
        click.echo(_run(args), nl=not args.quiet)
    except PublishError as error:
        stop(printable(str(error)), USAGE)
    except KeyboardInterrupt:
        stop(f"stopped; readers have a whole site, and the next {PROGRAM} publish finishes it", INTERRUPTED)


def _run(args: PublishArguments) -> str:
    """Carries the command out, and returns what to print."""
    from contextlib import closing

    from sitegen.commands.progress import progress_for
    from sitegen.features.publishing.engine import Options, built_site
    from sitegen.features.publishing.targets.addresses import host_kind, open_target

    home = find_root(args.root)
    output = args.output or home / "public"
    protected = (output, *(home / name for name in PROTECTED))
    with progress_for(args.quiet, args.verbose) as progress:
        options = Options(args.dry_run, args.full, args.merge, args.unlock, progress)
        site = None if args.rollback else built_site(output)
        kind = host_kind(args.target)
        if kind:
            text = _at_host(kind, site, args.target, options)
        else:
            with closing(open_target(args.target, protected)) as target:
                text = _at_target(target, site, options, args.release)
    return "" if args.quiet and not args.dry_run else text


def _at_target(target: Target, site: BuiltSite | None, options: Options, release: bool) -> str:
    from sitegen.features.publishing.in_place import publish_in_place
    from sitegen.features.publishing.releases import publish_release, roll_back

    if site is None:
        return _back_text(target.name, roll_back(target, options), options)
    publish = publish_release if release else publish_in_place
    return _as_text(publish(target, site, options), target.name, options)


def _at_host(kind: HostKind, site: BuiltSite | None, address: str, options: Options) -> str:
    if options.full or options.merge or options.unlock:
        raise click.UsageError(
            f"{kind.title} always gets a whole site; leave out --full, --merge and --unlock"
        )
    host = kind.opened(address, options.retries)
    if site is None:
        return _back_text(host.name, kind.rolled_back(host, options), options)
    return _as_text(kind.published(host, site, options), host.name, options)


def _back_text(target: str, release: str, options: Options) -> str:
    return f"{target} {'would go' if options.dry_run else 'went'} back to release {release}"


def _as_text(outcome: Outcome, target: str, options: Options) -> str:
    lines = []
    if options.dry_run:
        lines += [f"send    {printable(path)}" for path in outcome.plan.sent]
        lines += [f"remove  {printable(path)}" for path in outcome.plan.removed]
    sent, removed = len(outcome.plan.sent), len(outcome.plan.removed)
    would = "would be " if options.dry_run else ""
    sizes = f" ({outcome.size:,} bytes)" if sent else ""
    release = f"; release {outcome.release}" if outcome.release else ""
    summary = f"{sent:,} files {would}sent{sizes}, {removed:,} removed, {outcome.unchanged:,} unchanged"
    if outcome.remark:
        click.echo(printable(f"{target}: {outcome.remark}"), err=True)
    return "\n".join([*lines, f"{target}: {summary}{release}"])
