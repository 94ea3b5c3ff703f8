"""What can be said on the command line of a build."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from msgspec import Struct


def moment_of_run() -> datetime:
    """The moment by `SOURCE_DATE_EPOCH` (reproducible-builds.org), or by the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not epoch.isdigit():
        raise click.UsageError(f'SOURCE_DATE_EPOCH is "{epoch}"; it must be seconds since 1970')
    try:
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {epoch}; no calendar reaches that far") from error


def _when(_: click.Context, __: click.Parameter, value: str | None) -> date:
    """The day that counts as today, or the moment that counts as now."""
    if value is None:
        return moment_of_run()
    try:
        return date.fromisoformat(value) if len(value) <= WHOLE_DAY else datetime.fromisoformat(value)
    except ValueError as error:
        message = f'"{value}" is not a date; write it as 2026-05-31 or 2026-05-31T14:30+02:00'
        raise click.BadParameter(message) from error


WHOLE_DAY = len("2026-05-31")


def _base_url(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """The base URL as given; a mistake of usage where it is none."""
    from sitegen.definition.config import valid_base_url

    if value is not None and not valid_base_url(value):
        raise click.BadParameter(
            f'"{value}" is not the address of a site, like https://example.org/preview/7/'
        )
    return value


ROOT = click.option("--root", type=click.Path(path_type=Path), help="The folder that holds content/.")
BASE_URL = click.option(
    "--base-url", callback=_base_url, metavar="URL", help="Another address than site.yaml's."
)
JOBS = click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes to use (all cores).")
NOW = click.option(
    "--now",
    callback=_when,
    metavar="WHEN",
    help="The day that counts as today: 2026-05-31; of a moment, its day in the site's time zone.",
)
STYLE = click.option("--format", "style", type=click.Choice(["text", "json"]), default="text",
                     help="How it is said.")  # fmt: skip
OPTIONS = (
    ROOT,
    click.option("--output", type=click.Path(path_type=Path), help="Where the site goes (ROOT/public)."),
    BASE_URL,
    click.option("--drafts", is_flag=True, help="With drafts and what is to be published later."),
    NOW,
    JOBS,
    click.option("--clean", is_flag=True, help="Write every file anew."),
    click.option("--strict", is_flag=True, help="Warnings count as errors."),
    click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text",
                 help="How problems are shown."),
    click.option("-q", "--quiet", is_flag=True, help="Only problems."),
    click.option("-v", "--verbose", is_flag=True, help="Each stage when it begins."),
    click.option("--profile", is_flag=True, help="Where the time went: stages, templates, slowest pages."),
)  # fmt: skip


VERIFY = click.option("--verify", is_flag=True, help="Make the site again without memory, and compare.")


class Options(Struct, frozen=True):
    """What was said on the command line."""

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
    verify: bool = False


SERVE_OPTIONS = (
    ROOT,
    click.option(
        "--port", type=click.IntRange(1, 65535), default=8000, help="The port, or the next free one."
    ),
    click.option("--open", "browser", is_flag=True, help="Open the site in the browser."),
    click.option("--poll", is_flag=True, help="Look for changes, where the system tells of none."),
    click.option("--no-drafts", is_flag=True, help="Without drafts and what is to be published later."),
    BASE_URL,
    JOBS,
)


class ServeOptions(Struct, frozen=True):
    """What was said on the command line of `serve`."""

    root: Path | None
    port: int
    browser: bool
    poll: bool
    no_drafts: bool
    base_url: str | None
    jobs: int | None


DIFF_OPTIONS = (
    click.argument("folders", nargs=-1, metavar="[BASE HEAD]", type=click.Path(path_type=Path)),
    click.option("--against", metavar="COMMIT", help="Compare your files with a commit: main."),
    ROOT,
    click.option("--format", "style", type=click.Choice(["text", "json", "markdown"]), default="text",
                 help="How the differences are shown."),
    click.option("--report", is_flag=True, help="Put pages with the differences into HEAD, at /_preview/."),
    click.option("--preview-url", callback=_base_url, metavar="URL", help="Where HEAD is, for links."),
    click.option("--overlay", type=click.Path(path_type=Path), metavar="FILE",
                 help="Output of `sitegen overlay`, for the Markdown."),
    click.option("--exit-code", is_flag=True, help="End with status 1 where something differs."),
    JOBS,
)  # fmt: skip


class DiffOptions(Struct, frozen=True):
    """What was said on the command line of `diff`."""

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
    """Gives a command the options of a build, as one value."""
    return _with(OPTIONS, Options, command)


def serve_options(command: Callable[[ServeOptions], None]) -> Callable[..., None]:
    """Gives a command the options of `serve`, as one value."""
    return _with(SERVE_OPTIONS, ServeOptions, command)


def diff_options(command: Callable[[DiffOptions], None]) -> Callable[..., None]:
    """Gives a command the options of `diff`, as one value."""
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
