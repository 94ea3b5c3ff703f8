"""`sitegen diff`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.console import CONTENT, USAGE, find_root, show, stop
from sitegen.commands.options import DiffOptions, diff_options, moment_of_run

if TYPE_CHECKING:
    from sitegen.execute import Executor
    from sitegen.review.diff import DiffReport

DIFFERENT = 1
"""Exit status for differences, with `--exit-code`."""


@click.command("diff")
@diff_options
def diff_command(options: DiffOptions) -> None:
    """Show what differs between two built sites, or between your files and a commit."""
    from sitegen.execute import executor_for
    from sitegen.review.diff import NotAFolder, compare, open_site

    executor = executor_for(options.jobs or os.cpu_count() or 1)
    before, after = _folders(options, executor)
    try:
        before_site, after_site = open_site(before), open_site(after)
        report = compare(before_site, after_site, executor)
    except NotAFolder as error:
        stop(str(error), USAGE)
    if options.report:
        from sitegen.review.diff.preview import NotAReport, preview_files, write_report

        try:
            write_report(after, preview_files(report, before_site, after_site, executor))
        except NotAReport as error:
            stop(str(error), USAGE)
        except OSError as error:
            stop(
                f"the report could not be written: {error.strerror or error} ({error.filename or after})",
                USAGE,
            )
    click.echo(_shown(report, options))
    if options.report and options.style == "text":
        click.echo(f"\nthe report is at /_preview/ of {after}")
    if options.exit_code and not report.is_empty:
        sys.exit(DIFFERENT)


def _folders(options: DiffOptions, executor: Executor) -> tuple[Path, Path]:
    """Folders of the two built sites; exits if they are missing."""
    if options.against is None:
        if len(options.folders) != 2:
            stop("give the folders of two built sites, or a commit: sitegen diff --against main", USAGE)
        return options.folders[0], options.folders[1]
    if options.folders:
        stop("--against takes no folders: it builds the commit and your files", USAGE)
    return _built(find_root(options.root), options.against, executor)


def _built(home: Path, name: str, executor: Executor) -> tuple[Path, Path]:
    from sitegen.commands.progress import progress_for
    from sitegen.review.commit_files import NoCommit, find_commit
    from sitegen.review.diff.against import CannotBuild, ComparisonBuilder
    from sitegen.upkeep.lock import Locked
    from sitegen.write.output import OutputError

    try:
        with progress_for(quiet=False, verbose=False) as progress:
            return ComparisonBuilder(moment_of_run(), executor, progress).both(find_commit(home, name))
    except CannotBuild as found:
        show(found.problems, found.root, "text")
        click.echo(f"{found.what} has errors; nothing was compared")
        sys.exit(CONTENT)
    except (NoCommit, Locked, OutputError) as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"the sites could not be built: {error.strerror or error} ({error.filename or home})", USAGE)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        stop(f"{path} cannot be read: {error.strerror}", USAGE)


def _shown(report: DiffReport, options: DiffOptions) -> str:
    if options.style == "json":
        from sitegen.review.diff.plain_report import as_json

        return as_json(report)
    if options.style == "markdown":
        from sitegen.review.diff.pull_request import as_markdown

        overlay = _lines(options.overlay) if options.overlay else []
        return as_markdown(report, options.preview_url or "", options.report, overlay)
    from sitegen.review.diff.plain_report import as_text

    return as_text(report)
