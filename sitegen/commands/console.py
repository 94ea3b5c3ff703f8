"""Steps shared by commands: finding the site, loading its definition, printing problems, exiting."""

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
from sitegen.problems.formats import as_annotation, as_json, as_texts, count, grouped
from sitegen.store.own_files import read_regular
from sitegen.types import Config, Problem, Report, Severity

GOOD, CONTENT, USAGE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit statuses: success; problems in the content; usage or definition; a fault of sitegen; interrupted."""

PROGRAM = os.environ.get("SITEGEN_PROGRAM", "sitegen")
"""Command that started this program: `sitegen`, or `python3 build.py`."""
VARIABLE = "_SITEGEN_COMPLETE"
"""Environment variable by which a shell asks for completions."""

VERSION_HELP = "Show the version of sitegen and Python, and the extras that are installed."

MOST_SHOWN = 50_000_000
"""Size in bytes up to which lines of a file are shown."""
MOST_ANNOTATIONS = 50
"""GitHub shows no more annotations for one step."""


def find_root(given: Path | None) -> Path:
    """Folder that contains `content/`: the given one, or the current folder or the nearest one above it."""
    if given is not None:
        if not (given / "content").is_dir():
            stop(f"{given} has no folder content/", USAGE)
        return _with_real_folders(given)
    found = site_here()
    if found is None:
        advice = f"go into a site, give --root, or make one with: {PROGRAM} init DIR"
        stop(f"no folder content/ here or above; {advice}", USAGE)
    return _with_real_folders(found)


def site_here() -> Path | None:
    """The current folder or the nearest one above it that is a site, else the site of this program."""
    here = Path.cwd()
    places = [here, *here.parents]
    if home := os.environ.get("SITEGEN_HOME"):
        places.append(Path(home))
    return next((place for place in places if (place / "content").is_dir()), None)


def root_in(arguments: Sequence[str]) -> Path | None:
    """The site that arguments name with `--root`, else the one around the current folder."""
    for number, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--root":
            given = value if equals else "".join(arguments[number + 1 : number + 2])
            return Path(given) if (Path(given) / "content").is_dir() else None
    return site_here()


def activate_extensions(home: Path | None) -> None:
    """Activates the extensions of a site without reading its definition; exits if they have errors."""
    from sitegen.definition.config import activate_extensions as activate

    if home is not None:
        problems = activate(home)
        if any(problem.severity is Severity.ERROR for problem in problems):
            show(problems, home, "text")
            sys.exit(USAGE)


def activate_what_is_sound(home: Path | None) -> bool:
    """Activates the extensions of a site for a list of commands; returns False if one has errors.

    Prints nothing: a shell that completes a word takes all that is printed for completions.
    """
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    from sitegen.definition.config import activate_extensions as activate

    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        problems = activate(home) if home is not None else ()
    return all(problem.severity is not Severity.ERROR for problem in problems)


def _with_real_folders(home: Path) -> Path:
    """Returns the folder of a site; exits if one of its folders is a link or a file."""
    from sitegen.read.scan import FOLDERS, not_a_folder
    from sitegen.types.paths import DATA

    wrong = next(filter(None, (not_a_folder(home, name) for name in FOLDERS if name != DATA)), None)
    if wrong is not None:
        stop(f"{home / wrong.location.path}: {wrong.message}; {wrong.hint}", USAGE)
    return home


def config_of(home: Path, options: Options) -> Config:
    """Loads the site's configuration; exits if the definition has errors."""
    from sitegen.definition.config import load_config

    config, problems = load_config(home, options.now, options.base_url, options.drafts)
    if config is None:
        show(problems, home, options.style)
        if options.style == "text":
            click.echo(f"{count(problems)} in the definition of the site; nothing was built")
        sys.exit(USAGE)
    return config


def definition_of(home: Path, now: date | None = None, style: str = "text") -> Config:
    """Loads the site's configuration for a command that builds nothing; `now` is the day or moment."""
    from sitegen.definition.config import load_config

    config, problems = load_config(home, now or moment_of_run())
    if config is None:
        show(problems, home, style)
        sys.exit(USAGE)
    return config


def show(problems: Sequence[Problem], home: Path, style: str) -> None:
    """Prints problems in a style: `text`, `json` or `github`."""
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


def show_report(report: Report, home: Path, style: str, summary: bool) -> None:
    """Prints the problems of a report, or a summary of them."""
    if not summary and not (style == "json" and report.known):
        show(report.problems, home, style)
        return
    from sitegen.commands.problem_summary import as_summary, summary_data

    if style == "json":
        groups = {"summary": summary_data(report.problems)} if summary else {}
        click.echo(as_json(report.problems, **groups, known=report.known))
    elif report.problems:
        click.echo("\n".join(as_summary(report.problems)))


def stop_for(problems: Sequence[Problem], home: Path, style: str = "text", outcome: str = "") -> NoReturn:
    """Prints problems and an outcome such as "nothing was recorded", and exits."""
    show(problems, home, style)
    if outcome:
        click.echo(f"{count(problems)}; {outcome}")
    sys.exit(CONTENT)


def texts_of(problems: Sequence[Problem], home: Path) -> str:
    """Problems as text, with their source lines; of many with one code in a file, the first ones."""
    return "\n".join(as_texts(grouped(problems), partial(_lines, home)))


def _lines(home: Path, path: str) -> Sequence[str]:
    """Lines of a source file; empty if the file is missing, a link, too large or unreadable."""
    try:
        data = read_regular(home / path, MOST_SHOWN)
    except (OSError, ValueError):
        return ()
    return data.decode("utf-8-sig", "replace").split("\n") if len(data) <= MOST_SHOWN else ()


def stop(message: str, status: int) -> NoReturn:
    """Prints a message and exits with a status."""
    click.echo(f"sitegen: {message}", err=True)
    sys.exit(status)
