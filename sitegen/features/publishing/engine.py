"""A publication from start to end, the same for every target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from sitegen.features.publishing.built import built_bytes, built_files
from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.lease import Lease
from sitegen.features.publishing.plan import Plan
from sitegen.features.publishing.records import Records
from sitegen.features.publishing.release import PublishedFile
from sitegen.features.publishing.retries import Retries
from sitegen.features.publishing.target import RELEASES, STATE, Target, Upload
from sitegen.write.output import manifest_content

T = TypeVar("T")


class BuiltSite(Struct, frozen=True):
    """A finished build."""

    output: Path
    files: Mapping[str, PublishedFile]

    def upload(self, path: str, folder: str = "") -> Upload:
        """The file as one to send to a folder of the target."""
        file = self.files[path]
        return Upload(folder + path, file, lambda: built_bytes(self.output, path, file.digest))


def built_site(output: Path) -> BuiltSite:
    """Raises PublishError unless every file is as the build has made it, without drafts."""
    files = built_files(output)
    if manifest_content(output).get("drafts"):
        raise PublishError(f"{output} was built with --drafts; build the site without it, then publish")
    return BuiltSite(output, files)


class Options(Struct, frozen=True):
    dry_run: bool = False
    full: bool = False
    """True to send files as well that should be at the target already."""
    merge: bool = False
    """True to publish where there are files of unknown origin."""
    unlock: bool = False
    progress: Callable[[str, int, int], None] = field(default=lambda *_: None)
    """Called as `progress(stage, done, total)`."""
    retries: Retries = field(default_factory=Retries)


class Outcome(Struct, frozen=True):
    """Result of a publication or of a dry run."""

    plan: Plan
    unchanged: int
    size: int
    """Bytes sent."""
    release: str = ""
    """Release that is now the current one, if the target has releases."""
    remark: str = ""
    """Further remarks for the user."""


class Worker:
    """Carries out the operations of a publication while it has the right to publish."""

    def __init__(self, target: Target, lease: Lease, options: Options) -> None:
        self._target = target
        self._lease = lease
        self._options = options

    def each(self, stage: str, operation: Callable[[T], None], items: Sequence[T]) -> None:
        """Calls an operation for each item, several at once. Raises the first PublishError."""
        at_once(self._target.at_once, stage, operation, items, self._options, self._lease.renew)

    def remove(self, paths: Sequence[str]) -> None:
        for start in range(0, len(paths), ROUND):
            self._lease.renew()
            part = paths[start : start + ROUND]
            self._options.retries(partial(self._target.remove, part))

    def check(self, expected: Mapping[str, int]) -> None:
        """Raises PublishError if the target does not have these files with these sizes."""
        self._lease.renew()
        found = self._options.retries(lambda: self._target.sizes(expected.keys()))
        wrong = next((path for path, size in expected.items() if found.get(path) != size), None)
        if wrong is not None:
            size = f"{found[wrong]:,} bytes" if wrong in found else "no bytes"
            raise PublishError(
                f"{self._target.name}/{wrong} was sent with {expected[wrong]:,} bytes, and the target has "
                f"{size} of it; repeat the publication"
            )


ROUND = 64
"""Operations between two renewals of the lease."""


def at_once(
    most: int,
    stage: str,
    operation: Callable[[T], None],
    items: Sequence[T],
    options: Options,
    renew: Callable[[], None] = lambda: None,
) -> None:
    """Calls an operation for each item, several at once. Raises the first PublishError."""
    with ThreadPoolExecutor(most) as pool:
        for start in range(0, len(items), ROUND):
            renew()
            options.progress(stage, start, len(items))
            part = items[start : start + ROUND]
            running = [pool.submit(options.retries, partial(operation, item)) for item in part]
            done, waiting = wait(running, return_when=FIRST_EXCEPTION)
            for future in waiting:
                future.cancel()
            for future in done:
                future.result()


def refuse_others(records: Records, paths: Iterable[str], first: bool, options: Options) -> None:
    """Raises PublishError if there are files at the target that no publication has written."""
    if options.merge:
        return
    target = records.target
    if first:
        names = sorted(options.retries(lambda: target.names("")) - {STATE, RELEASES})
        if names:
            shown = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
            raise PublishError(
                f"{target.name} has files that sitegen publish did not write ({shown}); choose an empty "
                "place, or repeat with --merge to keep them and replace those with the names of new files"
            )
        return
    wanted = list(paths)
    found = sorted(options.retries(lambda: target.sizes(wanted))) if wanted else []
    if found:
        raise PublishError(
            f"{target.name}/{found[0]} exists, and sitegen publish did not write it; rename it there, or "
            "repeat with --merge to replace it"
        )


def total(files: Mapping[str, PublishedFile], paths: Iterable[str]) -> int:
    return sum(files[path].size for path in paths)
