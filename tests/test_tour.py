"""The tour of the documentation: its files are written, its commands run, and what they print is compared."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.commands.test_cli import CONTENT, DAY, GOOD, sitegen
from tests.sites import make_site

PAGE = Path(__file__).parent.parent / "docs/content/manual/tour.md"
BLOCK = re.compile(r"(?:^<!-- (file|into): (\S+) -->\n)?^```\w*\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
BY_HAND = ("git ", "python3 ", "cd ", ".venv/", "source ", "sitegen serve")
"""Commands that the test does itself or leaves out."""


def insert(path: Path, lines: str) -> None:
    """Writes the one line of these that the file does not have yet, or has differently, at its place."""
    text = path.read_text("utf-8")
    wanted = lines.splitlines(keepends=True)
    before, new = "".join(wanted[:-1]), wanted[-1]
    assert text.count(before) == 1, lines
    key = new.partition(":")[0] + ":"
    rest = text.partition(before)[2]
    if rest.startswith(key) and not new.lstrip().startswith("-"):
        rest = rest.partition("\n")[2]
    path.write_text(text.partition(before)[0] + before + new + rest, "utf-8")


def follow(page: str, root: Path) -> list[str]:
    """Follows a page in a new site and compares the output that it shows. Returns what it does not show."""
    printed: list[str] = []
    for kind, name, block in BLOCK.findall(page):
        if kind == "file":
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(block, "utf-8")
        elif kind:
            insert(root / name, block)
        elif block.startswith((*BY_HAND, "sitegen ")):
            commands = [line for line in block.splitlines() if not line.startswith(BY_HAND)]
            printed += [text for line in commands for text in run(line, root)]
        else:
            assert printed.pop(0) == block
    return printed


def run(command: str, root: Path) -> list[str]:
    """Runs a command; returns what it printed if the page has to show it."""
    program, name, *arguments = shlex.split(command)
    assert program == "sitegen", command
    options = ("--now", DAY, "--jobs", "1") if name in ("build", "check") else ()
    done = sitegen(name, *arguments, *options, cwd=root)
    assert done.returncode in (GOOD, CONTENT), done.stderr
    return [done.stdout + done.stderr] if name == "new" or done.returncode == CONTENT else []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tour") / "rivers"
    assert sitegen("init", str(root)).returncode == GOOD
    assert follow(PAGE.read_text("utf-8"), root) == []
    return root


def test_the_site_of_the_tour_has_what_the_tour_promises(site: Path) -> None:
    page, topic, index, home = (
        (site / "public" / name / "index.html").read_text("utf-8")
        for name in ("stations/old-bridge", "topics/water", "stations", "")
    )

    assert re.search(r"Depth in metres</dt>\s*<dd>2\.5</dd>", page)
    assert '<a href="/organisations/example-town/">Example Town</a>' in page
    assert '<a href="/stations/old-bridge/">Old bridge</a>' in topic
    assert "/stations/river/example-river/" in index
    assert '<a href="/stations/">Stations</a>' in home
    assert "\nstations/old-bridge,Old bridge,,en," in (site / "public/data/stations.csv").read_text("utf-8")


def test_what_the_tour_deploys_is_for_its_address(site: Path) -> None:
    page = (site.parent / "published/stations/old-bridge/index.html").read_text("utf-8")

    assert '<link rel="canonical" href="https://example.org/rivers/stations/old-bridge/">' in page


def test_a_page_that_shows_something_else_is_noticed(tmp_path: Path) -> None:
    wrong = "<!-- file: content/topics/air.md -->\n```text\n---\ntitel: Air\n---\n```\n\n"
    page = f"{wrong}```text\nsitegen build\n```\n"
    root = make_site(tmp_path)

    (printed,) = follow(page, root)
    assert "did you mean title?" in printed
    with pytest.raises(AssertionError):
        follow(f"{page}\n```text\n1 error; nothing was written\n```\n", root)
