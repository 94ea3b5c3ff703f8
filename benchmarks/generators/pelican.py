"""The corpus as a site for Pelican, with and without its cache of what it has read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path

from benchmarks.corpus import Entry
from benchmarks.generators.generator import (
    Command,
    Generator,
    Setup,
    body_of,
    install_python,
    plain_setup,
    write_files,
)

VERSION = "4.12.0"
MARKDOWN = "3.11.3"
CACHED = ("--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true")


def prepare(folder: Path) -> None:
    install_python(folder, f"pelican=={VERSION}\nmarkdown=={MARKDOWN}\n")


def write_site(root: Path, entries: Iterable[Entry]) -> None:
    write_files(root, "full/pelican", entries, text_of)


def text_of(entry: Entry) -> str:
    """`[TOC]` is where Pelican puts the table of contents."""
    fields = (
        f"Title: {entry.title}",
        f"Date: {entry.date}",
        f"Summary: {entry.summary}",
        f"Tags: {', '.join(entry.topics)}",
        f"Author: {entry.place}",
        f"See_also: {', '.join(f'{section}/{name}' for section, name in entry.see_also)}",
    )
    return "\n".join(fields) + "\n\n[TOC]\n\n" + body_of(entry, "/{section}/{name}/") + "\n"


def command(folder: Path, site: Path) -> Command:
    return Command((str(folder / "venv" / "bin" / "pelican"), "--settings", "pelicanconf.py"), site)


def cached_command(folder: Path, site: Path) -> Command:
    plain = command(folder, site)
    return Command((*plain.arguments, *CACHED), site)


PELICAN = Generator(
    name="pelican",
    program="pelican",
    version=lambda: VERSION,
    incremental=False,
    prepare=prepare,
    setups={
        "full": Setup(write_site, text_of, template="theme/templates/base.html"),
        "plain": plain_setup("pelican", template="theme/templates/base.html"),
    },
    command=command,
)
CACHED_PELICAN = dataclasses.replace(
    PELICAN,
    name="pelican-cached",
    incremental=True,
    command=cached_command,
    leavings=(".cache",),
)
