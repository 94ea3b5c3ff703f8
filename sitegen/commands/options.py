"""Options of the commands that build, serve and compare."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from msgspec import Struct

Command = TypeVar("Command", bound=Callable[..., Any])


def moment_of_run() -> datetime:
    """The current moment: `SOURCE_DATE_EPOCH` (reproducible-builds.org) if set, otherwise the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not epoch.isdigit():
        raise click.UsageError(f'SOURCE_DATE_EPOCH is "{epoch}"; it must be seconds since 1970')
    try:
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {epoch}; no calendar reaches that far") from error


def _when(_: click.Context, __: click.Parameter, value: str | None) -> date:
    """Value of `--now`: a day, or a moment. Raises BadParameter."""
    if value is None:
        return moment_of_run()
    try:
        return date.fromisoformat(value) if len(value) <= WHOLE_DAY else datetime.fromisoformat(value)
    except ValueError as error:
        message = f'"{value}" is not a date; write it as 2026-05-31 or 2026-05-31T14:30+02:00'
        raise click.BadParameter(message) from error


WHOLE_DAY = len("2026-05-31")


def _base_url(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Value of an option that takes the address of a site. Raises BadParameter."""
    if value is None:
        return None
    from sitegen.definition.config import valid_base_url

    if not valid_base_url(value):
        raise click.BadParameter(
            f'"{value}" is not the address of a site, like https://example.org/preview/7/'
        )
    return value


ROOT = click.option(
    "--root", type=click.Path(path_type=Path), help="Folder of the site, which contains content/."
)
BASE_URL = click.option(
    "--base-url",
    callback=_base_url,
    metavar="URL",
    help="Address to build for, instead of the one in site.yaml.",
)
JOBS = click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Number of processes (default: all cores)."
)
NOW = click.option(
    "--now",
    callback=_when,
    metavar="WHEN",
    help="Day (2026-05-31) or moment (2026-05-31T14:30+02:00) to use as the current one.",
)
STYLE = click.option("--format", "style", type=click.Choice(["text", "json"]), default="text",
                     help="Output format.")  # fmt: skip
OPTIONS = (
    ROOT,
    click.option("--output", type=click.Path(path_type=Path), help="Output folder (default: ROOT/public)."),
    BASE_URL,
    click.option("--drafts", is_flag=True, help="Include drafts and entries with a later publication date."),
    NOW,
    JOBS,
    click.option("--clean", is_flag=True, help="Ignore the build cache and write every file."),
    click.option("--strict", is_flag=True, help="Treat warnings as errors."),
    click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text",
                 help="Format of problems."),
    click.option("-q", "--quiet", is_flag=True, help="Show problems only."),
    click.option("-v", "--verbose", is_flag=True, help="Show each stage with its time."),
    click.option("--profile", is_flag=True, help="Show times by stage, template and page."),
    click.option("--summary", is_flag=True, help="Show problems by code, with their number and examples."),
)  # fmt: skip


VERIFY = click.option("--verify", is_flag=True, help="Rebuild from scratch and compare the results.")


CLUSTER = click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Dask cluster to build on: local:N or tcp://HOST:PORT.",
)
STORE = click.option(
    "--store",
    metavar="PLACE",
    help="Files that the workers of --cluster share: s3://BUCKET/FOLDER, gs://…, az://… or a folder.",
)


def timeout_option(seconds: float, awaited: str = "an answer") -> Callable[[Command], Command]:
    """The option `--timeout`, with this default."""
    return click.option(
        "--timeout",
        type=click.FloatRange(0.1, 600),
        default=seconds,
        metavar="SECONDS",
        help=f"Seconds to wait for {awaited} (default {seconds:g}).",
    )


def pause_option(between: str) -> Callable[[Command], Command]:
    """The option `--pause`, one second by default."""
    return click.option(
        "--pause",
        type=click.FloatRange(0, 60),
        default=1.0,
        metavar="SECONDS",
        help=f"Seconds to wait {between} (default 1).",
    )


BASELINE = click.option(
    "--baseline",
    type=click.Choice(["update"]),
    help="Record the present problems in content/problems.lock; later builds report what is new.",
)


class Options(Struct, frozen=True):
    """Options of a build."""

    root: Path | None
    output: Path | None
    base_url: str | None
    drafts: bool
    now: date
    jobs: int | None
    clean: bool
    strict: bool
    style: str
    quiet: bool
    verbose: bool
    profile: bool
    summary: bool
    verify: bool = False
    cluster: str | None = None
    store: str | None = None
    baseline: str | None = None


SERVE_OPTIONS = (
    ROOT,
    click.option(
        "--port", type=click.IntRange(1, 65535), default=8000, help="Port to listen on, or the next free one."
    ),
    click.option(
        "--host",
        default="127.0.0.1",
        metavar="IP",
        help="Address to listen at; 0.0.0.0 for all of this machine, so that other devices can look.",
    ),
    click.option("--open", "browser", is_flag=True, help="Open the site in the browser."),
    click.option(
        "--poll",
        is_flag=True,
        help="Check files for changes at intervals, for file systems that report none.",
    ),
    click.option(
        "--no-drafts", is_flag=True, help="Leave out drafts and entries with a later publication date."
    ),
    BASE_URL,
    JOBS,
)


class ServeOptions(Struct, frozen=True):
    """Options of `serve`."""

    root: Path | None
    port: int
    host: str
    browser: bool
    poll: bool
    no_drafts: bool
    base_url: str | None
    jobs: int | None


DIFF_OPTIONS = (
    click.argument("folders", nargs=-1, metavar="[BASE HEAD]", type=click.Path(path_type=Path)),
    click.option("--against", metavar="COMMIT", help="Compare your files with a commit, such as main."),
    ROOT,
    click.option("--format", "style", type=click.Choice(["text", "json", "markdown"]), default="text",
                 help="Format of the differences."),
    click.option("--report", is_flag=True, help="Write pages that show the differences to HEAD."),
    click.option("--preview-url", callback=_base_url, metavar="URL", help="Address of HEAD, for links."),
    click.option("--overlay", type=click.Path(path_type=Path), metavar="FILE",
                 help="Output of `sitegen overlay`, to include in the Markdown."),
    click.option("--exit-code", is_flag=True, help="Exit with status 1 if anything differs."),
    JOBS,
)  # fmt: skip


class DiffOptions(Struct, frozen=True):
    """Options of `diff`."""

    folders: tuple[Path, ...]
    against: str | None
    root: Path | None
    style: str
    report: bool
    preview_url: str | None
    overlay: Path | None
    exit_code: bool
    jobs: int | None


def build_options(command: Callable[[Options], None]) -> Callable[..., None]:
    """Adds the options of a build to a command, which gets them as one value."""
    return _with(OPTIONS, Options, command)


def serve_options(command: Callable[[ServeOptions], None]) -> Callable[..., None]:
    """Adds the options of `serve` to a command, which gets them as one value."""
    return _with(SERVE_OPTIONS, ServeOptions, command)


def diff_options(command: Callable[[DiffOptions], None]) -> Callable[..., None]:
    """Adds the options of `diff` to a command, which gets them as one value."""
    return _with(DIFF_OPTIONS, DiffOptions, command)


def _with(
    options: tuple[Any, ...], kind: Callable[..., Any], command: Callable[[Any], None]
) -> Callable[..., None]:
    def with_options(**values: Any) -> None:
        command(kind(**values))

    with_options.__doc__ = command.__doc__
    decorated: Callable[..., None] = with_options
    for option in reversed(options):
        decorated = option(decorated)
    return decorated
