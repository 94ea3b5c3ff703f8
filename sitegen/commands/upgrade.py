"""`sitegen upgrade`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen import __version__
from sitegen.commands.console import CONTENT, PROGRAM, USAGE, definition_of, find_root, stop
from sitegen.commands.options import ROOT

if TYPE_CHECKING:
    from sitegen.authoring.upgrade import Change
    from sitegen.authoring.upgrade.base import Base


@click.command("upgrade")
@ROOT
@click.option("--dry-run", is_flag=True, help="Show what would change without writing anything.")
@click.option("--force", is_flag=True, help="Also change files that git could not restore.")
def upgrade_command(root: Path | None, dry_run: bool, force: bool) -> None:
    """Bring what `init` wrote up to date with this version of sitegen: workflows, settings, sitegen itself.

    Your own changes of these files are kept. Content, templates and styles stay as they are.
    """
    from sitegen.authoring import OutsideFolder
    from sitegen.authoring.upgrade import NoBase, NotRestored, base_of, plan_upgrade, write_changes
    from sitegen.git.git import GitFailed

    home = find_root(root)
    config = definition_of(home)
    try:
        base = base_of(home)
        if not force and _release(base.version) > _release(__version__):
            stop(f"the site is of version {base.version}, which is newer than {__version__}", USAGE)
        changes = plan_upgrade(home, config, base)
        if not dry_run:
            if not force:
                _refuse_uncommitted(home, changes)
            write_changes(home, changes)
    except (NoBase, NotRestored, OutsideFolder, GitFailed) as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"{error.filename or home} cannot be read: {error.strerror}", USAGE)
    _report(home, base, changes, dry_run)
    sys.exit(CONTENT if any(change.conflicts for change in changes) else 0)


def _release(version: str) -> tuple[int, ...]:
    """Numbers of a version without the digest: `0.1.0+b12` → `(0, 1, 0)`."""
    return tuple(int(part) for part in version.partition("+")[0].split(".") if part.isdecimal())


def _refuse_uncommitted(home: Path, changes: Sequence[Change]) -> None:
    from sitegen.authoring.upgrade import uncommitted
    from sitegen.git.git import GitFailed

    try:
        paths = uncommitted(home, changes)
    except GitFailed as error:
        stop(f"{error}, so nothing could be undone; use --force to change the files anyway", USAGE)
    if paths:
        named = ", ".join(paths)
        stop(f"commit these files first, so that you can undo the upgrade, or use --force: {named}", USAGE)


def _report(home: Path, base: Base, changes: Sequence[Change], dry_run: bool) -> None:
    for change in changes:
        lines = ", ".join(map(str, change.conflicts))
        where = f"{change.path}:{lines}: choose between the two versions" if lines else change.path
        click.echo(f"{change.outcome:<10}{where}")
    numbers = Counter(change.outcome for change in changes)
    summary = ", ".join(f"{number} {outcome}" for outcome, number in sorted(numbers.items()))
    would = "would be " if dry_run else ""
    (new,) = (change.path for change in changes if change.path.endswith(".whl") and change.after)
    click.echo(f"from {base.version} to {new.split('-')[1]}: {would}{summary}")
    if not dry_run and any(change.before != change.after for change in changes):
        renamed = any(change.path.startswith("vendor/sitegen-") for change in changes)
        again = (
            "delete .venv and make it again, since the distribution has a new name; then " if renamed else ""
        )
        click.echo(f"Next: {again}pip install -r requirements.txt")
        click.echo("Then look at what git diff and sitegen build show.")
    _report_copies(home, base)


def _report_copies(home: Path, base: Base) -> None:
    """Names copies of templates that are in place of a theme, and those that can be deleted."""
    from sitegen.authoring.upgrade.merge import as_lf
    from sitegen.definition.config import SITE_KEYS
    from sitegen.digest import digest_of_bytes

    present = [path for path in base.copies if (home / path).is_file()]
    if not present or not any(key.name == "theme" for key in SITE_KEYS):
        return
    unchanged = [
        path for path in present if digest_of_bytes(as_lf((home / path).read_bytes())) == base.copies[path]
    ]
    click.echo(
        f"{len(present)} templates and styles are copies of an earlier version, and are not upgraded. To get "
        f"them from a theme, write `theme: network` in content/site.yaml and delete those that you have not "
        f"changed ({len(unchanged)}): {' '.join(unchanged)}"
    )
    click.echo(f"Then look at the site: {PROGRAM} serve --root {home}")
