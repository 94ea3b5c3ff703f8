"""Differences between the published and the built site, as values, text and JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from sitegen.online.published.contents import FirstDifference, first_difference, hosts_in, is_text
from sitegen.online.published.manifest import FileRecord, Manifest
from sitegen.problems.formats import printable

MOST_HOSTS = 5
MOST_LINES = 20
"""Files whose first different line is shown; JSON has all."""


class Status(StrEnum):
    """Result of comparing a file."""

    CHANGED = "changed"
    ADDED = "added"
    MISSING = "missing"
    UNKNOWN = "unknown"
    """The file could not be compared."""


class Difference(Struct, frozen=True):
    status: Status
    path: str
    """Path of the file in the built site, or the address of an added file."""
    message: str
    hosts: tuple[str, ...] = ()
    """Hosts that appear only in the published file."""
    first: FirstDifference | None = None
    """First different line, if the built file is available."""


class Verification(Struct, frozen=True):
    """Differences between a published and a built site."""

    differences: tuple[Difference, ...]
    same: int
    """Number of files that are equal to the built ones."""
    remarks: tuple[str, ...] = ()


def changed(
    path: str, listed: FileRecord, found: bytes, built: bytes | None, manifest: Manifest
) -> Difference:
    """The difference of a file that is published with other bytes."""
    size = (
        f"{len(found):,} bytes"
        if len(found) != listed.size
        else f"different bytes, same size ({listed.size:,})"
    )
    message = f"{size} instead of {listed.size:,}" if len(found) != listed.size else size
    first = first_difference(built, found) if built is not None and is_text(path) else None
    return Difference(Status.CHANGED, path, message, new_hosts(found, manifest), first)


def new_hosts(found: bytes, manifest: Manifest) -> tuple[str, ...]:
    """Hosts that are named in a published file but in no file of the built site."""
    return tuple(sorted(hosts_in(found) - manifest.hosts))


def in_order(differences: list[Difference]) -> tuple[Difference, ...]:
    order = list(Status)
    return tuple(sorted(differences, key=lambda it: (order.index(it.status), it.path)))


def as_text(result: Verification) -> str:
    """Text for people: the differences, then their number by status."""
    lines = [
        line
        for number, difference in enumerate(result.differences)
        for line in _lines(difference, number < MOST_LINES)
    ]
    numbers = Counter(it.status for it in result.differences)
    counts = [f"{numbers[status]:,} {status}" for status in Status if numbers[status]]
    same = f"{result.same:,} files are" if result.same != 1 else "1 file is"
    summary = "; ".join(filter(None, (", ".join(counts), f"{same} as built")))
    return "\n".join([*lines, *result.remarks, summary])


def _lines(it: Difference, in_full: bool) -> Iterator[str]:
    hosts = ", ".join(it.hosts[:MOST_HOSTS]) + (", …" if len(it.hosts) > MOST_HOSTS else "")
    leads = f"; names {printable(hosts)}, which the built site does not" if hosts else ""
    yield f"{it.status:<8}{printable(it.path)}: {printable(it.message)}{leads}"
    if it.first and in_full:
        yield f"          line {it.first.line}"
        yield f"          built: {printable(it.first.built)}"
        yield f"          found: {printable(it.first.found)}"


def as_json(result: Verification) -> str:
    """One JSON document in ASCII."""
    rows = [
        {
            "kind": str(it.status),
            "path": it.path,
            "message": it.message,
            "hosts": list(it.hosts),
            "line": it.first.line if it.first else None,
            "built": it.first.built if it.first else None,
            "found": it.first.found if it.first else None,
        }
        for it in result.differences
    ]
    data = {"differences": rows, "same": result.same, "remarks": list(result.remarks)}
    return json.dumps(data, indent=2, ensure_ascii=True)
