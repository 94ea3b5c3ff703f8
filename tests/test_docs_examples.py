"""Examples of the documentation, as files of the shipped site: valid, or with the message that is shown."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sitegen.execute import executor_for
from sitegen.model.site import build_site
from sitegen.read.documents import ReadContext, read_documents
from sitegen.read.scan import scan
from sitegen.store.bodies import Bodies
from tests.sites import TODAY, load, no_rules, problems_as_text

ROOT = Path(__file__).parent.parent
EDITORS = ROOT / "docs/content/manual/editors"
MARK = re.compile(r"<!-- (file|error): (\S+) -->\n```\w+\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
PLACE = re.compile(r"(\S+?):(\d+):\d+: .*\n  \| (.*)\n")
FIRST = "content/projects/cool-streets.md"


def marked(kind: str) -> list[tuple[str, str]]:
    """Name and text of the marked blocks in `writing.md`."""
    text = (EDITORS / "writing.md").read_text(encoding="utf-8")
    return [(name, block) for found, name, block in MARK.findall(text) if found == kind]


def problems_in(root: Path, files: dict[str, str]) -> str:
    """Problems of these files if they are added to the shipped site."""
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    config = load(root, TODAY)
    with Bodies() as bodies:
        library = read_documents(root, scan(root), config, executor_for(1), ReadContext(bodies, no_rules))
    problems = [*library.problems, *build_site(library, config).problems]
    return problems_as_text(root, [it for it in problems if it.location.path in files])


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """The shipped site with its types, and only the entries that the examples name."""
    examples = "".join(text for _, text in marked("file")) + first_page()
    for path in (ROOT / "content").rglob("*"):
        is_named = re.search(rf"\b{re.escape(path.stem)}\b", examples)
        if path.is_file() and (is_named or path.name in ("_type.yaml", "site.yaml")):
            target = tmp_path / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    for name in ("templates", "static"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def first_page() -> str:
    (block,) = re.findall(
        r"^```markdown\n(.*?)^```\n", (EDITORS / "first-page.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    return str(block)


def test_the_examples_are_valid_files_of_the_shipped_site(shipped: Path) -> None:
    files = dict(marked("file"))

    assert FIRST in files
    assert problems_in(shipped, files) == ""
    assert problems_in(shipped, {FIRST: first_page()}) == ""


@pytest.mark.parametrize(
    "message", [text for _, text in marked("error")], ids=[name for name, _ in marked("error")]
)
def test_a_mistake_gives_the_message_that_is_shown(message: str, shipped: Path) -> None:
    place = PLACE.match(message)
    assert place
    path, line, text = place.groups()
    lines = dict(marked("file"))[path].splitlines(keepends=True)
    lines[int(line) - 1] = f"{text}\n"

    assert problems_in(shipped, {path: "".join(lines)}) == message.rstrip("\n")
