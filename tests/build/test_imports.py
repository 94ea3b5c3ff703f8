"""A build imports what it needs, and one that has nothing to do hardly anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.build.builds import replace_in
from tests.sites import make_site, write_files

ROOT = Path(__file__).parents[2]
BUILD_AND_LIST = """
import sys
from sitegen.commands.cli import sitegen
sitegen(standalone_mode=False)
print(*sys.modules)
"""
OF_THE_COMPARISON = {
    "build", "commands", "definition", "digest", "features", "problems", "read", "store", "types",
    "upkeep", "write", "yaml",
}  # fmt: skip
"""The rooms that find out that nothing has changed."""


def imported_by_a_build(root: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", BUILD_AND_LIST, "build", "--jobs", "1", "--root", str(root)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return set(done.stdout.splitlines()[-1].split())


def test_a_build_with_nothing_to_do_imports_only_what_compares(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    assert {"sitegen.render.render", "babel", "jinja2", "yaml"} <= imported_by_a_build(root)

    imported = imported_by_a_build(root)

    rooms = {name.split(".")[1] for name in imported if name.startswith("sitegen.")}
    assert rooms == OF_THE_COMPARISON
    assert not {"babel", "jinja2", "markdown", "markupsafe", "multiprocessing", "yaml"} & imported
    assert not {"ctypes", "json", "pkgutil", "shutil", "subprocess"} & imported


def test_only_the_processes_that_read_import_markdown(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    assert not {"comrak", "frontmatter", "markdown", "sitegen.markdown.markdown"} & imported_by_a_build(root)


def test_an_edit_of_a_text_imports_nothing_that_reads_packed_files_or_writes_tables(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    assert "csv" in imported_by_a_build(root)

    replace_in(root, "content/topics/water.md", "---\n\n", "---\n\nMore. ")
    imported = imported_by_a_build(root)

    assert {"sitegen.render.render", "babel.dates", "zoneinfo"} <= imported
    assert not {"csv", "glob", "importlib.resources", "pkgutil", "zipfile"} & imported


def test_an_edit_of_a_title_imports_no_reader_of_catalogues(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    assert "babel.messages" in imported_by_a_build(root)

    replace_in(root, "content/topics/water.md", "title: Water", "title: Waters")
    imported = imported_by_a_build(root)

    assert "sitegen.render.render" in imported
    assert not {"babel.messages", "difflib", "importlib.resources", "traceback", "zipfile"} & imported


def test_a_build_without_extensions_imports_nothing_of_them(tmp_path: Path) -> None:
    root = make_site(tmp_path)

    for is_first in (True, False):
        imported = imported_by_a_build(root)
        assert ("sitegen.features.sheets.outputs" in imported) is is_first
        assert not {name for name in imported if name.startswith("sitegen.features.extensions.")}
        assert "importlib.metadata" not in imported  # Markdown would look for entry points in all packages

    write_files(root, {"extensions/loud.py": "FILTERS = {'loud': str.upper}\n"})
    assert "sitegen.features.extensions.activation" in imported_by_a_build(root)


def test_a_build_without_a_sheet_does_not_import_what_makes_one(tmp_path: Path) -> None:
    imported = imported_by_a_build(make_site(tmp_path))
    assert "sitegen.features.sheets.outputs" in imported
    assert "sitegen.features.sheets.render" not in imported
