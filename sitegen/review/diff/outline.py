"""A report in the order in which a reviewer wants it, in sections. All forms but JSON are made of it.

What content wrote is marked as such, so that each form can make it harmless in its own way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from sitegen.check.weight import kilobytes
from sitegen.review.diff.types import (
    FigureChange,
    Files,
    Hunk,
    Leaf,
    LinkChange,
    PageChange,
    Removed,
    Report,
    Shared,
    WeightChange,
)

EXAMPLES = 3
"""Pages that are named where many have the same."""
TOGETHER = 10
"""More files of one folder than that are counted, not named."""


class Given(Struct, frozen=True):
    """Words that content wrote."""

    text: str


class To(Struct, frozen=True):
    """A page of one of the builds, by its title or its address."""

    text: str
    address: str
    side: Literal["before", "after"] = "after"


Part = str | Given | To
"""A string is sitegen's own."""


class Item(Struct, frozen=True):
    parts: tuple[Part, ...]
    hunks: tuple[Hunk, ...] = ()
    language: str = ""
    """That they are in."""
    before: str = ""
    """The old address of the page with these, where it had another one."""


class Section(Struct, frozen=True):
    name: str
    """For links within the page."""
    heading: str
    items: tuple[Item, ...]
    alarming: bool = False
    """Worth a look before all else."""
    folded: bool = False
    """For those who ask for it."""


def summary(report: Report) -> str:
    """`pages: 1 added, 12 changed; lists: 3 changed; 1 new host`, or that nothing differs."""
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


def _counted(what: str, report: Report, renamed: int) -> str:
    """`pages: 1 added, 12 changed`, or nothing."""
    numbers = ((len(report.added), "added"), (len(report.changed), "changed"), (renamed, "renamed"),
               (len(report.removed), "removed"))  # fmt: skip
    told = [f"{number:,} {how}" for number, how in numbers if number]
    return f"{what}: {', '.join(told)}" if told else ""


def _split(report: Report) -> tuple[Report, Report]:
    """What is told of pages with a text of their own, and what only of those that list others."""
    lists = frozenset(report.lists)
    own = Report(
        added=tuple(page for page in report.added if page.address not in lists),
        changed=tuple(change for change in report.changed if change.after.address not in lists),
        removed=tuple(removed for removed in report.removed if removed.page.address not in lists),
        shared=tuple(shared for shared in report.shared if not lists.issuperset(shared.pages)),
    )
    listed = Report(
        added=tuple(page for page in report.added if page.address in lists),
        changed=tuple(change for change in report.changed if change.after.address in lists),
        removed=tuple(removed for removed in report.removed if removed.page.address in lists),
        shared=tuple(shared for shared in report.shared if lists.issuperset(shared.pages)),
    )
    return own, listed


def sections(report: Report) -> tuple[Section, ...]:
    """Those that have something to say, the most important first."""
    own, lists = _split(report)
    wanted = (
        Section("site", "Another address of the site", tuple(_moved(report)), alarming=True),
        Section("hosts", "New hosts", tuple(_hosts(report)), alarming=True),
        Section("broken", "Broken links", tuple(_links(report.broken)), alarming=True),
        Section("unread", "Not looked at", tuple(Item((Given(t),)) for t in report.unread), alarming=True),
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


def pages_named(number: int) -> str:
    """`1 page`, `1,234 pages`."""
    return _count(number, "page", "pages") or "no page"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}" if number else ""


def _moved(report: Report) -> Iterator[Item]:
    if report.moved_site:
        before, after = (address or "an address that it does not tell" for address in report.moved_site)
        yield Item(("it was built for ", Given(before), " and is now for ", Given(after)))


def _hosts(report: Report) -> Iterator[Item]:
    for host in report.hosts:
        yield Item((Given(host.host), ", on ", *_on(host.pages)))


def _links(changes: Sequence[LinkChange]) -> Iterator[Item]:
    for change in changes:
        yield Item((Given(change.target), ", on ", *_on(change.pages)))


def _on(pages: Sequence[str]) -> Iterator[Part]:
    """`/a/, /b/, /c/ and 9 more`."""
    for number, page in enumerate(pages[:EXAMPLES]):
        if number:
            yield ", "
        yield To(page, page)
    if len(pages) > EXAMPLES:
        yield f" and {len(pages) - EXAMPLES:,} more"


