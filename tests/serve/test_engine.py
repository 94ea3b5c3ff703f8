"""What reading needs is imported once for a session."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.types import ENGINES
from tests.sites import base_text, make_site

READ_AFTER_LOADING = """
import sys
from datetime import date
from pathlib import Path
from sitegen.check.document_rules import inspect
from sitegen.definition.config import load_config
from sitegen.read.document_file import FileReader, ReadingKeys
from sitegen.serve.engine import load_reading
from sitegen.store.bodies import Bodies
root = Path()
config, _ = load_config(root, date(2026, 5, 31))
load_reading(config.engine)
before = set(sys.modules)
with Bodies() as bodies:
    reader = FileReader(root, config, ReadingKeys(config, {}, {}), bodies, inspect)
    rows = [reader((str(path), ""))[1] for path in root.glob("content/topics/t*.md")]
    print(sum("A title" in row for row in rows), sorted(set(sys.modules) - before))
"""
TEXTS = (
    "# A\n\n~~b~~ *c*",
    "| a |\n|---|\n| b |",
    "```py\na\n```",
    "a[^1]\n\n[^1]: b",
    "a\n: b",
    "a@b.org",
)


@pytest.mark.parametrize("engine", ENGINES)
def test_later_processes_import_nothing_to_read(tmp_path: Path, engine: str) -> None:
    definition = base_text("content/site.yaml") + f"markdown: {{engine: {engine}}}\n"
    texts = {f"content/topics/t{n}.md": f"---\ntitle: A title\nsummary: Some words.\n---\n\n{text}\n"
             for n, text in enumerate(TEXTS)}  # fmt: skip
    root = make_site(tmp_path, {"content/site.yaml": definition, **texts})
    command = [sys.executable, "-c", READ_AFTER_LOADING]
    found = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)

    assert found.stdout == "6 []\n"
