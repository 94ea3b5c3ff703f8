"""Every mistake in `tests/broken/` is reported with exactly this message, place, excerpt and hint.

A file there is one broken site: a sentence on the mistake, then sections. `==== PATH` puts a file
over the base site, `==== PATH removed` takes one away, `==== PATH -> TARGET` makes a link, and
`==== PATH escaped` has bytes written as `\\xNN`. The last section, `==== problems`, is what an
editor sees; `==== problems of check` is what `sitegen check` adds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sites import attempt, picture

BROKEN = Path(__file__).parent / "broken"
SECTION = re.compile(r"^==== (.+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    files: dict[str, bytes | None]
    links: dict[str, str]
    expected: str
    reports: bool


def read_case(path: Path) -> Case:
    _, *parts = SECTION.split(path.read_text(encoding="utf-8"))
    files: dict[str, bytes | None] = {}
    links: dict[str, str] = {}
    expected, reports = "", False
    for header, text in zip(parts[::2], parts[1::2], strict=True):
        if header in ("problems", "problems of check"):
            expected, reports = text.strip("\n"), header == "problems of check"
        elif " -> " in header:
            name, _, links_to = header.partition(" -> ")
            links[name] = links_to
        elif header.endswith(" removed"):
            files[header.removesuffix(" removed")] = None
        elif header.endswith(" picture"):
            name = header.removesuffix(" picture")
            files[name] = picture(name.rpartition(".")[2].upper().replace("JPG", "JPEG"))
        elif header.endswith(" escaped"):
            files[header.removesuffix(" escaped")] = _unescaped(text.encode("utf-8"))
        else:
            files[header] = text.encode("utf-8")
    return Case(files, links, expected, reports)


def _unescaped(data: bytes) -> bytes:
    return re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes([int(match[1], 16)]), data)


@pytest.mark.parametrize("name", sorted(path.stem for path in BROKEN.glob("*.txt")))
def test_the_mistake_is_reported_as_an_editor_needs_it(name: str, tmp_path: Path) -> None:
    case = read_case(BROKEN / f"{name}.txt")
    for path, target in case.links.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).symlink_to(target)

    outcome = attempt(tmp_path, case.files, reports=case.reports)

    assert outcome.problems == case.expected


@pytest.mark.parametrize("name", sorted(path.stem for path in BROKEN.glob("*.txt")))
def test_the_file_is_named_after_the_problem_that_it_shows(name: str) -> None:
    expected = read_case(BROKEN / f"{name}.txt").expected
    code, _, what = name.partition("-")

    assert what
    assert re.search(rf"^[^ ].*: (\w+: )?{re.escape(code)}: ", expected, re.MULTILINE)


def test_there_are_at_least_seventy_broken_sites() -> None:
    assert len(list(BROKEN.glob("*.txt"))) >= 70
