#!/usr/bin/env python3
"""Builds the documentation of every version: `python3 docs/versions.py OUT --base-url https://docs.example.org`.

`OUT/latest/` has that of a branch, and `OUT/vX.Y/` that of the newest tag `vX.Y.Z`. Each is built from a
clone, by the sitegen of its own version, and has links to the others. `OUT/index.html` redirects to the
newest release. Nothing outside of OUT is changed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import copyfile, copytree
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
RELEASE = re.compile(r"v(\d+)\.(\d+)\.(\d+)")
SITE = "docs/content/site.yaml"
FOR_THE_HOST = ("404.html", "_headers", "robots.txt")
"""Files that hosts look for at the top: those of the version that it redirects to."""
LIST = "docs/templates/partials/versions.html"
"""Template that each version of the documentation includes; it gets the list of all."""


class Version(NamedTuple):
    """A version of the documentation."""

    name: str
    ref: str
    """Tag or branch."""
    folder: str
    """Its folder in the output."""


def git(*arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def find_versions(branch: str) -> list[Version]:
    """The newest release of each X.Y, the newest first, and then the branch."""
    newest: dict[tuple[int, int], tuple[int, str]] = {}
    for tag in git("tag", "--list", "v*").split():
        match = RELEASE.fullmatch(tag)
        if match and git("ls-tree", "--name-only", tag, SITE):
            major, minor, patch = map(int, match.groups())
            newest[major, minor] = max(newest.get((major, minor), (-1, "")), (patch, tag))
    releases = [
        Version(f"{major}.{minor}", tag, f"v{major}.{minor}")
        for (major, minor), (_, tag) in sorted(newest.items(), reverse=True)
    ]
    return [*releases, Version("development", branch, "latest")]


def address_of(version: Version, base_url: str) -> str:
    """Where a version will be, without a slash at the end."""
    return f"{base_url.rstrip('/')}/{version.folder}"


def version_list(version: Version, versions: Sequence[Version], base_url: str, pages: Sequence[str]) -> str:
    """The template that tells a version which others there are, and the pages of the newest release."""
    items = [{"name": it.name, "url": f"{address_of(it, base_url)}/"} for it in versions]
    names = {
        "version": version.name,
        "versions": items,
        "newest": items[0] if len(items) > 1 else None,
        "pages_of_newest": list(pages),
    }
    lines = (f"{{% set {name} = {json.dumps(value)} %}}" for name, value in names.items())
    return "\n".join(lines).replace(" = null ", " = none ") + "\n"


def build(version: Version, template: str, base_url: str, clone: Path) -> Path:
    """Builds a version in a clone of its own and returns the folder of its pages."""
    commit = git("rev-parse", f"{version.ref}^{{commit}}").strip()
    for arguments in (["clone", "--quiet", "--shared", "--no-checkout", str(ROOT), str(clone)],
                      ["-C", str(clone), "checkout", "--quiet", "--detach", commit]):  # fmt: skip
        subprocess.run(["git", *arguments], check=True)
    (clone / LIST).write_text(template, encoding="utf-8")
    address = address_of(version, base_url)
    run_sitegen(clone, "build", "--quiet", "--root", str(clone / "docs"), "--base-url", address)
    return clone / "docs" / "public"


def run_sitegen(clone: Path, *arguments: str) -> None:
    environment = dict(os.environ, PYTHONPATH=str(clone), PYTHONUTF8="1", SITEGEN_HOME=str(clone))
    subprocess.run([*program(clone), *arguments], env=environment, check=True)


def program(clone: Path) -> list[str]:
    """Command for the sitegen of a clone, in the `.venv` of this one if both need the same packages."""
    python = ROOT / (".venv/Scripts/python.exe" if os.name == "nt" else ".venv/bin/python")
    lock = "requirements.lock"
    if python.exists() and (ROOT / lock).read_bytes() == (clone / lock).read_bytes():
        return [str(python), "-Pm", "sitegen"]
    return [sys.executable, str(clone / "build.py")]


def pages_in(folder: Path) -> Iterator[str]:
    """Addresses of the pages, relative to the home page."""
    for path in sorted(folder.rglob("index.html")):
        address = path.parent.relative_to(folder).as_posix()
        yield "" if address == "." else f"{address}/"


def write_top(out: Path, first: Version) -> None:
    """Writes the files at the top of the output, which lead to a version."""
    for name in FOR_THE_HOST:
        copyfile(out / first.folder / name, out / name)
    (out / "index.html").write_text(
        f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Documentation of sitegen</title>
<meta http-equiv="refresh" content="0; url={first.folder}/">
<p><a href="{first.folder}/">Documentation of sitegen, {first.name}</a></p>
""",
        encoding="utf-8",
    )


def main(arguments: Sequence[str]) -> None:
    about, more = (__doc__ or "").split("\n\n", 1)
    parser = argparse.ArgumentParser(description=about, epilog=more)
    parser.add_argument("out", type=Path, help="new folder for the pages")
    parser.add_argument("--base-url", required=True, help="address where they will be")
    parser.add_argument("--branch", default="HEAD", help="commit or branch of the latest documentation")
    options = parser.parse_args(arguments)
    if options.out.exists():
        parser.error(f"{options.out} exists; name a new folder")
    pages: list[str] = []
    versions = find_versions(options.branch)
    options.out.mkdir(parents=True)
    for version in versions:
        template = version_list(version, versions, options.base_url, pages)
        with TemporaryDirectory() as folder:
            built = build(version, template, options.base_url, Path(folder) / "sitegen")
            copytree(built, options.out / version.folder)
        pages = pages or list(pages_in(options.out / version.folder))
        sys.stdout.write(f"{version.name}: {version.ref}\n")
    write_top(options.out, versions[0])


if __name__ == "__main__":
    main(sys.argv[1:])
