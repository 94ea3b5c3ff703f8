"""Runs Pagefind, a program from the extra `search`, on files; it runs no code from the content."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Container, Iterable, Mapping
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from sitegen.definition.site_search import PAGEFIND
from sitegen.features.search.ordered import ENTRY, as_json, in_order
from sitegen.plan.plan import INDEX

FIRST = f"{INDEX}/{ENTRY}"
"""File of an index that lists its languages."""
COMMON = frozenset(
    f"{INDEX}/{name}" for name in ("pagefind.js", "pagefind-worker.js", "wasm.unknown.pagefind")
)
"""Files that every index has, independent of its languages."""
UNUSED = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.")
"""Pagefind's own user interfaces, which the site does not use."""


def package() -> str | None:
    """Name of the installed package with the program; None if none is installed."""
    return next((name for name in PAGEFIND if find_spec(name)), None)


def program() -> str:
    """Name and version of the program, for the recipe of an index."""
    name = package()
    return f"{name} {version(name)}" if name else ""


def make_index(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Makes the index of these documents; returns its files by path in the output.

    Equal documents give equal files. Raises OSError if the program fails.
    """
    with TemporaryDirectory(prefix="sitegen-") as folder:
        pages, index = Path(folder, "pages"), Path(folder, "index")
        for name, data in documents.items():
            target = pages / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        _run(Path(folder), pages, index)
        files = {path.relative_to(index).as_posix(): path.read_bytes() for path in sorted(index.rglob("*.*"))}
    used = {name: data for name, data in files.items() if not name.startswith(UNUSED)}
    return {f"{INDEX}/{name}": data for name, data in in_order(used).items()}


def first_of(parts: Iterable[bytes], paths: Container[str]) -> bytes:
    """Merges the first files of partial indexes; keeps the languages whose files exist."""
    entries = [json.loads(part) for part in parts]
    languages = {
        code: described
        for entry in entries
        for code, described in entry["languages"].items()
        if f"{INDEX}/pagefind.{described['hash']}.pf_meta" in paths
    }
    return as_json({**entries[0], "languages": languages})


def _run(folder: Path, pages: Path, index: Path) -> None:
    """Runs Pagefind in a temporary folder and without environment variables that would configure it."""
    name = package()
    assert name is not None, "asked for before"
    executable = str(import_module(name).get_executable())
    pages.mkdir(exist_ok=True)
    command = [executable, "--site", str(pages), "--output-path", str(index), "--quiet"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    if done.returncode or not (index / ENTRY).is_file():
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise OSError(f"the search index could not be made: {lines[-1] if lines else done.returncode}")
