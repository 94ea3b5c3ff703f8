"""The facts of all pages: of those rendered now, and of those kept from the last build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sitegen.types import Artifact, Facts, Kept, Record


class SiteFacts(Mapping[str, Facts]):
    """By path of the output. What was kept is only taken apart when somebody asks for it."""

    def __init__(self, results: Iterable[Artifact | Kept], records: Mapping[str, Record]) -> None:
        self._records = records
        self._facts: dict[str, Facts | None] = {}
        self._paths: set[str] = set()
        for result in results:
            self._paths.add(result.path)
            if result.path.endswith(".html"):
                self._facts[result.path] = result.facts if isinstance(result, Artifact) else None
        self._rendered = frozenset(path for path, facts in self._facts.items() if facts is not None)

    def __getitem__(self, path: str) -> Facts:
        found = self._facts[path]
        if found is None:
            found = self._facts[path] = self._records[path].facts
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def to_check(self) -> frozenset[str] | None:
        """The pages whose links can have become wrong: those rendered now.

        None, that is all pages, where an address or an anchor came or went.
        """
        if self._paths != self._records.keys():
            return None
        moved = (self[path].anchors != self._records[path].facts.anchors for path in self._rendered)
        return None if any(moved) else self._rendered
