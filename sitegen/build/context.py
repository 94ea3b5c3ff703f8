"""The context of a build: how it runs, where it stores things, the previous build, and options."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build import cache
from sitegen.build.previous import NO_PREVIOUS, Previous, restored
from sitegen.build.program import program
from sitegen.build.unchanged import FileStamps, Request
from sitegen.execute import Executor
from sitegen.store.bodies import Bodies
from sitegen.store.output_cache import OutputCache
from sitegen.store.seal import sealer_of
from sitegen.types import Config, Problem
from sitegen.write.output import spare_of

if TYPE_CHECKING:
    from sitegen.render.render import Sink

Progress = Callable[[str, int, int], None]
"""Called as `progress(stage, done, total)`."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that is not shown."""


def no_note(line: str) -> None:
    """Leaves a note out."""


class Unsettled(Exception):
    """A source was saved during the build; nothing was published."""


class Options(Struct, frozen=True):
    """Choices of the program that builds, not of the site."""

    reports: bool = False
    """Also run the reports of `sitegen check`."""
    fingerprints: bool = True
    """Addresses of static files change with the files, so that no browser shows an old one."""
    old_index: bool = False
    """The search index may be that of an earlier build, since making it takes long."""
    defer_pictures: bool = False
    """Pictures and cards that are not made yet are left to a later build."""
    patient: bool = False
    """Publish nothing while sources are being saved; see `until_settled`."""


class Storage(Struct, frozen=True):
    """Folders and files in which a build stores the site and its cache."""

    output: Path
    home: Path
    """Folder that contains the cache, `.sitegen`."""
    request: Request
    stamps: FileStamps | None = None
    """Stamps of all files, if the caller has just collected them."""
    rewrite: bool = False
    """Write every file, also those that have not changed."""

    @property
    def spare(self) -> Path:
        """Folder of the tree that takes turns with the output."""
        return spare_of(self.output, sealer_of(self.home))


class Context(Struct, frozen=True):
    executor: Executor
    progress: Progress = silent
    storage: Storage | None = None
    """None if nothing is to be written."""
    previous: Previous = NO_PREVIOUS
    options: Options = Options()
    sink: Sink | None = None
    """Takes the rendered files if there is no storage; without one, they are in the result."""
    bodies: Bodies | None = None
    """Texts of pages; open from `opened` on, as are the next."""
    pictures: OutputCache | None = None
    index_parts: OutputCache | None = None
    note: Callable[[str], None] = no_note
    """Called with a line about something that does not affect the result."""
    first_problems: Callable[[Sequence[Problem]], None] | None = None
    """Called with the problems that are found before pages are rendered, if there are errors."""

    @property
    def strict(self) -> bool:
        """True if warnings count as errors."""
        return self.storage is not None and self.storage.request.strict

    @property
    def output(self) -> Path | None:
        return self.storage.output if self.storage else None


@contextmanager
def opened(root: Path, config: Config, context: Context) -> Iterator[Context]:
    """Opens the files of the cache and restores the previous build. Raises OSError."""
    storage = context.storage
    if storage is None:
        with Bodies() as bodies:
            yield replace(context, bodies=bodies)
        return
    cache.check_folders(storage.home)
    folder = cache.folder_of(storage.home)
    pictures, parts = (
        OutputCache(folder / name, program(), sealer_of(storage.home))
        for name in (cache.PICTURES, cache.INDEX_PARTS)
    )
    previous = restored(context.previous, storage.output, storage.stamps, config)
    with Bodies(folder / cache.BODIES) as bodies:
        yield replace(context, bodies=bodies, pictures=pictures, index_parts=parts, previous=previous)
