"""The state of one build, for the next one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.types.document import ReadFile
from sitegen.types.history import ChangeDates
from sitegen.types.keys import DocumentKey
from sitegen.types.picture import Picture
from sitegen.types.plan import Record
from sitegen.types.problem import Problem
from sitegen.types.source import Digest, SourceFile
from sitegen.types.template import Templates

FOUND_AGAIN = frozenset(
    {"link.missing", "link.draft", "link.empty", "image.missing", "anchor.missing", "output.link"}
)
"""Codes of errors that each build looks for again, since a change of a different file can mend them."""
LINKS_OF_PAGES = "output.link"


class Snapshot(Struct, frozen=True):
    sources: Mapping[str, SourceFile] = field(default_factory=dict)
    files: Mapping[str, ReadFile] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    """Records of the outputs that are unchanged in the output folder."""
    paths: frozenset[str] = frozenset()
    """Paths of all outputs of the last build."""
    names: Digest = ""
    """Digest of everything that a text can refer to: addresses, files, shortcodes and figures."""
    lists: tuple[str, ...] = ()
    """Addresses of the pages that only list others."""
    rules: Digest = ""
    """The rules by which the content files were read."""
    until: str = ""
    """Day on which the site changes although no file does."""
    outdated: frozenset[DocumentKey] = frozenset()
    """Keys of translations whose source had changed since they were accepted."""
    history: ChangeDates = field(default_factory=ChangeDates)
    """Dates from git, if the site uses them."""
    problems: tuple[Problem, ...] = ()
    """All problems that the build found, whether it reported them or not."""
    templates: Templates | None = None
    complete: bool = False
    """True if the build deferred no work."""

    @property
    def is_intact(self) -> bool:
        """True if every output of the site was made and is unchanged in the output folder."""
        return self.complete and len(self.records) == len(self.paths)

    @property
    def with_problems(self) -> frozenset[str]:
        """Paths of all files with problems."""
        return frozenset(problem.location.path for problem in self.problems)

    @property
    def wrong(self) -> frozenset[str]:
        """Paths of the files with errors that are looked for again."""
        return frozenset(problem.location.path for problem in self.problems if problem.code in FOUND_AGAIN)

    @property
    def has_wrong_pages(self) -> bool:
        """True if links of finished pages were wrong."""
        return any(problem.code == LINKS_OF_PAGES for problem in self.problems)

    def only(self, intact: frozenset[str]) -> Snapshot:
        """Returns the snapshot with only the records of these outputs."""
        if intact >= self.records.keys():
            return self
        return replace(self, records={path: row for path, row in self.records.items() if path in intact})


NO_SNAPSHOT = Snapshot()
"""Snapshot before the first build, and after damage."""
