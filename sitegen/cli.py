"""The commands; the only place that prints."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

from sitegen import __version__
from sitegen.console import (
    CONTENT,
    FAULT,
    GOOD,
    INTERRUPTED,
    USAGE,
    config_of,
    definition_of,
    find_root,
    show,
    stop,
    texts_of,
)
from sitegen.options import VERIFY, Options, ServeOptions, build_options, serve_options, today
from sitegen.problems import count, suggest
from sitegen.types import (
    Report,
)

if TYPE_CHECKING:
    from sitegen.pipeline import Built
    from sitegen.state.memory import Request
    from sitegen.state.store import State


class Group(click.Group):
    """Commands with a suggestion for a misspelt one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None:
            hint = (
                suggest(args[0], self.list_commands(ctx)) or f"commands: {', '.join(self.list_commands(ctx))}"
            )
            raise click.UsageError(f'there is no command "{args[0]}" ({hint})')
        return super().resolve_command(ctx, args)


@click.group(cls=Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sitegen")
@click.pass_context
def sitegen(context: click.Context) -> None:
    """Builds a static site from Markdown and YAML. Without a command: build."""
    if context.invoked_subcommand is None:
        context.invoke(build_command, now=today(), style="text")


@sitegen.command("build")
@VERIFY
@build_options
def build_command(options: Options) -> None:
    """Build the site into its output folder."""
    from sitegen.state import memory, store
    from sitegen.write.lock import Locked, lock
    from sitegen.write.output import OutputError, check_output

    started = time.perf_counter()
    home = find_root(options.root)
    target = options.output or home / "public"
    request = memory.Request(
        str(target.resolve()), options.base_url or "", options.drafts, options.strict, options.now
    )
    try:
        check_output(target, home)
        with lock(target):
            state = store.EMPTY if options.clean else store.read(home)
            if memory.is_unchanged(home, target, request, state):
                report = memory.report_of(state)
            else:
                report = _update(home, target, request, options, state)
    except (OutputError, Locked) as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"the site could not be written: {error.strerror or error} ({error.filename or target})", USAGE)
    report = replace(report, seconds=time.perf_counter() - started)
    if options.verify and not report.failed:
        _verify(home, target, options)
    _finish(report, home, options, summary(report, target, options.base_url), "nothing was written")


def _verify(home: Path, target: Path, options: Options) -> None:
    """Ends the program where the output is not that of a clean build."""
    from sitegen.execute import executor_for
    from sitegen.progress import progress_for
    from sitegen.verify import verify

    with progress_for(options.quiet, options.verbose) as progress:
        executor = executor_for(options.jobs or os.cpu_count() or 1)
        wrong = verify(home, target, config_of(home, options), executor, progress)
    if wrong:
        named = ", ".join(wrong[:5]) + (", …" if len(wrong) > 5 else "")
        advice = "this is a fault of sitegen, please report it, and build with --clean until it is mended"
        stop(f"{len(wrong)} files are not what a clean build makes: {named}; {advice}", FAULT)
    if not options.quiet:
        click.echo("every file is, to the byte, what a clean build makes")


def _update(home: Path, target: Path, request: Request, options: Options, state: State) -> Report:
    from sitegen.execute import executor_for
    from sitegen.progress import Stages, progress_for
    from sitegen.update import Means, update

    config = config_of(home, options)
    with progress_for(options.quiet, options.verbose) as progress:
        executor = executor_for(options.jobs or os.cpu_count() or 1)
        stages = Stages(progress)
        updated = update(home, target, config, request, Means(executor, stages, state, options.clean))
        times = stages.seconds()
    if options.profile and updated.built:
        _show_profile(times, updated.built)
    return updated.report


def _show_profile(times: Sequence[tuple[str, float]], built: Built) -> None:
    from sitegen.profile import profile, spent_on

    click.echo(profile(times, spent_on(built)), err=True)


@sitegen.command("check")
@build_options
def check_command(options: Options) -> None:
    """Run every check and write nothing."""
    from sitegen.check.carbon import estimate
    from sitegen.execute import executor_for
    from sitegen.pipeline import Means, build
    from sitegen.progress import Stages, progress_for
    from sitegen.update import strictly

    home = find_root(options.root)
    config = config_of(home, options)
    with progress_for(options.quiet, options.verbose) as progress:
        executor = executor_for(options.jobs or os.cpu_count() or 1)
        stages = Stages(progress)
        built = build(home, config, Means(executor, stages, reports=True))
        times = stages.seconds()
    if options.profile:
        _show_profile(times, built)
    report = built.report
    report = replace(report, problems=strictly(report.problems, options.strict))
    good = f"{report.pages:,} pages checked: {count(report.problems)}"
    _finish(report, home, options, "\n".join(filter(None, (good, estimate(built.weights)))), "")


def _finish(report: Report, home: Path, options: Options, good: str, bad: str) -> None:
    """Shows the problems and the last line; ends the program where there was an error."""
    show(report.problems, home, options.style)
    line = "; ".join(filter(None, (count(report.problems), bad))) if report.failed else good
    if options.style == "text" and (report.failed or not options.quiet):
        click.echo(line)
    if report.failed:
        sys.exit(CONTENT)


