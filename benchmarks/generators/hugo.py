"""The corpus as a site for Hugo."""

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
    install_python,
    plain_setup,
    write_files,
)

VERSION = "0.168.0"
LISTS = (*SECTIONS, "topics", "places")


def prepare(folder: Path) -> None:
    install_python(folder, f"hugo=={VERSION}\n")


def write_site(root: Path, entries: Iterable[Entry]) -> None:
    write_files(root, "full/hugo", entries, text_of)
    for name in LISTS:
        title = root / "content" / name / "_index.md"
        title.parent.mkdir(parents=True, exist_ok=True)
        title.write_text(f"---\ntitle: {name.capitalize()}\n---\n", encoding="utf-8")


def text_of(entry: Entry) -> str:
    see_also = ", ".join(f"/{section}/{name}" for section, name in entry.see_also)
    fields = (
        f"title: {entry.title}",
        f"date: {entry.date}",
        f"description: {entry.summary}",
        f"topics: [{', '.join(entry.topics)}]",
        f"places: [{entry.place}]",
        f"see_also: [{see_also}]",
    )
    return front_matter(fields) + body_of(entry, "/{section}/{name}/") + "\n"


def command(folder: Path, site: Path) -> Command:
    return _run(folder, site, "build")


def server(folder: Path, site: Path, port: int) -> Command:
    return _run(folder, site, "server", "--port", str(port))


def _run(folder: Path, site: Path, *arguments: str) -> Command:
    """The program itself, without the Python script that the package puts before it."""
    program = next(folder.glob("venv/lib/python*/site-packages/hugo/binaries/hugo"))
    return Command((str(program), *arguments), site, {"HUGO_CACHEDIR": str(site / ".cache")})


HUGO = Generator(
    name="hugo",
    program="hugo",
    version=lambda: VERSION,
    incremental=False,
    prepare=prepare,
    setups={
        "full": Setup(write_site, text_of, template="layouts/baseof.html"),
        "plain": plain_setup("hugo", template="layouts/baseof.html"),
    },
    command=command,
    server=server,
    leavings=(".cache", "resources", ".hugo_build.lock"),
)
