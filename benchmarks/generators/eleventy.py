"""The corpus as a site for Eleventy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from benchmarks.corpus import SECTIONS, Entry
from benchmarks.generators.generator import (
    Command,
    Generator,
    Setup,
    body_of,
    front_matter,
    install_node,
    node_version,
    plain_setup,
    write_files,
)


def version() -> str:
    return node_version("eleventy", "@11ty/eleventy")


def prepare(folder: Path) -> None:
    install_node(folder, "eleventy")


def write_site(root: Path, entries: Iterable[Entry]) -> None:
    write_files(root, "full/eleventy", entries, text_of)
    for section in SECTIONS:
        defaults = root / "content" / section / f"{section}.json"
        defaults.write_text('{"layout": "entry.njk"}\n', encoding="utf-8")


def text_of(entry: Entry) -> str:
    """`[[toc]]` is where the plug-in puts the table of contents."""
    see_also = ", ".join(f"/{section}/{name}/" for section, name in entry.see_also)
    fields = (
        f"title: {entry.title}",
        f"date: {entry.date}",
        f"summary: {entry.summary}",
        f"topics: [{', '.join(entry.topics)}]",
        f"place: {entry.place}",
        f"see_also: [{see_also}]",
    )
    body = body_of(entry, "/{section}/{name}/")
    return front_matter(fields) + "[[toc]]\n\n" + body + "\n"


def command(folder: Path, site: Path) -> Command:
    return _run(folder, site)


def server(folder: Path, site: Path, port: int) -> Command:
    return _run(folder, site, "--serve", "--incremental", f"--port={port}")


def _run(folder: Path, site: Path, *arguments: str) -> Command:
    program = folder / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    return Command(("node", str(program), "--quiet", *arguments), site)


ELEVENTY = Generator(
    name="eleventy",
    program="eleventy",
    version=version,
    incremental=False,
    prepare=prepare,
    setups={
        "full": Setup(write_site, text_of, template="content/_includes/base.njk"),
        "plain": plain_setup("eleventy", template="content/_includes/base.njk"),
    },
    command=command,
    server=server,
)