@sitegen.command("serve")
@serve_options
def serve_command(options: ServeOptions) -> None:
    """Show the site on this machine, built again after every change."""
    from sitegen.serve import NoPort, Session, serve
    from sitegen.write.lock import Locked
    from sitegen.write.output import OutputError

    home = find_root(options.root)
    jobs = options.jobs or os.cpu_count() or 1
    session = Session(home, options.port, today, options.base_url, not options.no_drafts, jobs, options.poll)

    def ready(address: str) -> None:
        click.echo(f"the site is at {address}; it follows your changes until you press Ctrl-C")
        if options.browser:
            click.launch(address)

    try:
        serve(session, click.echo, lambda problems: texts_of(problems, home), ready)
    except KeyboardInterrupt:
        click.echo("\nended")
    except NoPort:
        stop(f"port {options.port} and the next are taken; name another with --port", USAGE)
    except (OutputError, Locked) as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"the site could not be served: {error.strerror or error} ({error.filename or home})", USAGE)


@sitegen.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
def init_command(folder: Path) -> None:
    """Make a small complete site in FOLDER."""
    from sitegen.scaffold import NotEmpty, make_site

    try:
        files = make_site(folder)
    except NotEmpty as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"{folder} cannot be written: {error.strerror}", USAGE)
    click.echo(f"{folder}: a site of {files} files. Build it with: sitegen build --root {folder}")


@sitegen.command("new")
@click.argument("type_name", metavar="TYPE")
@click.argument("title")
@click.option("--root", type=click.Path(path_type=Path), help="The folder that holds content/.")
def new_command(type_name: str, title: str, root: Path | None) -> None:
    """Begin an entry of TYPE with its required fields."""
    from sitegen.scaffold import entry_path, skeleton

    home = find_root(root)
    config = definition_of(home)
    content_type = config.types.get(type_name)
    if content_type is None:
        stop(
            f'there is no type "{type_name}" ({suggest(type_name, config.types) or ", ".join(config.types)})',
            USAGE,
        )
    path = entry_path(content_type, title)
    if path is None:
        stop(
            f'"{title}" has no letters for a file name; give it a title in Latin letters and change it later',
            USAGE,
        )
    file = home / path
    if file.exists():
        stop(f"{path} exists already", USAGE)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            skeleton(content_type, title, config.default_language), encoding="utf-8", newline="\n"
        )
    except OSError as error:
        stop(f"{path} cannot be written: {error.strerror}", USAGE)
    click.echo(path)


@sitegen.command("release")
@click.option("--root", type=click.Path(path_type=Path), help="The folder that holds content/.")
def release_command(root: Path | None) -> None:
    """Add the present addresses to content/urls.lock."""
    from sitegen.model.released import LOCK
    from sitegen.release import release

    home = find_root(root)
    config = definition_of(home)
    try:
        added, problems = release(home, config)
    except OSError as error:
        stop(f"{LOCK} cannot be written: {error.strerror}", USAGE)
    if problems:
        show(problems, home, "text")
        click.echo(f"{count(problems)}; nothing was released")
        sys.exit(CONTENT)
    click.echo(f"{LOCK}: {added:,} addresses added" if added != 1 else f"{LOCK}: 1 address added")


@sitegen.command("why")
@click.argument("wanted", metavar="WHAT")
@click.option("--root", type=click.Path(path_type=Path), help="The folder that holds content/.")
def why_command(wanted: str, root: Path | None) -> None:
    """Say what a page is made from and who leads to it. WHAT is its address or a source file."""
    from sitegen.why import told, why

    home = find_root(root)
    config = definition_of(home)
    answer = why(home, config, wanted)
    if answer.problems:
        show(answer.problems, home, "text")
        sys.exit(CONTENT)
    if not answer.found:
        stop("; ".join(filter(None, (f'nothing is made at or from "{wanted}"', answer.hint))), USAGE)
    click.echo("\n\n".join(told(reasons) for reasons in answer.found))


# --- the last line ---------------------------------------------------------------------------


def summary(report: Report, target: Path, base_url: str | None) -> str:
    """The one line at the end of a build."""
    files = f"{report.written:,} files written, {report.unchanged:,} unchanged"
    removed = f", {report.removed:,} removed" if report.removed else ""
    drafts = f"; {report.left_out} not published yet" if report.left_out else ""
    warnings = f"; {count(report.problems)}" if report.problems else ""
    shown = os.path.relpath(target) if len(os.path.relpath(target)) < len(str(target)) else str(target)
    python = "py" if os.name == "nt" else "python3"
    look = f"; look at it with: {python} -m http.server --directory {shown}" if base_url is None else ""
    languages = f"{report.languages} language{'' if report.languages == 1 else 's'}"
    return (
        f"{report.pages:,} pages in {languages}: {files}{removed} in {report.seconds:.1f} s, "
        f"in {shown}{look}{drafts}{warnings}"
    )


def run() -> NoReturn:
    """The program, in a process of its own: runs a command and ends the process with its status."""
    gc.disable()  # what a build makes it keeps until its end, so looking for garbage finds none
    try:
        main()
    except SystemExit as end:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):
                stream.flush()
        os._exit(end.code if isinstance(end.code, int) else FAULT)  # nothing is left to be taken apart


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs a command and ends the program with its status."""
    signal.signal(signal.SIGTERM, _interrupt)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sitegen.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="sitegen",
            standalone_mode=False,
        )
    except click.UsageError as error:
        stop(f"{error.format_message().rstrip('.')}; see sitegen --help", USAGE)
    except (click.Abort, KeyboardInterrupt):
        stop("stopped; the site is as it was", INTERRUPTED)
    except BrokenPipeError:
        sys.exit(GOOD)
    except Exception:
        traceback.print_exc()
        stop("this is a fault of sitegen, not of your content; please report the lines above", FAULT)
    sys.exit(GOOD)


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