def _language(leaf: Leaf) -> tuple[Part, ...]:
    return (" (", Given(leaf.language), ")") if leaf.language else ()


def _added(leaf: Leaf) -> Item:
    opening: tuple[Part, ...] = (": ", Given(leaf.opening)) if leaf.opening else ()
    words = _count(leaf.words, "word", "words") or "no words"
    return Item((To(leaf.title, leaf.address), *_language(leaf), f", {words}", *opening))


def _removed(removed: Removed) -> Item:
    page = removed.page
    end: tuple[Part, ...] = (
        ("; its address leads to ", To(removed.leads_to, removed.leads_to))
        if removed.leads_to
        else ("; its address leads nowhere",)
    )
    return Item((To(page.title, page.address, "before"), *_language(page), " at ", Given(page.address), *end))


def _renamed(change: PageChange) -> Item:
    before, after = change.before, change.after
    names: tuple[Part, ...] = (To(after.title, after.address), *_language(after))
    return Item(
        (*names, ": ", Given(before.address), " leads to ", Given(after.address)),
        change.hunks,
        after.language,
        before.address,
    )


def _changed(change: PageChange) -> Item:
    after = change.after
    others = _count(change.shared, "change", "changes")
    more = f", and {others} that other pages share" if others else ""
    coarse = ", too long to be compared word by word" if change.coarse else ""
    parts = (To(after.title, after.address), *_language(after), " at ", Given(after.address), more, coarse)
    return Item(tuple(part for part in parts if part), change.hunks, after.language)


def _shared(shared: Shared) -> Item:
    return Item((f"on {pages_named(len(shared.pages))}: ", *_on(shared.pages)), shared.hunks)


def _lists(report: Report) -> Iterator[Item]:
    yield from map(_removed, report.removed)
    yield from (Item(("new: ", *_added(page).parts)) for page in report.added)
    yield from map(_changed, report.changed)
    yield from map(_shared, report.shared)


def _figure(change: FigureChange) -> Item:
    name = change.after or change.before
    assert name is not None
    before, after = (
        f"{state.value or 'no value'}{f', as of {state.as_of}' if state.as_of else ''}" if state else ""
        for state in (change.before, change.after)
    )
    parts: tuple[Part, ...] = (Given(name.title), ": ")
    if not before:
        return Item((*parts, "new, ", Given(after)))
    if not after:
        return Item((*parts, "gone, it was ", Given(before)))
    return Item((*parts, Given(before), " → ", Given(after)))


def _stale(report: Report) -> Iterator[Item]:
    for page in report.stale:
        headings = [part for heading in page.headings for part in (", ", Given(heading))][1:]
        what: tuple[Part, ...] = (": ", *headings) if headings else ()
        yield Item((To(page.title, page.page), " (", Given(page.language), ")", *what))


def _redirects(report: Report) -> Iterator[Item]:
    for old, new in report.redirects_added.items():
        yield Item(("new: ", Given(old), " leads to ", Given(new)))
    for old, (before, after) in report.redirects_changed.items():
        yield Item(("changed: ", Given(old), " led to ", Given(before), " and leads to ", Given(after)))
    for old, new in report.redirects_removed.items():
        yield Item(("removed: ", Given(old), " led to ", Given(new)))


def _weight(change: WeightChange) -> Item:
    before, after = change.before, change.after
    size = f"{kilobytes(before.size)} → {kilobytes(after.size)}"
    requests = f", {before.requests} → {after.requests} requests" if before.requests != after.requests else ""
    return Item((f"{size}{requests} on ", *_on(change.pages)))


def _markup(report: Report) -> Iterator[Item]:
    pages = report.markup_only
    if pages:
        yield Item((f"on {pages_named(len(pages))}, whose text is the same: ", *_on(pages)))


def _files(files: Files) -> Iterator[Item]:
    """By folder where there are many."""
    for what, paths in (("added", files.added), ("changed", files.changed), ("removed", files.removed)):
        folders = Counter(path.partition("/")[0] for path in paths)
        for path in paths:
            if folders[path.partition("/")[0]] <= TOGETHER:
                yield Item((f"{what}: ", Given(path)))
        for folder, number in sorted(folders.items()):
            if number > TOGETHER:
                yield Item((f"{what}: {number:,} files in ", Given(f"{folder}/")))
