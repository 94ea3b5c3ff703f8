"""The workflows: those of a new site, and those of this repository, which are the same but for two lines.

A new site has sitegen in its folder `vendor/`; this repository has it as a folder. After a change to those of
a new site, `python -m tests.actions.files` writes the others.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
OF_A_NEW_SITE = ROOT / "sitegen" / "authoring" / "scaffold" / "site" / "dot-github" / "workflows"
OF_THIS_REPOSITORY = ROOT / ".github" / "workflows"
ONLY_HERE = ("ci.yml", "docs.yml", "release.yml")
"""Workflows that a new site does not have."""
CALLS = re.compile(r"^    uses: \./.*\n", re.MULTILINE)


def names() -> list[str]:
    return sorted(path.name for path in OF_A_NEW_SITE.glob("*.yml"))


def of_this_repository(name: str) -> str:
    """What the file of a new site says if sitegen is a folder of the repository."""
    text = (OF_A_NEW_SITE / name).read_text(encoding="utf-8")
    source = "base" if "sitegen-preview.yml" in text else "."
    given = f"    with: {{requirements: requirements.lock, source: {source}}}\n"
    return CALLS.sub(lambda match: match[0] + given, text)


if __name__ == "__main__":
    OF_THIS_REPOSITORY.mkdir(parents=True, exist_ok=True)
    for name in names():
        (OF_THIS_REPOSITORY / name).write_text(of_this_repository(name), encoding="utf-8")
