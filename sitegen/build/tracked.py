"""Refuses a build cache in git: it is for one machine, and a commit must not contain one."""

from __future__ import annotations

from pathlib import Path

from sitegen.git.tracked import first_tracked
from sitegen.store.seal import CACHE
from sitegen.write.output import OutputError


def refuse_tracked(site: Path) -> None:
    """Raises OutputError if git tracks a file of the cache."""
    path = first_tracked(site, CACHE)
    if path is not None:
        advice = f"run: git rm -r --cached {path.partition('/')[0]}, and add {CACHE}/ to .gitignore"
        raise OutputError(f"git tracks {path}, which holds what a machine remembers of its builds; {advice}")
