"""`sitegen translations`."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.console import CONTENT, USAGE, definition_of, find_root, stop, stop_for
from sitegen.commands.options import ROOT
from sitegen.problems.formats import printable, suggest

if TYPE_CHECKING:
    from sitegen.types import Config
    from sitegen.upkeep.translations import Survey

LEAST = re.compile(r"([A-Za-z0-9-]+)=([0-9]{1,2}|100)")


@click.command("translations")
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option("--accept", "accepting", is_flag=True, help="Mark the translation FILE as up to date.")
@click.option(
    "--accept-all", "all_of_them", is_flag=True, help="Mark every unrecorded translation as up to date."
)
@click.option(
    "--fail-under",
    "least",
    metavar="LANGUAGE=PERCENT",
    multiple=True,
    help="Exit with status 1 if fewer translations than this are up to date.",
)
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="Format of the list."
)
@ROOT
def translations_command(
    files: tuple[str, ...],
    accepting: bool,
    all_of_them: bool,
    least: tuple[str, ...],
    style: str,
    root: Path | None,
) -> None:
    """List translations and those that are older than their source."""
    from sitegen.upkeep.translations import as_json, as_text, survey

    if files and not accepting:
        stop("a FILE is for --accept", USAGE)
    if accepting and (all_of_them or not files):
        stop("--accept needs a FILE, and --accept-all takes none", USAGE)
    if least and (accepting or all_of_them):
        stop("--fail-under is for the list; accept first", USAGE)
    home = find_root(root)
    config = definition_of(home)
    if len(config.languages) < 2:
        stop("the site has one language, so there is nothing to translate", USAGE)
    if accepting or all_of_them:
        _accept(home, config, None if all_of_them else files)
        return
    bounds = [_bound(config, written) for written in least]
    found = survey(home, config)
    if found.problems:
        stop_for(found.problems, home, style)
    click.echo(as_json(found) if style == "json" else printable_lines(as_text(found)))
    if _below(found, bounds):
        sys.exit(CONTENT)


def printable_lines(text: str) -> str:
    """Text with control characters escaped, except for line ends."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _bound(config: Config, written: str) -> tuple[str, int]:
    """Language and percentage of a `--fail-under`; exits if it has none."""
    found = LEAST.fullmatch(written)
    if found is None:
        stop(f'"{written}" is not a language and a percentage, like fr=90', USAGE)
    code = found[1]
    others = [language for language in config.languages if language != config.default_language]
    if code not in others:
        stop(
            f'"{code}" is not a language of translations ({suggest(code, others) or ", ".join(others)})',
            USAGE,
        )
    return code, int(found[2])


def _below(found: Survey, bounds: Sequence[tuple[str, int]]) -> bool:
    """Returns True if a language is below its bound, and names each one that is."""
    percent = {language.language: language.percent for language in found.counts}
    below = [(code, least) for code, least in bounds if percent[code] < least]
    for code, least in below:
        click.echo(f"sitegen: {code}: {percent[code]}% fresh, and {least}% are asked for", err=True)
    return bool(below)


def _accept(home: Path, config: Config, files: Sequence[str] | None) -> None:
    from sitegen.model.translation_lock import LOCK
    from sitegen.upkeep.translations import accept

    paths = None if files is None else [_path(home, name) for name in files]
    try:
        accepted = accept(home, config, paths)
    except OSError as error:
        stop(f"{LOCK} cannot be written: {error.strerror}", USAGE)
    if accepted.problems:
        stop_for(accepted.problems, home, outcome="nothing was recorded")
    if accepted.error:
        stop(accepted.error, USAGE)
    number = len(accepted.keys)
    stale = f"; {accepted.stale} stale" if accepted.stale else ""
    click.echo(f"{LOCK}: {number:,} translation{'' if number == 1 else 's'} recorded{stale}")


def _path(home: Path, name: str) -> str:
    """Path of a file relative to the site, given relative to the current folder or to the site."""
    here = Path(name)
    file = here if here.exists() else home / name
    try:
        return file.resolve().relative_to(home.resolve()).as_posix()
    except ValueError:
        return name
