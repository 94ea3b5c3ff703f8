"""Repositories for tests: a site in git, with a commit on a day."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.sites import Files, base_text, entry, make_site

GIT = shutil.which("git") or "git"
ENVIRONMENT = {
    **{name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ},
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}
DATED = base_text("content/site.yaml") + "dates: {updated: git}\n"
SPARK = "content/projects/spark.md"
PUBLIC = "public\n.public*\n.sitegen\n"


def git(folder: Path, *arguments: str, day: str = "2025-01-01") -> str:
    """What git says; a commit is of noon on that day, in the Pacific."""
    moment = f"{day}T12:00:00-08:00"
    dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    done = subprocess.run(
        [GIT, *arguments],
        cwd=folder,
        env={**ENVIRONMENT, **dates},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def commit(folder: Path, day: str, files: Files | None = None) -> str:
    """Writes these files, takes away those that are none, and commits everything; the name of the commit."""
    for path, text in (files or {}).items():
        place = folder / path
        if text is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "Change", day=day)
    return git(folder, "rev-parse", "HEAD")


def repository(folder: Path, files: Files | None = None) -> Path:
    """The base site with git's dates, in a repository with one commit, of the first day of 2025."""
    make_site(folder, {"content/site.yaml": DATED, ".gitignore": PUBLIC, **(files or {})})
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "2025-01-01")
    return folder


def spark(*lines: str, body: str = "Spark feeds people.") -> str:
    return entry("Spark", *lines, body=body)
