"""Comparison with the previous build: is there anything to do, and which outputs are as they were written?

`is_unchanged` answers without parsing or planning anything, and imports as little.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from datetime import date
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build.cache import About, CachedOutput, about_of, outputs_in, source_in
from sitegen.build.program import program
from sitegen.definition.theme_folders import are_unchanged
from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.read.scan import stamps
from sitegen.store.packages import names_of_packages
from sitegen.store.sealed_tables import Tables
from sitegen.types import Digest, Layer, Report, Stamp
from sitegen.types.registers import extender
from sitegen.types.zones import day_of
from sitegen.write.output import output_stamp


class Request(Struct, frozen=True):
    """The options that the result of a build depends on."""

    output: str
    base_url: str
    drafts: bool
    strict: bool
    today: date
    """The day that counts as today, or a moment, whose day depends on the time zone of the site."""

    def key(self) -> Digest:
        return digest_of_parts(program(), self.output, self.base_url, f"{self.drafts} {self.strict}")


class FileStamps(Struct, frozen=True):
    """Stamps of all files."""

    sources: Mapping[str, Stamp]
    outputs: Mapping[str, Stamp]
    layers: tuple[Layer, ...] = ()
    """Themes whose files are among the sources."""


NEEDED = ("about", "sources", "outputs")
"""The tables that show whether anything has changed."""


def stamps_of(root: Path, state: Tables, outputs: Callable[[], Mapping[str, Stamp]]) -> FileStamps:
    """Stamps of all files, as far as the last build knew of themes; calls `outputs` last. Raises OSError."""
    about = about_of(state)
    layers = about.layers if about else ()
    return FileStamps(stamps(root, layers), outputs(), layers)


def is_unchanged(root: Path, request: Request, state: Tables, seen: FileStamps) -> bool:
    """True if program, request, sources, states and output are unchanged, so that a build changes nothing."""
    about = about_of(state)
    if about is None or about.request != request.key():
        return False
    if has_other_packages(about):
        return False
    if not are_unchanged(root, about.layers):
        return False
    today = day_of(request.today, about.zone)
    if not about.built.isoformat() <= today.isoformat() < about.until:
        return False
    if about.position is not None and about.position != _position(root):
        return False
    sources, outputs = state.rows["sources"], state.rows["outputs"]
    return (
        bool(outputs)
        and seen.sources.keys() == sources.keys()
        and all(map(_is_as_seen, sources.values(), map(seen.sources.__getitem__, sources)))
        and len(_intact(outputs_in(outputs), seen.outputs)) == len(outputs)
    )


def has_other_packages(about: About) -> bool:
    """True if the last build had other packages, or other code of an installed extension."""
    loads = extender() if about.installed_code else None
    has_other_code = loads is not None and about.installed_code != loads.installed_code()
    return about.packages != names_of_packages() or has_other_code


def _position(root: Path) -> str:
    from sitegen.git.git import position_of

    return position_of(root)


def _is_as_seen(row: str, stamp: Stamp) -> bool:
    source = source_in(row)
    return source.settled and source.stamp == stamp


def intact_outputs(
    output: Path, known: Mapping[str, CachedOutput], seen: FileStamps | None = None
) -> frozenset[str]:
    """The outputs that are as they were written: by their stamps, or if those differ by their bytes."""
    stamps = seen.outputs if seen else {path: output_stamp(f"{output}/{path}") for path in known}
    intact = _intact(known, stamps)
    others = (path for path in known if path not in intact and _has_digest(output / path, known[path]))
    return frozenset((*intact, *others))


def _intact(known: Mapping[str, CachedOutput], stamps: Mapping[str, Stamp]) -> set[str]:
    return {path for path, it in known.items() if path in stamps and it.stamp == stamps[path]}


def _has_digest(path: Path, known: CachedOutput) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    return digest_of_bytes(path.read_bytes()) == known.record.digest


def output_stamps(output: Path, paths: Iterable[str]) -> dict[str, Stamp]:
    """The current stamps of the outputs."""
    return {path: output_stamp(f"{output}/{path}") for path in paths}


SAMPLE = 20
"""Outputs that are looked up to find out whether a file system shares files."""


def stamps_after(
    output: Path, paths: Collection[str], seen: FileStamps | None, made: Container[str]
) -> dict[str, Stamp]:
    """The stamps of the outputs after a build that made some of them; `seen` has the stamps before it.

    The others are shared with the tree that was the output before, and have the stamps that they had there:
    if a sample of them confirms this, they are not looked up again. With a wrong stamp, the next build would
    compare bytes, and nothing else.
    """
    there = seen.outputs if seen else {}
    shared = {path: there[path] for path in paths if path in there and path not in made}
    sample = list(islice(shared, 0, None, max(len(shared) // SAMPLE, 1)))
    if any(stamp != shared[path] for path, stamp in output_stamps(output, sample).items()):
        return output_stamps(output, paths)
    return shared | output_stamps(output, [path for path in paths if path not in shared])


def report_of(state: Tables) -> Report:
    """The report of a build that has nothing to do: that of the last build."""
    about = about_of(state)
    assert about is not None
    unchanged = len(state.rows["outputs"])
    return replace(about.report, written=0, unchanged=unchanged, removed=0, seconds=0.0)
