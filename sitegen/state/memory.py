"""The memory of a site between builds: is there anything to do, and what was known.

`is_unchanged` answers without parsing or planning anything, and imports as little.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sitegen.codec import decode, encode
from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.read.scan import stamps
from sitegen.state.store import AT, EMPTY, State, rows_of, stamp_of
from sitegen.state.versions import program
from sitegen.types import Artifact, Digest, Record, Report, Snapshot
from sitegen.write.output import output_stamp


@dataclass(frozen=True, slots=True)
class Request:
    """What a build was asked for, as far as its result depends on it."""

    output: str
    base_url: str
    drafts: bool
    strict: bool
    today: date

    def key(self) -> Digest:
        return digest_of_parts(program(), self.output, self.base_url, f"{self.drafts} {self.strict}")


NEEDED = ("about", "sources", "outputs")
"""The tables by which a build knows that nothing has changed."""


def is_unchanged(root: Path, output: Path, request: Request, state: State) -> bool:
    """Whether a build would give exactly what is there: same program, request, sources, states and output."""
    about = state.about
    if about.get("request") != request.key():
        return False
    if not about["built"] <= request.today.isoformat() < about["until"]:
        return False
    if about["position"] != NO_POSITION and about["position"] != _position(root):
        return False
    known = {path: stamp_of(row.partition(";")[0]) for path, row in state.tables["sources"].items()}
    return stamps(root) == known and _all_intact(output, state.tables["outputs"])


NO_POSITION = "-"
"""What is remembered of a site that asks git for nothing."""


def at_position(position: str) -> str:
    """What is remembered of a site that asks git, at a commit or where git knows of none."""
    return AT + position


def _position(root: Path) -> str:
    from sitegen.history.git import position_of

    return at_position(position_of(root))


def _all_intact(output: Path, outputs: Mapping[str, str]) -> bool:
    return bool(outputs) and all(_stamp(output, path) == _stamp_in(row) for path, row in outputs.items())


def _stamp(output: Path, path: str) -> str:
    return " ".join(map(str, output_stamp(f"{output}/{path}")))


def _stamp_in(row: str) -> str:
    return row.partition(";")[0]


def intact_outputs(output: Path, state: State) -> frozenset[str]:
    """The outputs that are as they were written: by their stamps, or where those differ by their bytes."""
    return frozenset(
        path
        for path, row in state.tables["outputs"].items()
        if _stamp(output, path) == _stamp_in(row) or _has_digest(output / path, row)
    )


def _has_digest(path: Path, row: str) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    return digest_of_bytes(path.read_bytes()) == row.split(";", 3)[2]


def usable(state: State) -> State:
    """The state, if it was found by this program; otherwise an empty one."""
    return state if state.about.get("program") == program() else EMPTY


def records_of(artifacts: Iterable[Artifact], kept: Iterable[str], last: Snapshot) -> dict[str, Record]:
    """What to remember of the outputs of a build."""
    records = {path: last.records[path] for path in kept}
    for artifact in artifacts:
        facts = artifact.facts
        records[artifact.path] = Record(
            artifact.path, artifact.recipe, artifact.digest, facts.anchors, facts.text
        )
    return records


def output_stamps(output: Path, paths: Iterable[str]) -> dict[str, str]:
    """The stamps of the outputs as they now are."""
    return {path: _stamp(output, path) for path in paths}


def remembered(
    snapshot: Snapshot,
    stamps: Mapping[str, str],
    request: Request,
    report: Report,
    until: date,
    position: str = NO_POSITION,
) -> State:
    """The state to write after a build."""
    about = {
        "program": program(),
        "request": request.key(),
        "built": request.today.isoformat(),
        "until": until.isoformat(),
        "position": position,
        "pages": str(report.pages),
        "languages": str(report.languages),
        "problems": encode(report.problems),
        "names": snapshot.names,
        "facts": snapshot.facts,
        "outdated": "\n".join(sorted(snapshot.outdated)),
        "left out": str(report.left_out),
    }
    return rows_of(snapshot, stamps, about)


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
    )
