"""Helpers to compare two built sites in folders."""

from __future__ import annotations

from pathlib import Path

from sitegen.build.build import build
from sitegen.build.context import Context, Storage
from sitegen.build.judging import failed
from sitegen.build.unchanged import Request
from sitegen.definition.config import load_config
from sitegen.execute import executor_for
from sitegen.review.diff import DiffReport, compare, open_site
from tests.sites import TODAY, Files, make_site, write_files


def built(root: Path, files: Files | None = None, base_url: str | None = None) -> Path:
    """The base site with these files, built into a folder beside its sources."""
    site, output = make_site(root / "site", files), root / "public"
    config, _ = load_config(site, TODAY, base_url)
    assert config is not None
    request = Request(str(output), config.base_url, drafts=False, strict=False, today=TODAY)
    result = build(site, config, Context(executor_for(1), storage=Storage(output, site, request)))
    assert not failed(result.report.problems)
    return output


def compared(before: Path, after: Path) -> DiffReport:
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
