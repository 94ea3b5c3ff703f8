"""A report as pages of the new build, at `/_preview/`, and copies of old pages, at `/_preview/before/`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from sitegen.digest import digest_of_bytes
from sitegen.execute import Executor, GivenUp, ItemLimits
from sitegen.model.urls import output_path
from sitegen.review.diff.built import BuiltSite
from sitegen.review.diff.old_pages import PLACE, PageCopier, PageCopy
from sitegen.review.diff.outline import Finding, PageLink, Part, sections, summary
from sitegen.review.diff.plain_report import as_json
from sitegen.review.diff.types import DiffReport, Hunk, Segment
from sitegen.types.paths import REPORT
from sitegen.write.output import add_to_manifest

TEMPLATES = Path(__file__).parent / "templates"
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'"
STYLES = ("report.css", "before.css")
A_PAGE = 100
"""Items of a section on one page."""
MOST_COPIES = 500
"""Most pages of the old build that are copied."""
ITEM_LIMITS = ItemLimits(seconds=20.0, bytes=1 << 30)


class Row(Struct, frozen=True):
    """An item of a section, for its template."""

    parts: tuple[tuple[str, str], ...]
    """Texts and their links."""
    hunks: tuple[tuple[tuple[Segment, ...], tuple[Segment, ...]], ...]
    """Segments of each hunk before and after."""
    language: str
    before: str
    """Link to the copy of the old page."""
    after: str


def preview_files(
    report: DiffReport, before: BuiltSite, after: BuiltSite, executor: Executor
) -> Iterator[tuple[str, bytes]]:
    """Files of the report by path from the root of the site, and files copied from the old build."""
    jinja = _environment()
    copied = _to_copy(report, before)
    yield f"{REPORT}/report.json", as_json(report).encode("ascii")
    for name in STYLES:
        yield f"{REPORT}/{name}", (TEMPLATES / name).read_bytes()
    yield from _report_pages(jinja, report, copied)
    files: set[str] = set()
    copier = PageCopier(before, after, frozenset(copied))
    for copy in executor.guarded(_CopyTask(copier), copied, ITEM_LIMITS):
        if isinstance(copy, PageCopy):
            files |= copy.files
            yield copy.path, _before_page(jinja, copy)
    for path in sorted(files):
        try:
            yield f"{PLACE}/{path}", before.folder.read(path)
        except OSError:
            continue


class _CopyTask(Struct, frozen=True):
    copier: PageCopier

    def __call__(self, path: str) -> PageCopy | GivenUp:
        try:
            return self.copier.copy(path)
        except OSError:
            return GivenUp("crash")


def _to_copy(report: DiffReport, before: BuiltSite) -> tuple[str, ...]:
    """Old pages to copy; for a change on many pages, one of them."""
    pages = [
        *(change.before.address for change in (*report.changed, *report.renamed)),
        *(removed.page.address for removed in report.removed),
        *(shared.pages[0] for shared in report.shared),
        *report.markup_only[:1],
    ]
    paths = (output_path(page) for page in dict.fromkeys(pages))
    return tuple([path for path in paths if path in before.pages][:MOST_COPIES])


def _report_pages(
    jinja: Environment, report: DiffReport, copied: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    found = sections(report)
    last = max((len(section.items) + A_PAGE - 1) // A_PAGE for section in found) if found else 1
    for number in range(1, last + 1):
        path = f"{REPORT}/index.html" if number == 1 else f"{REPORT}/{number}/index.html"
        up = "../" * path.count("/")
        shown = [
            (
                section,
                [_row(item, up, copied) for item in section.items[A_PAGE * (number - 1) : A_PAGE * number]],
            )
            for section in found
        ]
        html = jinja.get_template("report.html").render(
            policy=POLICY,
            summary=summary(report),
            sections=[(section, rows) for section, rows in shown if rows],
            up=up,
            number=number,
            last=last,
            report=REPORT,
        )
        yield path, html.encode("utf-8")


def _row(item: Finding, up: str, copied: Sequence[str]) -> Row:
    pages = [part for part in item.parts if isinstance(part, PageLink)]
    first = pages[0] if pages else None
    before = after = ""
    if first and item.hunks:
        after = _link(first, up, copied)
        before = _link(PageLink("", item.before or first.address, "before"), up, copied)
    return Row(
        tuple((part if isinstance(part, str) else part.text, _link(part, up, copied)) for part in item.parts),
        tuple((_side(hunk, "insert"), _side(hunk, "delete")) for hunk in item.hunks),
        item.language,
        before,
        after,
    )


def _side(hunk: Hunk, without: str) -> tuple[Segment, ...]:
    return tuple(segment for segment in hunk if segment.op != without)


def _link(part: Part, up: str, copied: Sequence[str]) -> str:
    """Relative link, so that the report works below any path; empty if there is no page."""
    if not isinstance(part, PageLink) or not part.address.startswith("/"):
        return ""
    if part.side == "after":
        return up + quote(part.address.lstrip("/"))
    path = output_path(part.address)
    return up + quote(f"{PLACE}/{path}".removesuffix("index.html")) if path in copied else ""


def _before_page(jinja: Environment, copy: PageCopy) -> bytes:
    up = "../" * copy.path.count("/")
    return (
        jinja.get_template("before.html")
        .render(
            policy=POLICY,
            body=Markup(copy.body),  # noqa: S704 - cleaned by nh3
            sheets=copy.sheets,
            styles=f"{up}{REPORT}/before.css",
            report=f"{up}{REPORT}/",
            now=copy.now,
            title=copy.title,
            lang=copy.language,
            dir=copy.direction,
        )
        .encode("utf-8")
    )


def _environment() -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


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
