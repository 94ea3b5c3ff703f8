"""Comparison with the previous build: is there anything to do, and which outputs are as they were written?

`is_unchanged` answers without parsing or planning anything, and imports as little.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from datetime import date
from itertools import islice
from pathlib import Path

from msgspec import Struct

from sitegen.build.cache import (
    AT,
    EMPTY,
    State,
    stamp_in,
    text_of,
)
from sitegen.build.versions import program
from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.store.codec import decode, encode
from sitegen.types import Config, Digest, Report, Snapshot, Stamp
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


NEEDED = ("about", "sources", "outputs")
"""The tables by which a build knows that nothing has changed."""


def is_unchanged(root: Path, request: Request, state: State, seen: FileStamps) -> bool:
    """True if program, request, sources, states and output are unchanged, so that a build changes nothing."""
    about = state.about
    if about.get("request") != request.key():
        return False
    today = day_of(request.today, about.get("zone") or None)
    if not about["built"] <= today.isoformat() < about["until"]:
        return False
    if about["position"] != NO_POSITION and about["position"] != _position(root):
        return False
    sources, outputs = state.tables["sources"], state.tables["outputs"]
    return (
        bool(outputs)
        and seen.sources.keys() == sources.keys()
        and all(map(_is_as_seen, sources.values(), map(seen.sources.__getitem__, sources)))
        and len(_intact(outputs, seen.outputs)) == len(outputs)
    )


NO_POSITION = "-"
"""Position that is stored for a site without dates from git."""


def _position(root: Path) -> str:
    from sitegen.git.git import position_of

    return AT + position_of(root)


def _is_as_seen(row: str, stamp: Stamp) -> bool:
    return stamp_in(row) == text_of(stamp)


def intact_outputs(output: Path, state: State, seen: FileStamps | None = None) -> frozenset[str]:
    """The outputs that are as they were written: by their stamps, or where those differ by their bytes."""
    rows = state.tables["outputs"]
    stamps = seen.outputs if seen else {path: output_stamp(f"{output}/{path}") for path in rows}
    intact = _intact(rows, stamps)
    others = (path for path in rows if path not in intact and _has_digest(output / path, rows[path]))
    return frozenset((*intact, *others))


def _intact(rows: Mapping[str, str], stamps: Mapping[str, Stamp]) -> set[str]:
    return {path for path, row in rows.items() if path in stamps and _is_as_seen(row, stamps[path])}


def _has_digest(path: Path, row: str) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    return digest_of_bytes(path.read_bytes()) == row.split(";", 3)[2]


def usable(state: State) -> State:
    """The state, if it was found by this program; otherwise an empty one."""
    return state if state.about.get("program") == program() else EMPTY


def output_stamps(output: Path, paths: Iterable[str]) -> dict[str, str]:
    """The stamps of the outputs as they now are."""
    return {path: text_of(output_stamp(f"{output}/{path}")) for path in paths}


SAMPLE = 20
"""Outputs that are looked at to see whether a file system shares files."""


def stamps_after(
    output: Path, paths: Collection[str], seen: FileStamps | None, made: Container[str]
) -> dict[str, str]:
    """The same after a build that made some of them, perhaps with a look at what was there before.

    The others are shared with the tree that was the output then, and have the stamps that they had there:
    where a sample of them shows it, they are not looked at again. A stamp that were wrong would have the
    next build compare bytes, and nothing else.
    """
    there = seen.outputs if seen else {}
    kept = {path: text_of(there[path]) for path in paths if path in there and path not in made}
    sample = list(islice(kept, 0, None, max(len(kept) // SAMPLE, 1)))
    if any(stamp != kept[path] for path, stamp in output_stamps(output, sample).items()):
        return output_stamps(output, paths)
    return kept | output_stamps(output, [path for path in paths if path not in kept])


def about(snapshot: Snapshot, report: Report, request: Request, config: Config) -> Mapping[str, str]:
    """The row of a build that says whether the next one has anything to do, and what it would report."""
    from sitegen.plan.stale import digest_of_config

    return {
        "program": program(),
        "request": request.key(),
        "built": config.today.isoformat(),
        "zone": config.time_zone or "",
        "until": snapshot.until,
        "config": digest_of_config(config),
        "complete": str(snapshot.complete),
        "position": AT + snapshot.history.position if config.git_dates else NO_POSITION,
        "pages": str(report.pages),
        "languages": str(report.languages),
        "problems": encode(report.problems),
        "names": snapshot.names,
        "rules": snapshot.rules,
        "lists": "\n".join(snapshot.lists),
        "outdated": "\n".join(sorted(snapshot.outdated)),
        "left out": str(report.left_out),
        "files left out": str(report.files_left_out),
    }


def report_of(state: State) -> Report:
    """What the last build reported, of which nothing had to be done again."""
    about = state.about
    problems = decode(about["problems"])
    assert isinstance(problems, tuple)
    return Report(
        problems=problems,
        pages=int(about["pages"]),
        languages=int(about["languages"]),
        unchanged=len(state.tables["outputs"]),
        left_out=int(about["left out"]),
        files_left_out=int(about["files left out"]),
    )
