"""What is published otherwise than it was built, as values, as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from sitegen.online.published.contents import FirstDifference, first_difference, hosts_in, is_text
from sitegen.online.published.manifest import Listed, Manifest
from sitegen.problems.formats import printable

MOST_HOSTS = 5
MOST_LINES = 20
"""Files of which the first line that differs is shown; JSON has all."""


class Kind(StrEnum):
    CHANGED = "changed"
    ADDED = "added"
    MISSING = "missing"
    UNKNOWN = "unknown"
    """It could not be compared."""


class Difference(Struct, frozen=True):
    kind: Kind
    path: str
    """Of the file in the built site, or the address of what was added."""
    message: str
    hosts: tuple[str, ...] = ()
    """That it names and nothing in the built site does."""
    first: FirstDifference | None = None
    """Where the built file is at hand."""


class Verdict(Struct, frozen=True):
    differences: tuple[Difference, ...]
    same: int
    """Files that are as they were built."""
    remarks: tuple[str, ...] = ()


def changed(path: str, listed: Listed, found: bytes, built: bytes | None, manifest: Manifest) -> Difference:
    """A file that is published with other bytes."""
    size = f"{len(found):,} bytes" if len(found) != listed.size else f"other bytes, as many ({listed.size:,})"
    message = f"{size} instead of {listed.size:,}" if len(found) != listed.size else size
    first = first_difference(built, found) if built is not None and is_text(path) else None
    return Difference(Kind.CHANGED, path, message, new_hosts(found, manifest), first)


def new_hosts(found: bytes, manifest: Manifest) -> tuple[str, ...]:
    """The hosts that something published names, and that the built site names nowhere."""
    return tuple(sorted(hosts_in(found) - manifest.hosts))


def in_order(differences: list[Difference]) -> tuple[Difference, ...]:
    order = list(Kind)
    return tuple(sorted(differences, key=lambda it: (order.index(it.kind), it.path)))


def as_text(verdict: Verdict) -> str:
    """For people: what differs, one after the other, then how much of each kind."""
    lines = [
        line
        for number, difference in enumerate(verdict.differences)
        for line in _lines(difference, number < MOST_LINES)
    ]
    numbers = Counter(it.kind for it in verdict.differences)
    kinds = [f"{numbers[kind]:,} {kind}" for kind in Kind if numbers[kind]]
    same = f"{verdict.same:,} files are" if verdict.same != 1 else "1 file is"
    return "\n".join(
        [
            *lines,
            *verdict.remarks,
            "; ".join([", ".join(kinds), f"{same} as built"] if kinds else [f"{same} as built"]),
        ]
    )


def _lines(it: Difference, in_full: bool) -> Iterator[str]:
    hosts = ", ".join(it.hosts[:MOST_HOSTS]) + (", …" if len(it.hosts) > MOST_HOSTS else "")
    leads = f"; names {printable(hosts)}, which the built site does not" if hosts else ""
    yield f"{it.kind:<8}{printable(it.path)}: {printable(it.message)}{leads}"
    if it.first and in_full:
        yield f"          line {it.first.line}"
        yield f"          built: {printable(it.first.built)}"
        yield f"          found: {printable(it.first.found)}"


def as_json(verdict: Verdict) -> str:
    """For programs: one document in ASCII."""
    rows = [
        {
            "kind": str(it.kind),
            "path": it.path,
            "message": it.message,
            "hosts": list(it.hosts),
            "line": it.first.line if it.first else None,
            "built": it.first.built if it.first else None,
            "found": it.first.found if it.first else None,
        }
        for it in verdict.differences
    ]
    whole = {"differences": rows, "same": verdict.same, "remarks": list(verdict.remarks)}
    return json.dumps(whole, indent=2, ensure_ascii=True)
