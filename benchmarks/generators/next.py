"""The plain corpus as a site for Next.js."""

from __future__ import annotations

from pathlib import Path

from benchmarks.generators.generator import Command, Generator, install_node, node_version, plain_setup


def prepare(folder: Path) -> None:
    install_node(folder, "next")


def command(folder: Path, site: Path) -> Command:
    program = folder / "node_modules" / "next" / "dist" / "bin" / "next"
    return Command(("node", str(program), "build"), site, {"NEXT_TELEMETRY_DISABLED": "1"})


NEXT = Generator(
    name="next",
    program="next",
    version=lambda: node_version("next", "next"),
    incremental=True,
    prepare=prepare,
    setups={"plain": plain_setup("next", template="pages/_document.js")},
    command=command,
    output="out",
    leavings=(".next",),
    added="404/index.html",
)
