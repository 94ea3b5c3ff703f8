"""The Markdown engine is loaded once for a session."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sitegen.types import ENGINES

LOADED = """
import sys
from sitegen.markdown.markdown import convert
from sitegen.serve.engine import load_engine
load_engine({engine!r})
before = set(sys.modules)
for text in {texts!r}:
    assert convert(text, "a.md", 1, {engine!r}).html
print(sorted(set(sys.modules) - before))
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_is_loaded_once_for_all_later_processes(engine: str) -> None:
    texts = [
        "# A\n\n~~b~~ *c*",
        "| a |\n|---|\n| b |",
        "```py\na\n```",
        "a[^1]\n\n[^1]: b",
        "a\n: b",
        "a@b.org",
    ]
    code = LOADED.format(engine=engine, texts=texts)
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"
