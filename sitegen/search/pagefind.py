"""Runs Pagefind, a program that comes with the extra `search`, over files; nothing of the content is run."""

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
from sitegen.plan.plan import INDEX
from sitegen.search.ordered import ENTRY, as_json, in_order

FIRST = f"{INDEX}/{ENTRY}"
"""The file of an index that names its languages."""
COMMON = frozenset(
    f"{INDEX}/{name}" for name in ("pagefind.js", "pagefind-worker.js", "wasm.unknown.pagefind")
)
"""The files that every index has, whatever its languages."""
UNUSED = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.")
"""Interfaces of Pagefind's own, which the site does without."""


def package() -> str | None:
    """The installed package that brings the program, or none."""
    return next((name for name in PAGEFIND if find_spec(name)), None)


def program() -> str:
    """Which program it is, for the recipe of an index: another one may make other files."""
    name = package()
    return f"{name} {version(name)}" if name else ""


def make_index(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the index over these documents, by their path in the output; the same for the same
    documents. Raises OSError where the program cannot do its work."""
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
    """The first file of an index, from those of its parts: it names the languages whose files there are."""
    entries = [json.loads(part) for part in parts]
    languages = {
        code: told
        for entry in entries
        for code, told in entry["languages"].items()
        if f"{INDEX}/pagefind.{told['hash']}.pf_meta" in paths
    }
    return as_json({**entries[0], "languages": languages})


def _run(folder: Path, pages: Path, index: Path) -> None:
    """Where nobody else's settings are: in a folder of our own, without those of the environment."""
    name = package()
    assert name is not None, "asked for before"
    executable = str(import_module(name).get_executable())
    pages.mkdir(exist_ok=True)
    command = [executable, "--site", str(pages), "--output-path", str(index), "--quiet"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    if done.returncode or not (index / ENTRY).is_file():
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise OSError(f"the search index could not be made: {said[-1] if said else done.returncode}")
