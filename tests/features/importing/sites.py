"""Imports small sites of other generators, and builds the result."""

from __future__ import annotations

from pathlib import Path

from sitegen.authoring.scaffold import site_base
from sitegen.build.build import build
from sitegen.build.context import Context
from sitegen.execute import executor_for
from sitegen.features.importing.imported import Imported, Note, Outcome
from sitegen.features.importing.importers import ImportOptions, importers
from sitegen.features.importing.site import NewSite, new_site
from sitegen.features.importing.source import Source
from sitegen.features.importing.write import Written, write
from sitegen.types import Severity
from tests.sites import Files, load, write_files

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001"
    "48afa4710000000049454e44ae426082"
)


class Moved:
    """A site of another generator, imported into `new`."""

    def __init__(self, tmp_path: Path, generator: str, files: Files) -> None:
        write_files(tmp_path / "old", files)
        self.source = Source(tmp_path / "old")
        self.imported: Imported = importers()[generator](self.source, ImportOptions())
        self.root = tmp_path / "new"
        self.root.mkdir()
        self.site: NewSite = new_site(self.imported)
        self.written: Written = write(self.root, self.site, site_base(), self.source, None)

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def notes(self, outcome: Outcome) -> list[tuple[str, str]]:
        found: list[Note] = [*self.site.notes, *self.source.notes]
        return sorted((note.source, note.text) for note in found if note.outcome is outcome)

    @property
    def lock(self) -> list[str]:
        return [line for line in self.text("content/urls.lock").splitlines() if not line.startswith("#")]

    def built(self) -> tuple[set[str], list[str]]:
        """Paths of the outputs, and errors and warnings."""
        return built(self.root)


def built(root: Path) -> tuple[set[str], list[str]]:
    """Paths of the outputs of a site, and its errors and warnings."""
    result = build(root, load(root), Context(executor_for(1)))
    texts = [str(problem) for problem in result.report.problems if problem.severity is not Severity.NOTE]
    return {artifact.path for artifact in result.artifacts}, texts
