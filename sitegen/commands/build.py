"""`sitegen build` and `sitegen check`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from sitegen.commands.console import (
    CONTENT,
    FAULT,
    PROGRAM,
    USAGE,
    config_of,
    find_root,
    show_report,
    stop,
    stop_for,
)
from sitegen.commands.options import BASELINE, CLUSTER, STORE, VERIFY, Options, build_options
from sitegen.problems.formats import count
from sitegen.types import Report, Severity
from sitegen.types.registers import extender, missing
from sitegen.upkeep.tracked import refuse_tracked

if TYPE_CHECKING:
    from sitegen.build.result import Result
    from sitegen.build.unchanged import FileStamps, Request
    from sitegen.store.sealed_tables import Tables


@click.command("build")
@CLUSTER
@STORE
@VERIFY
@build_options
def build_command(options: Options) -> None:
    """Build the site."""
    from sitegen.build import cache, unchanged
    from sitegen.commands.beside import beside
    from sitegen.upkeep.lock import Locked, lock
    from sitegen.write.output import OutputError, check_output, stamps_in

    started = time.perf_counter()
    loads = extender() if options.verify else None
    if loads is not None:  # what pure functions of extensions read from the machine is an error
        loads.watch()
    home = find_root(options.root)
    target = options.output or home / "public"
    request = unchanged.Request(
        str(target.resolve()), options.base_url or "", options.drafts, options.strict, options.now
    )
    try:
        refuse_tracked(home)
        check_output(target, home)
        with lock(target), beside(partial(stamps_in, target)) as outputs:
            state = cache.EMPTY if options.clean else cache.read(home, unchanged.NEEDED)
            found = unchanged.stamps_of(home, state, outputs)
            if unchanged.is_unchanged(home, request, state, found):
                report = unchanged.report_of(state)
            else:
                whole = cache.EMPTY if options.clean else cache.with_rest(home, state, unchanged.NEEDED)
                report = _build(home, target, request, options, whole, found)
    except (OutputError, Locked) as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"the site could not be written: {error.strerror or error} ({error.filename or target})", USAGE)
    report = replace(report, seconds=time.perf_counter() - started)
    if options.verify and not report.failed:
        _verify(home, target, options)
    lines = (summary(report, target, options.base_url), *_remarks(report, home, target, options))
    _finish(report, home, options, "\n".join(lines), "nothing was written")


HOSTING = b"hosting"
"""Key of `site.yaml` without which there are no remarks, so that an unchanged build reads no definition."""


def _remarks(report: Report, home: Path, target: Path, options: Options) -> tuple[str, ...]:
    """Lines on the limits of the host."""
    if report.failed or options.quiet or "sitegen.features.publishing" in missing():
        return ()
    if HOSTING not in (home / "content" / "site.yaml").read_bytes():
        return ()
    from sitegen.features.publishing.limits import remarks

    return tuple(remarks(config_of(home, options), target))


def _verify(home: Path, target: Path, options: Options) -> None:
    """Exits with an error if the output differs from that of a clean build."""
    from sitegen.commands.progress import progress_for
    from sitegen.commands.rebuild import CannotRebuild, rebuilt_otherwise
    from sitegen.execute import executor_for

    with progress_for(options.quiet, options.verbose) as progress:
        executor = executor_for(options.jobs or os.cpu_count() or 1)
        try:
            wrong = rebuilt_otherwise(home, target, config_of(home, options), executor, progress)
        except CannotRebuild as error:
            stop_for(error.problems, home, options.style, "a clean build has errors")
    if wrong:
        named = ", ".join(wrong[:5]) + (", …" if len(wrong) > 5 else "")
        advice = "this is a fault of sitegen: please report it, and build with --clean until it is fixed"
        number = "1 file differs" if len(wrong) == 1 else f"{len(wrong):,} files differ"
        stop(f"{number} from a clean build: {named}; {advice}", FAULT)
    if not options.quiet:
        click.echo("every file is identical to that of a clean build")


def _build(
    home: Path, target: Path, request: Request, options: Options, state: Tables, found: FileStamps
) -> Report:
    from sitegen.build.build import build, until_settled
    from sitegen.build.context import Context, Storage, no_note
    from sitegen.build.context import Options as BuildOptions
    from sitegen.build.previous import Previous
    from sitegen.commands.cluster import executor_of
    from sitegen.commands.progress import Stages, progress_for

    with executor_of(options, home) as executor, progress_for(options.quiet, options.verbose) as progress:
        stages = Stages(progress)
        storage = Storage(target, home, request, found, rewrite=options.clean)
        note = no_note if options.quiet else partial(click.echo, err=True)
        context = Context(executor, stages, storage, Previous(state), note=note)
        result = until_settled(
            lambda patient: build(
                home, config_of(home, options), replace(context, options=BuildOptions(patient=patient))
            )
        )
        times = stages.seconds()
    if options.profile and (result.artifacts or result.reused):
        _show_profile(times, result)
    return result.report


def _show_profile(times: Sequence[tuple[str, float]], result: Result) -> None:
    from sitegen.commands.profile import profile, spent_on

    click.echo(profile(times, spent_on(result)), err=True)


@click.command("check")
@BASELINE
@build_options
def check_command(options: Options) -> None:
    """Run all checks without writing anything."""
    from sitegen.build.build import build
    from sitegen.build.context import Context
    from sitegen.build.context import Options as BuildOptions
    from sitegen.build.judging import strictly
    from sitegen.commands.progress import Stages, progress_for
    from sitegen.execute import executor_for

    home = find_root(options.root)
    config = config_of(home, options)
    with progress_for(options.quiet, options.verbose) as progress:
        executor = executor_for(options.jobs or os.cpu_count() or 1)
        stages = Stages(progress)
        result = build(home, config, Context(executor, stages, options=BuildOptions(reports=True)))
        times = stages.seconds()
    if options.profile:
        _show_profile(times, result)
    if options.baseline:
        _record(home, result)
        return
    report = result.report
    report = replace(report, problems=strictly(report.problems)) if options.strict else report
    good = f"{report.pages:,} pages checked: {count(report.problems)}{_known(report)}"
    _finish(report, home, options, "\n".join((good, *result.summaries)), "")


def _record(home: Path, result: Result) -> None:
    """Writes the list of known problems; exits if there are errors that it cannot have."""
    if "sitegen.features.severities" in missing():
        stop("sitegen.features.severities, which keeps the list, is not installed", USAGE)
    from sitegen.features.severities.baseline import written_baseline
    from sitegen.features.severities.judge import can_be_listed, divide
    from sitegen.read.scan import KNOWN_PROBLEMS
    from sitegen.store.own_files import replace_file

    config, listed = result.site.site.config, result.site.files.known
    before = divide(result.found, config, listed)
    problems = (*before.new, *before.known)
    if result.blocked:
        blocking = [p for p in before.new if p.severity is Severity.ERROR and not can_be_listed(p)]
        stop_for(blocking or result.report.problems, home, outcome="these cannot be recorded, so nothing was")
    known = [problem for problem in problems if can_be_listed(problem)]
    added, removed = len(known) - len(before.known), before.left.total()
    try:
        replace_file(home / KNOWN_PROBLEMS, written_baseline(known).encode("utf-8"))
    except OSError as error:
        stop(f"{KNOWN_PROBLEMS} cannot be written: {error.strerror}", USAGE)
    number = f"{len(known):,} problem{'' if len(known) == 1 else 's'} recorded"
    click.echo(f"{KNOWN_PROBLEMS}: {number}; {added:,} added, {removed:,} removed")


def _finish(report: Report, home: Path, options: Options, good: str, bad: str) -> None:
    """Prints the problems and the last line; exits if there was an error."""
    show_report(report, home, options.style, options.summary)
    line = "; ".join(filter(None, (count(report.problems), bad))) if report.failed else good
    if options.style == "text" and (report.failed or not options.quiet):
        click.echo(line)
    if report.failed:
        sys.exit(CONTENT)


# --- the last line ---------------------------------------------------------------------------


def summary(report: Report, target: Path, base_url: str | None) -> str:
    """Last line of a build's output."""
    files = f"{report.written:,} files written, {report.unchanged:,} unchanged"
    removed = f", {report.removed:,} removed" if report.removed else ""
    drafts = f"; {report.left_out} not published yet" if report.left_out else ""
    files_left_out = f"; {_files(report.files_left_out)}" if report.files_left_out else ""
    warnings = (f"; {count(report.problems)}" if report.problems else "") + _known(report)
    shown = os.path.relpath(target) if len(os.path.relpath(target)) < len(str(target)) else str(target)
    python = "py" if os.name == "nt" else "python3"
    look = f"; look at it with: {python} -m http.server --directory {shown}" if base_url is None else ""
    languages = f"{report.languages} language{'' if report.languages == 1 else 's'}"
    return (
        f"{report.pages:,} pages in {languages}: {files}{removed} in {report.seconds:.1f} s, "
        f"in {shown}{look}{drafts}{files_left_out}{warnings}"
    )


def _known(report: Report) -> str:
    """Number of known problems; empty if there are none."""
    number = f"{report.known:,} known problem{'' if report.known == 1 else 's'}"
    return f"; {number} (content/problems.lock)" if report.known else ""


def _files(left_out: int) -> str:
    files = "1 file beside entries is" if left_out == 1 else f"{left_out:,} files beside entries are"
    return f"{files} not published ({PROGRAM} check names {'it' if left_out == 1 else 'them'})"
