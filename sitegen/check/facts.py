"""The facts of all pages: of those rendered now, and of those kept from the last build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from sitegen.types import Artifact, Facts, Snapshot


class SiteFacts(Mapping[str, Facts]):
    """By path of the output. What was kept is only taken apart when somebody asks for it."""

    def __init__(
        self,
        artifacts: Iterable[Artifact],
        kept: Iterable[str],
        last: Snapshot,
        read_again: Callable[[str], Facts],
    ) -> None:
        """`read_again` gives the facts of a kept page from its file."""
        self._records = last.records
        self._read_again = read_again
        self._facts: dict[str, Facts | None] = {path: None for path in kept if path.endswith(".html")}
        self._rendered = []
        present = set(kept)
        for artifact in artifacts:
            present.add(artifact.path)
            if artifact.path.endswith(".html"):
                self._facts[artifact.path] = artifact.facts
                self._rendered.append(artifact.path)
        self.lost = not last.paths <= present or any(map(self._lost, self._rendered))
        """An address or an anchor is gone, so that what leads there has become wrong."""

    def __getitem__(self, path: str) -> Facts:
        found = self._facts[path]
        if found is None:
            found = self._read_again(path) if self.lost else Facts(self._records[path].anchors)
            self._facts[path] = found
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def to_check(self) -> tuple[str, ...]:
        """The pages whose links can have become wrong: those rendered now, or all."""
        return tuple(self._facts) if self.lost else tuple(self._rendered)

    def _lost(self, path: str) -> bool:
        known, now = self._records.get(path), self._facts[path]
        return known is not None and now is not None and not Facts(known.anchors).parts <= now.parts
