"""What one build knew, for the next."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.types.document import ReadFile
from sitegen.types.history import History
from sitegen.types.picture import Picture
from sitegen.types.plan import Record
from sitegen.types.problem import Problem
from sitegen.types.source import Digest, SourceFile
from sitegen.types.template import Templates


class Snapshot(Struct, frozen=True):
    sources: Mapping[str, SourceFile] = field(default_factory=dict)
    files: Mapping[str, ReadFile] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    """Of the outputs that are still there as they were written."""
    paths: frozenset[str] = frozenset()
    """Of all outputs of the last build."""
    names: Digest = ""
    """Of everything that a text can mention: addresses, files, shortcodes and figures."""
    facts: Digest = ""
    """Of everything that outputs are made from except the texts of documents, and what follows from them."""
    outdated: frozenset[str] = frozenset()
    """The translations that were older than their sources, by the keys of their documents."""
    history: History = field(default_factory=History)
    """When content last changed, where the site asks git for it."""
    problems: tuple[Problem, ...] = ()
    """What was reported."""
    templates: Templates | None = None
    complete: bool = False
    """Nothing was left for another build."""

    def only(self, intact: frozenset[str]) -> Snapshot:
        """The same with the records of these outputs."""
        if intact >= self.records.keys():
            return self
        return replace(self, records={path: row for path, row in self.records.items() if path in intact})


NOTHING = Snapshot()
"""Before the first build, and after damage."""
