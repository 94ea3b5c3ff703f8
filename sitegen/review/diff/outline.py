"""A report as sections, the most important first. All formats except JSON are made from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from sitegen.problems.formats import kilobytes
from sitegen.review.diff.types import (
    DiffReport,
    FigureChange,
    Files,
    Hunk,
    LinkChange,
    PageChange,
    PageSummary,
    Removed,
    Shared,
    WeightChange,
)

EXAMPLES = 3
"""Most pages that are named for a change on many pages."""
TOGETHER = 10
"""Number of files in a folder above which they are counted instead of named."""


class Untrusted(Struct, frozen=True):
    """Text from content, which each format must escape."""

    text: str


class PageLink(Struct, frozen=True):
    """A page of one of the builds, by its title or address."""

    text: str
    address: str
    side: Literal["before", "after"] = "after"


Part = str | Untrusted | PageLink
"""A part of a line; strings are written by sitegen."""


class Finding(Struct, frozen=True):
    parts: tuple[Part, ...]
    hunks: tuple[Hunk, ...] = ()
    language: str = ""
    """Language of the hunks."""
    before: str = ""
    """Old address of a renamed page with these hunks."""


class Section(Struct, frozen=True):
    name: str
    """Anchor for links within the page."""
    heading: str
    items: tuple[Finding, ...]
    alarming: bool = False
    """True if a reviewer must see it first."""
    folded: bool = False
    """True if it is collapsed at first."""


def summary(report: DiffReport) -> str:
    """One line such as `pages: 1 added, 12 changed; 1 new host`."""
    own, lists = _split(report)
    more = (
        _counted("pages", own, len(report.renamed)),
        _counted("lists", lists, 0),
        _count(len(own.shared), "change on many pages", "changes on many pages"),
        _count(len(report.hosts), "new host", "new hosts"),
        _count(len(report.broken), "broken link", "broken links"),
        _count(len(report.figures), "figure", "figures"),
        _count(len(report.stale), "stale translation", "stale translations"),
    )
    if report.is_empty:
        return "the two builds are the same"
    return "; ".join(filter(None, more)) or "no page reads differently"


def _counted(what: str, report: DiffReport, renamed: int) -> str:
    """Numbers of pages such as `pages: 1 added, 12 changed`; empty if there are none."""
    numbers = ((len(report.added), "added"), (len(report.changed), "changed"), (renamed, "renamed"),
               (len(report.removed), "removed"))  # fmt: skip
    parts = [f"{number:,} {how}" for number, how in numbers if number]
    return f"{what}: {', '.join(parts)}" if parts else ""


def _split(report: DiffReport) -> tuple[DiffReport, DiffReport]:
    """The report on pages with their own text, and the report on pages that only list others."""
    lists = frozenset(report.lists)
    own = DiffReport(
        added=tuple(page for page in report.added if page.address not in lists),
        changed=tuple(change for change in report.changed if change.after.address not in lists),
        removed=tuple(removed for removed in report.removed if removed.page.address not in lists),
        shared=tuple(shared for shared in report.shared if not lists.issuperset(shared.pages)),
    )
    listed = DiffReport(
        added=tuple(page for page in report.added if page.address in lists),
        changed=tuple(change for change in report.changed if change.after.address in lists),
        removed=tuple(removed for removed in report.removed if removed.page.address in lists),
        shared=tuple(shared for shared in report.shared if lists.issuperset(shared.pages)),
    )
    return own, listed


def sections(report: DiffReport) -> tuple[Section, ...]:
    """Sections that are not empty, the most important first."""
    own, lists = _split(report)
    wanted = (
        Section("site", "Another address of the site", tuple(_moved(report)), alarming=True),
        Section("hosts", "New hosts", tuple(_hosts(report)), alarming=True),
        Section("broken", "Broken links", tuple(_links(report.broken)), alarming=True),
        Section("unread", "Not looked at", tuple(Finding((Untrusted(t),)) for t in report.unread), True),
        Section("removed", "Pages removed", tuple(map(_removed, own.removed))),
        Section("figures", "Figures", tuple(map(_figure, report.figures))),
        Section("stale", "Translations that are stale now", tuple(_stale(report))),
        Section("added", "Pages added", tuple(map(_added, own.added))),
        Section("renamed", "Pages renamed", tuple(map(_renamed, report.renamed))),
        Section("changed", "Pages changed", tuple(map(_changed, own.changed))),
        Section("shared", "The same change on many pages", tuple(map(_shared, own.shared))),
        Section("redirects", "Redirects", tuple(_redirects(report))),
        Section("weights", "Weight of pages", tuple(map(_weight, report.weights))),
        Section("markup", "Only the markup is different", tuple(_markup(report))),
        Section("lists", "Lists that change with them", tuple(_lists(lists)), folded=True),
        Section("links-added", "Links added", tuple(_links(report.links_added)), folded=True),
        Section("links-removed", "Links removed", tuple(_links(report.links_removed)), folded=True),
        Section("files", "Other files", tuple(_files(report.files)), folded=True),
    )
    return tuple(section for section in wanted if section.items)


def number_of_pages(number: int) -> str:
    """A number of pages: `1 page`, `1,234 pages`."""
    return _count(number, "page", "pages") or "no page"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}" if number else ""


def _moved(report: DiffReport) -> Iterator[Finding]:
    if report.moved_site:
        before, after = (address or "an unknown address" for address in report.moved_site)
        yield Finding(("it was built for ", Untrusted(before), " and is now built for ", Untrusted(after)))


def _hosts(report: DiffReport) -> Iterator[Finding]:
    for host in report.hosts:
        yield Finding((Untrusted(host.host), ", on ", *_on(host.pages)))


def _links(changes: Sequence[LinkChange]) -> Iterator[Finding]:
    for change in changes:
        yield Finding((Untrusted(change.target), ", on ", *_on(change.pages)))


def _on(pages: Sequence[str]) -> Iterator[Part]:
    """Addresses of pages: `/a/, /b/, /c/ and 9 more`."""
    for number, page in enumerate(pages[:EXAMPLES]):
        if number:
            yield ", "
        yield PageLink(page, page)
    if len(pages) > EXAMPLES:
        yield f" and {len(pages) - EXAMPLES:,} more"


def _language(leaf: PageSummary) -> tuple[Part, ...]:
    return (" (", Untrusted(leaf.language), ")") if leaf.language else ()


def _added(leaf: PageSummary) -> Finding:
    opening: tuple[Part, ...] = (": ", Untrusted(leaf.opening)) if leaf.opening else ()
    words = _count(leaf.words, "word", "words") or "no words"
    return Finding((PageLink(leaf.title, leaf.address), *_language(leaf), f", {words}", *opening))


def _removed(removed: Removed) -> Finding:
    page = removed.page
    end: tuple[Part, ...] = (
        ("; its address redirects to ", PageLink(removed.leads_to, removed.leads_to))
        if removed.leads_to
        else ("; its address no longer works",)
    )
    name = PageLink(page.title, page.address, "before")
    return Finding((name, *_language(page), " at ", Untrusted(page.address), *end))


def _renamed(change: PageChange) -> Finding:
    before, after = change.before, change.after
    names: tuple[Part, ...] = (PageLink(after.title, after.address), *_language(after))
    return Finding(
        (*names, ": ", Untrusted(before.address), " redirects to ", Untrusted(after.address)),
        change.hunks,
        after.language,
        before.address,
    )


def _changed(change: PageChange) -> Finding:
    after = change.after
    others = _count(change.shared, "change", "changes")
    more = f", and {others} that other pages share" if others else ""
    coarse = ", too long to be compared word by word" if change.coarse else ""
    name = PageLink(after.title, after.address)
    parts = (name, *_language(after), " at ", Untrusted(after.address), more, coarse)
    return Finding(tuple(part for part in parts if part), change.hunks, after.language)


def _shared(shared: Shared) -> Finding:
    return Finding((f"on {number_of_pages(len(shared.pages))}: ", *_on(shared.pages)), shared.hunks)


def _lists(report: DiffReport) -> Iterator[Finding]:
    yield from map(_removed, report.removed)
    yield from (Finding(("new: ", *_added(page).parts)) for page in report.added)
    yield from map(_changed, report.changed)
    yield from map(_shared, report.shared)


def _figure(change: FigureChange) -> Finding:
    name = change.after or change.before
    assert name is not None
    before, after = (
        f"{state.value or 'no value'}{f', as of {state.as_of}' if state.as_of else ''}" if state else ""
        for state in (change.before, change.after)
    )
    parts: tuple[Part, ...] = (Untrusted(name.title), ": ")
    if not before:
        return Finding((*parts, "new, ", Untrusted(after)))
    if not after:
        return Finding((*parts, "gone, it was ", Untrusted(before)))
    return Finding((*parts, Untrusted(before), " → ", Untrusted(after)))


def _stale(report: DiffReport) -> Iterator[Finding]:
    for page in report.stale:
        headings = [part for heading in page.headings for part in (", ", Untrusted(heading))][1:]
        what: tuple[Part, ...] = (": ", *headings) if headings else ()
        yield Finding((PageLink(page.title, page.page), " (", Untrusted(page.language), ")", *what))


def _redirects(report: DiffReport) -> Iterator[Finding]:
    for old, new in report.redirects_added.items():
        yield Finding(("new: ", Untrusted(old), " redirects to ", Untrusted(new)))
    for old, (before, after) in report.redirects_changed.items():
        targets = (" redirected to ", Untrusted(before), " and now redirects to ", Untrusted(after))
        yield Finding(("changed: ", Untrusted(old), *targets))
    for old, new in report.redirects_removed.items():
        yield Finding(("removed: ", Untrusted(old), " redirected to ", Untrusted(new)))


def _weight(change: WeightChange) -> Finding:
    before, after = change.before, change.after
    size = f"{kilobytes(before.size)} → {kilobytes(after.size)}"
    requests = f", {before.requests} → {after.requests} requests" if before.requests != after.requests else ""
    return Finding((f"{size}{requests} on ", *_on(change.pages)))


def _markup(report: DiffReport) -> Iterator[Finding]:
    pages = report.markup_only
    if pages:
        yield Finding((f"on {number_of_pages(len(pages))}, whose text is the same: ", *_on(pages)))


def _files(files: Files) -> Iterator[Finding]:
    """Items for files, grouped by folder if there are many."""
    for what, paths in (("added", files.added), ("changed", files.changed), ("removed", files.removed)):
        folders = Counter(path.partition("/")[0] for path in paths)
        for path in paths:
            if folders[path.partition("/")[0]] <= TOGETHER:
                yield Finding((f"{what}: ", Untrusted(path)))
        for folder, number in sorted(folders.items()):
            if number > TOGETHER:
                yield Finding((f"{what}: {number:,} files in ", Untrusted(f"{folder}/")))
