"""Version of the program, for reports of faults: its code, Python, and the extras that are installed."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import sysconfig
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from sitegen import __version__
from sitegen.problems.extras import EXTRAS

REPOSITORY = Path(__file__).parents[2]
"""Folder of the repository, if the program is not installed."""


def version_text() -> str:
    """Text of `sitegen --version`; the first line has the version alone."""
    present = [name for name, needs in EXTRAS.items() if all(map(_is_installed, needs))]
    python = f"{platform.python_version()} ({sys.implementation.name}, {sysconfig.get_platform()})"
    return "\n".join(
        (
            f"sitegen {__version__}",
            f"code: {_commit() or _digest()}",
            f"Python: {python}",
            f"extras: {', '.join(present) or 'none'}",
        )
    )


def _commit() -> str:
    """Commit of the repository, and whether the program differs from it; empty if it is installed."""
    if not (REPOSITORY / "pyproject.toml").is_file() or not (REPOSITORY / ".git").exists():
        return ""
    commit = _git("rev-parse", "--short=12", "HEAD")
    changes = ", with changes" if commit and _git("status", "--porcelain", "--", "sitegen") else ""
    return f"commit {commit}{changes}" if commit else ""


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _digest() -> str:
    """Digest of the files of the package, as in the name of a wheel in `vendor/`."""
    from sitegen.authoring.scaffold.vendored import packed, short_digest

    return f"digest {short_digest(packed())}"


def _is_installed(requirement: str) -> bool:
    name = re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]
    try:
        return bool(distribution(name))
    except PackageNotFoundError:
        return False
