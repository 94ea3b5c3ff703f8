"""The manual page, made from the commands. `python -m sitegen.commands.manual` writes it.

The page is the file `sitegen.1` beside this one. Wheels install it as `share/man/man1/sitegen.1`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from sitegen import __version__
from sitegen.commands import command_of, commands
from sitegen.commands.console import CONTENT, FAULT, GOOD, INTERRUPTED, USAGE, VERSION_HELP

PAGE = Path(__file__).with_name("sitegen.1")
DESCRIPTION = (
    "sitegen turns a folder of Markdown and YAML files, content/, into a website in several languages. It "
    "checks every line, and makes pages, lists, filters, a search, maps, feeds and calendars. Without a "
    "command, it builds the site in the current folder or in the nearest one above it that has a folder "
    "content/."
)
OF_SITES = (
    "The extensions of a site can add commands of their own. In the folder of the site, sitegen help lists "
    "them as well, sitegen help COMMAND shows what one does, and shells complete them."
)
STATUSES = {
    GOOD: "Success, perhaps with warnings.",
    CONTENT: "Errors in the content, and nothing was written; or a command found what it looks for, such as "
    "differences or broken links.",
    USAGE: "Wrong usage, a mistake in site.yaml or a _type.yaml, an unusable output folder, or output that "
    "could not be written (a full disk).",
    FAULT: "A bug in sitegen, with a traceback; please report it.",
    INTERRUPTED: "Interrupted.",
}
VARIABLES = {
    "SOURCE_DATE_EPOCH": "Seconds since 1970 of the moment to use as now.",
    "SITEGEN_HOME": "Folder of the site to use if there is none in the current folder or above.",
    "SITEGEN_SECRET": "Secret of 32 characters or more, for machines that share a build cache.",
    "CI": "If set, there is no progress bar.",
    "NO_COLOR": "If set, the progress bar has no colour.",
}


def manual_page() -> str:
    """The page in the language of man(7)."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield f'.TH SITEGEN 1 "" "sitegen {__version__}" "User Commands"'
    yield from (".SH NAME", "sitegen \\- build a static site from Markdown and YAML")
    yield from (".SH SYNOPSIS", ".B sitegen", "[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR]")
    yield from (".SH DESCRIPTION", _escaped(DESCRIPTION), ".SH OPTIONS")
    yield from _entry("-h, --help", "Show the commands and exit.")
    yield from _entry("-V, --version", VERSION_HELP)
    yield ".SH COMMANDS"
    yield _escaped(OF_SITES)
    for name in commands():
        command = command_of(name)
        assert command is not None
        yield from _command(name, command)
    yield ".SH EXIT STATUS"
    yield from _entries((str(status), meaning) for status, meaning in STATUSES.items())
    yield ".SH ENVIRONMENT"
    yield from _entries(VARIABLES.items())


def _command(name: str, command: click.Command) -> Iterator[str]:
    with click.Context(command, info_name=name, help_option_names=["-h", "--help"]) as context:
        yield f".SS {_escaped(' '.join((name, *command.collect_usage_pieces(context))))}"
        paragraphs = (command.help or "").split("\n\n")
        yield from (line for text in paragraphs for line in (".PP", _escaped(" ".join(text.split()))))
        records = (parameter.get_help_record(context) for parameter in command.get_params(context))
        yield from _entries(record for record in records if record and not record[0].endswith("--help"))


def _entries(entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, meaning in entries:
        yield from _entry(term, meaning)


def _entry(term: str, meaning: str) -> Iterator[str]:
    yield from (".TP", f"\\fB{_escaped(term)}\\fR", _escaped(meaning))


def _escaped(text: str) -> str:
    """Text in which no character is a request or an escape, and hyphens can be copied."""
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


if __name__ == "__main__":
    PAGE.write_text(manual_page(), encoding="utf-8")
