"""The build cache: which files it has, what each contains, and when it is invalid.

In the folder `.sitegen/` of a site:

- `state.db`: the last build, in sealed tables (`sitegen/store/sealed_tables.py`). Rows are JSON, by key:

  =========  =============================  ====================================
  table      key                            row
  =========  =============================  ====================================
  about      `about`                        `About`
  sources    path                           `SourceFile`
  files      path of a document             `ReadFile`, see `sitegen/read/rows.py`
  pictures   path                           `Picture`
  outputs    path                           `CachedOutput`
  plan       `plan`                         all outputs, see `sitegen/build/cached_plan.py`
  days       path                           day of the last change, from git
  site       field of `Site`                its value, see `sitegen/build/cached_site.py`
  templates  `templates`                    `Templates`
  =========  =============================  ====================================

- `bodies/`: texts of pages (`sitegen/store/bodies.py`), each with its digest in the row of its document.
- `pictures/`: pictures and social cards by recipe, each with a seal (`sitegen/store/output_cache.py`).
- `search/`: parts of the search index by recipe, each with a seal.
- `serve/`, `diff/`: output folders of these commands, each with its own `.sitegen/`.

If the program is different (`sitegen/build/program.py`), or a seal of `state.db` is wrong, there is no
previous build. If a body has a wrong digest, the build starts again without a previous one; a picture with a
wrong seal is made again. What is still valid after a change of the sources is decided where it is used:
`build/unchanged.py`, `read/documents.py`, `build/joining.py`, `plan/stale.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.json import Decoder

from sitegen.build.program import program
from sitegen.store.own_files import own_folder, regular
from sitegen.store.seal import CACHE, sealer_of
from sitegen.store.sealed_tables import Rows, TableFile, Tables
from sitegen.types import Digest, DocumentKey, Layer, Problem, Record, Report, SourceFile, Stamp

FILE = "state.db"
BODIES = "bodies"
PICTURES = "pictures"
INDEX_PARTS = "search"
TABLES = ("about", "sources", "files", "pictures", "outputs", "plan", "days", "site", "templates")
ABOUT = "about"
EMPTY = Tables({name: {} for name in TABLES})


class About(Struct, frozen=True):
    """Sources and settings of the last build, and the problems that it reported."""

    program: Digest
    request: Digest
    """Digest of the options."""
    config: Digest
    built: date
    zone: str | None
    position: str | None
    """Commit, if git says when pages changed."""
    report: Report
    found: tuple[Problem, ...]
    until: str
    complete: bool
    names: Digest
    rules: Digest
    lists: tuple[str, ...]
    outdated: tuple[DocumentKey, ...]
    """These have the meaning that they have in a `Snapshot`."""
    packages: Digest = ""
    """Digest of the names and versions of the installed packages."""
    installed_code: Digest = ""
    """Digest of the code of installed extensions; empty if there were none."""
    layers: tuple[Layer, ...] = ()
    """The themes of the site."""


class CachedOutput(Struct, frozen=True, array_like=True, gc=False):
    stamp: Stamp
    """Stamp of the file in the output folder after the build."""
    record: Record


about_in = Decoder(About).decode
source_in = Decoder(SourceFile).decode
output_in = Decoder(CachedOutput).decode


def outputs_in(rows: Rows) -> dict[str, CachedOutput]:
    """The outputs of a table, by path."""
    return {path: output_in(row) for path, row in rows.items()}


def about_of(state: Tables) -> About | None:
    """The last build; None if there was none, or a different program made it."""
    try:
        about = about_in(state.rows[ABOUT][ABOUT])
    except (KeyError, ValueError):
        return None
    return about if about.program == program() else None


def folder_of(root: Path) -> Path:
    """Folder that contains the cache of a site."""
    return root / CACHE


def check_folders(root: Path) -> None:
    """Raises OSError if a folder of the cache is a link or not a folder."""
    own_folder(folder_of(root))
    for name in (BODIES, PICTURES, INDEX_PARTS):
        own_folder(folder_of(root) / name)


def read(root: Path, tables: Collection[str] = TABLES) -> Tables:
    """The saved state; `EMPTY` if it is missing, damaged or not ours. Raises OSError for a link."""
    path = folder_of(root) / FILE
    if not own_folder(path.parent) or regular(path) is None:
        return EMPTY
    found = _file(root).read(tables)
    return Tables({**EMPTY.rows, **found.rows}, found.whole) if found else EMPTY


def with_rest(root: Path, state: Tables, read_already: Collection[str]) -> Tables:
    """Reads the other tables of a state of which only some were read; `EMPTY` if one is damaged."""
    rest = read(root, [name for name in TABLES if name not in read_already])
    if rest is EMPTY or rest.whole != state.whole:
        return EMPTY
    return Tables({**rest.rows, **{name: state.rows[name] for name in read_already}}, state.whole)


def write(root: Path, state: Tables, before: Tables) -> Tables:
    """Changes the saved state; returns it as it was written. Raises OSError."""
    return _file(root).write(state, before)


def _file(root: Path) -> TableFile:
    return TableFile(folder_of(root) / FILE, TABLES, sealer_of(root))
