"""Writes a report into the folder of a built site in one step, and replaces only earlier reports."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from sitegen.digest import digest_of_bytes
from sitegen.types.paths import REPORT
from sitegen.write.output import add_to_manifest


class NotAReport(Exception):
    """The place of the report has other contents; the message names it."""


def write_report(site: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Replaces an earlier report with these files; returns their number. Raises NotAReport, OSError."""
    target = site / REPORT
    if site.is_symlink() or not site.is_dir():
        raise NotAReport(f"{site} is not a folder")
    if target.is_symlink() or (target.exists() and not (target / "report.json").is_file()):
        raise NotAReport(f"{target} exists and is not a report of sitegen")
    fresh = site / f".{REPORT}.new-{os.getpid()}"
    fresh.mkdir()
    try:
        digests = {}
        for path, data in files:
            inside = path.removeprefix(f"{REPORT}/")
            parts = inside.split("/")
            assert path.startswith(f"{REPORT}/"), f"unsafe path {path!r}"
            assert not {"", ".", ".."} & set(parts), f"unsafe path {path!r}"
            place = fresh / inside
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            digests[path] = digest_of_bytes(data)
        if target.exists():
            shutil.rmtree(target)
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    add_to_manifest(site, REPORT, digests)
    return len(digests)
