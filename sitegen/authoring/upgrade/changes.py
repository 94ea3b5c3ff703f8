"""Changes that an upgrade makes, as values: for each file what the site has, had and would get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from sitegen import __version__
from sitegen.authoring.files import OutsideFolder, compare, generated_files
from sitegen.authoring.scaffold.new_site import site_base
from sitegen.authoring.scaffold.record import OF_THE_SITE, recorded
from sitegen.authoring.upgrade.base import Base, wheels
from sitegen.authoring.upgrade.merge import as_lf, merge
from sitegen.store.own_files import read_regular
from sitegen.types import Config


class Outcome(StrEnum):
    """Outcome of an upgrade for a file."""

    UNCHANGED = "unchanged"
    UPDATED = "updated"
    """The site has it as it was written, so it gets the new version."""
    MERGED = "merged"
    """The changes of the site and those of sitegen are both in it."""
    CONFLICT = "conflict"
    """Both changed the same lines, which have markers now."""
    NEW = "new"
    REMOVED = "removed"
    DELETED = "deleted"
    """The site has deleted it, and it is not written again."""
    KEPT = "kept"
    """sitegen no longer has it, but the site has changed it."""


class Change(Struct, frozen=True):
    path: str
    outcome: Outcome
    before: bytes | None = None
    """Content in the site; None if there is no such file."""
    after: bytes | None = None
    """Content after the upgrade; None if there is no such file then."""
    conflicts: tuple[int, ...] = ()
    """Lines of markers."""


def plan_upgrade(root: Path, config: Config, base: Base) -> tuple[Change, ...]:
    """Returns the change of each file, sorted by path; writes nothing.

    Raises GitFailed, OSError and OutsideFolder.
    """
    new = site_base(base.answers)
    new |= recorded(new, base.answers, base.copies)
    theirs = {path: data for path, data in new.items() if not path.startswith(OF_THE_SITE)}
    labels = ("your site", f"sitegen {base.version}", f"sitegen {__version__}")
    changes = [
        _change(path, _content(root, path), base.files.get(path), theirs.get(path), labels)
        for path in sorted(base.files.keys() | theirs.keys())
    ]
    changes += _vendored(root, {path: data for path, data in new.items() if path.startswith("vendor/")})
    changes += _generated(root, config)
    return tuple(sorted(changes, key=lambda change: change.path))


def _change(
    path: str, ours: bytes | None, base: bytes | None, theirs: bytes | None, labels: tuple[str, str, str]
) -> Change:
    if ours is None:
        if base is None:
            return Change(path, Outcome.NEW, None, theirs)
        return Change(path, Outcome.DELETED)
    same = base is not None and as_lf(ours) == as_lf(base)
    if theirs is None:
        return Change(path, Outcome.REMOVED, ours) if same else Change(path, Outcome.KEPT, ours, ours)
    found = merge(ours, base or b"", theirs, labels)
    if found.data == ours:
        return Change(path, Outcome.UNCHANGED, ours, ours)
    outcome = Outcome.CONFLICT if found.conflicts else Outcome.UPDATED if same else Outcome.MERGED
    return Change(path, outcome, ours, found.data, found.conflicts)


def _vendored(root: Path, new: Mapping[str, bytes]) -> Iterator[Change]:
    """The wheel of sitegen and the record, which a site does not change, and the wheels of other versions."""
    for path, data in new.items():
        before = _content(root, path)
        if before is None:
            yield Change(path, Outcome.NEW, None, data)
        else:
            yield Change(path, Outcome.UNCHANGED if before == data else Outcome.UPDATED, before, data)
    for wheel in wheels(root):
        path = wheel.relative_to(root).as_posix()
        if path not in new:
            yield Change(path, Outcome.REMOVED, read_regular(wheel))


def _generated(root: Path, config: Config) -> Iterator[Change]:
    """The files for editors' tools, in folders that still have one of them."""
    generated = generated_files(root, config)
    files = {file.path: file.text.encode("utf-8") for file in generated}
    used = {path.rpartition("/")[0] for path in files if (root / path).is_file()}
    found = compare(root, generated)
    for path in (*found.stale, *found.behind):
        before = _content(root, path)
        if path.rpartition("/")[0] in used:
            yield Change(path, Outcome.NEW if before is None else Outcome.UPDATED, before, files[path])
    for path in found.left_over:
        yield Change(path, Outcome.REMOVED, _content(root, path))


def _content(root: Path, path: str) -> bytes | None:
    if not (root / path).resolve().is_relative_to(root.resolve()):
        raise OutsideFolder(f"{path} is a link that leads out of the folder")
    try:
        return read_regular(root / path)
    except FileNotFoundError:
        return None
