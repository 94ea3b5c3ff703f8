"""Two built sites in folders, and what a comparison says of them."""

from __future__ import annotations

from pathlib import Path

from sitegen.diff import Report, compare, open_site
from sitegen.execute import executor_for
from tests.sites import Files, build_good, write_files


def built(root: Path, files: Files | None = None, base_url: str | None = None) -> Path:
    """The base site with these files, built into a folder beside its sources."""
    outcome = build_good(root / "site", files, base_url=base_url)
    write_files(root / "public", {artifact.path: artifact.data for artifact in outcome.artifacts})
    return root / "public"


def compared(before: Path, after: Path) -> Report:
    return compare(open_site(before), open_site(after), executor_for(1))


def folder(root: Path, files: Files) -> Path:
    """A folder with these files, and a home page if they have none."""
    write_files(root, {"index.html": page("Home"), **files})
    return root


def page(title: str, body: str = "", head: str = "", lang: str = "en") -> str:
    return (
        f"<!doctype html><html lang={lang}><head><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1>{body}</body></html>"
    )
