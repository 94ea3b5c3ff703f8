"""What every command says and how it ends: the folder of the site, its definition, problems, last words."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from sitegen.commands.options import Options, moment_of_run
from sitegen.problems.formats import as_annotation, as_json, as_texts, count, together
from sitegen.types import Config, Problem

GOOD, CONTENT, USAGE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit statuses: good; problems in the content; usage or configuration; our own fault; interrupted."""

PROGRAM = os.environ.get("SITEGEN_PROGRAM", "sitegen")
"""How this program was started: `sitegen`, or `python3 build.py` where that did it."""

MOST_SHOWN = 50_000_000
"""Bytes of a file whose lines are shown."""
MOST_ANNOTATIONS = 50
"""GitHub shows no more of a step."""


def find_root(given: Path | None) -> Path:
    """The folder that holds `content/`: as given, or the nearest above the current one."""
    if given is not None:
        if not (given / "content").is_dir():
            stop(f"{given} has no folder content/", USAGE)
        return _with_real_folders(given)
    here = Path.cwd()
    places = [here, *here.parents]
    if home := os.environ.get("SITEGEN_HOME"):
        places.append(Path(home))
    found = next((place for place in places if (place / "content").is_dir()), None)
    if found is None:
        advice = "go into a site, give --root, or make one with: sitegen init DIR"
        stop(f"no folder content/ here or above; {advice}", USAGE)
    return _with_real_folders(found)


def _with_real_folders(home: Path) -> Path:
    """The folder of a site; ends the program where one of its folders is a link or a file."""
    from sitegen.read.scan import FOLDERS, not_a_folder

    wrong = next(filter(None, (not_a_folder(home, name) for name in FOLDERS)), None)
    if wrong is not None:
        stop(f"{home / wrong.location.path}: {wrong.message}; {wrong.hint}", USAGE)
    return home


def config_of(home: Path, options: Options) -> Config:
    """The site's definition; ends the program where it has mistakes."""
    from sitegen.definition.config import load_config

    config, problems = load_config(home, options.now, options.base_url, options.drafts)
    if config is None:
        show(problems, home, options.style)
        if options.style == "text":
            click.echo(f"{count(problems)} in the definition of the site; nothing was built")
        sys.exit(USAGE)
    return config


def definition_of(home: Path, now: date | None = None, style: str = "text") -> Config:
    """The site's configuration, for a command that builds nothing; `now` is the current day or moment."""
    from sitegen.definition.config import load_config

    config, problems = load_config(home, now or moment_of_run())
    if config is None:
        show(problems, home, style)
        sys.exit(USAGE)
    return config


def show(problems: Sequence[Problem], home: Path, style: str) -> None:
    """Says the problems in the style asked for."""
    if style == "json":
        click.echo(as_json(problems))
    elif style == "github":
        for problem in problems[:MOST_ANNOTATIONS]:
            click.echo(as_annotation(problem))
        if len(problems) > MOST_ANNOTATIONS:
            click.echo(
                f"::notice::{count(problems)}; GitHub shows {MOST_ANNOTATIONS}, --format text shows all"
            )
    elif problems:
        click.echo(texts_of(problems, home))


def stop_for(problems: Sequence[Problem], home: Path, style: str = "text", outcome: str = "") -> NoReturn:
    """Ends the program with the errors for which it did nothing, and perhaps what was not done."""
    show(problems, home, style)
    if outcome:
        click.echo(f"{count(problems)}; {outcome}")
    sys.exit(CONTENT)


def texts_of(problems: Sequence[Problem], home: Path) -> str:
    """The problems as an editor reads them, with their lines; of many of one kind in a file, the first."""
    return "\n".join(as_texts(together(problems), partial(_lines, home)))


def _lines(home: Path, path: str) -> Sequence[str]:
    """The lines of a source file; none if it cannot be read as text of a plausible size."""
    file = home / path
    try:
        if not file.is_file() or file.stat().st_size > MOST_SHOWN:
            return ()
        return file.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except (OSError, ValueError):
        return ()


def stop(message: str, status: int) -> NoReturn:
    """Ends the program with a last word."""
    click.echo(f"sitegen: {message}", err=True)
    sys.exit(status)
