"""Facts of all pages: of those rendered in this build, and of those reused from the last one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from sitegen.types import Artifact, Facts, Plan, Snapshot


class SiteFacts(Mapping[str, Facts]):
    """Facts by path of the page. Those of reused pages are decoded on demand."""

    def __init__(
        self,
        artifacts: Iterable[Artifact],
        reused: Iterable[str],
        last: Snapshot,
        read_again: Callable[[str], Facts],
    ) -> None:
        """`read_again` reads the facts of a reused page from its file."""
        self._records = last.records
        self._read_again = read_again
        self._facts: dict[str, Facts | None] = {path: None for path in reused if path.endswith(".html")}
        self._rendered = []
        present = set(reused)
        for artifact in artifacts:
            present.add(artifact.path)
            if artifact.path.endswith(".html"):
                self._facts[artifact.path] = artifact.facts
                self._rendered.append(artifact.path)
        self.lost = last.has_wrong_pages or not last.paths <= present or any(map(self._lost, self._rendered))
        """An address or an anchor is gone, so that links to it are wrong, or links of pages were wrong."""

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

    def to_check(self, plan: Plan) -> tuple[str, ...]:
        """The pages whose links can have become wrong: those rendered now, or all of the plan."""
        if self.lost:
            return tuple(output.path for output in plan.outputs if output.path in self._facts)
        return tuple(self._rendered)

    def _lost(self, path: str) -> bool:
        known, now = self._records.get(path), self._facts[path]
        return known is not None and now is not None and not Facts(known.anchors).parts <= now.parts
