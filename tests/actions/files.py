"""The workflows: those of a new site, and those of this repository, which are the same but for one thing.

A new site has sitegen in its folder `vendor/`; this repository starts it with `build.py`. After a change to
those of a new site, `python -m tests.actions.files` writes the others.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
OF_A_NEW_SITE = ROOT / "sitegen" / "authoring" / "scaffold" / "site" / "dot-github" / "workflows"
OF_THIS_REPOSITORY = ROOT / ".github" / "workflows"
ONLY_HERE = ("docs.yml",)
"""Workflows that a new site does not have."""
INSTALL = "run: python -m pip install --requirement requirements.txt --require-hashes"
COMMAND = re.compile(r"(?<![-\w/])sitegen (?=[a-z])")


def names() -> list[str]:
    return sorted(path.name for path in OF_A_NEW_SITE.glob("*.yml"))


def of_this_repository(name: str) -> str:
    """What the file of a new site says when `build.py` is used."""
    text = (OF_A_NEW_SITE / name).read_text(encoding="utf-8")
    program = "python3 base/build.py " if "working-directory: base" in text else "python3 build.py "
    lines = text.splitlines(keepends=True)
    changed = (line if line.lstrip().startswith("#") else COMMAND.sub(program, line) for line in lines)
    return "".join(changed).replace(INSTALL, "run: python3 build.py --version # installs what sitegen needs")


if __name__ == "__main__":
    OF_THIS_REPOSITORY.mkdir(parents=True, exist_ok=True)
    for name in names():
        (OF_THIS_REPOSITORY / name).write_text(of_this_repository(name), encoding="utf-8")
