"""`sitegen init`."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from subprocess import list2cmdline

import click

from sitegen.commands.console import USAGE, definition_of, stop
from sitegen.problems.formats import suggest

PRESET_NAMES = ("institute", "network", "minimal")
CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--preset",
    type=click.Choice(PRESET_NAMES),
    default="institute",
    help="Types and example content: institute (default), network or minimal.",
)
@click.option("--title", default="", help="Name of the site.")
@click.option("--languages", default="en,fr", help="Codes of its languages, the default language first.")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "none"]),
    default="github",
    help="Where checks and publication will run (default: github).",
)
def init_command(folder: Path, preset: str, title: str, languages: str, ci: str) -> None:
    """Create a small complete site in FOLDER."""
    from sitegen.authoring import generated_files, write
    from sitegen.authoring.scaffold import NotEmpty, Preset, make_site
    from sitegen.authoring.scaffold.record import Answers
    from sitegen.upkeep.translations import accept

    wanted = Preset(preset, _codes(languages), title)
    try:
        files = make_site(folder, Answers(ci), wanted)
        config = definition_of(folder)
        if len(wanted.languages) > 1:
            accept(folder, config)
        made = generated_files(folder, config)
        write(folder, made)
    except NotEmpty as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"{folder} cannot be written: {error.strerror}", USAGE)
    click.echo(f"{folder}: a site of {files + len(made)} files. To see it:\n")
    for line in _first_lines(folder):
        click.echo(f"    {line}")
    click.echo("\nThe README.md of the site says how to go on.")


def _first_lines(folder: Path) -> list[str]:
    """Lines for a terminal that install what a new site needs and serve it."""
    windows = os.name == "nt"
    python, programs = ("py", ".venv\\Scripts\\") if windows else ("python3", ".venv/bin/")
    named = list2cmdline([str(folder)]) if windows else shlex.quote(str(folder))
    return [
        *([f"cd {named}"] if folder.resolve() != Path.cwd() else []),
        f"{python} -m venv .venv",
        f"{programs}pip install -r requirements.txt",
        f"{programs}sitegen serve",
    ]


def _codes(written: str) -> tuple[str, ...]:
    """Codes of languages; exits if one is unknown."""
    from babel import Locale, UnknownLocaleError
    from babel.localedata import locale_identifiers

    codes = tuple(dict.fromkeys(code for code in re.split(r"[,\s]+", written) if code))
    for code in codes:
        try:
            known = bool(CODE.fullmatch(code)) and Locale.parse(code.replace("-", "_")) is not None
        except (UnknownLocaleError, ValueError):
            known = False
        if not known:
            near = suggest(code, [known.replace("_", "-") for known in locale_identifiers()])
            stop(f'"{code}" is not a language code; {near or "like en, fr or pt-BR"}', USAGE)
    if not codes:
        stop("name at least one language: --languages en,fr", USAGE)
    return codes
