"""Compares two built sites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.execute import Executor, GivenUp, ItemLimits
from sitegen.model.urls import address_of, output_path
from sitegen.review.diff.built import BuiltSite
from sitegen.review.diff.built_folder import same
from sitegen.review.diff.other_files import hosts_of_files, other_files
from sitegen.review.diff.page_comparer import PageComparer, PageComparison, Pair, Unread
from sitegen.review.diff.shared import fold
from sitegen.review.diff.types import (
    DiffReport,
    FigureChange,
    LinkChange,
    NewHost,
    PageChange,
    PageSummary,
    Removed,
    StaleTranslation,
)
from sitegen.review.diff.unchanged_pages import find_in_unchanged
from sitegen.review.diff.weights import weight_changes

ITEM_LIMITS = ItemLimits(seconds=20.0, bytes=1 << 30)
"""Limits for the comparison of one page."""
Comparing = Callable[[Sequence[Pair]], Iterator[PageComparison | Unread | GivenUp]]
SAME_PAGE = 0.6
"""Share of the text that must be equal for a page to count as renamed."""


class _ComparedPages(Struct):
    """Compared pages, by path in the new build, or in the old one for removed pages."""

    changed: dict[str, PageComparison] = field(default_factory=dict)
    added: dict[str, PageComparison] = field(default_factory=dict)
    removed: dict[str, PageComparison] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def all(self) -> Iterator[PageComparison]:
        for pages in (self.changed, self.added, self.removed):
            yield from pages.values()


def compare(
    before: BuiltSite, after: BuiltSite, executor: Executor, limits: ItemLimits = ITEM_LIMITS
) -> DiffReport:
    """Differences of the second site from the first."""
    comparing = partial(executor.guarded, PageComparer(before, after), limits=limits)
    found = _compared(before, after, comparing)
    renamed = _renamed(before, after, found, comparing)
    shared, own = fold([*found.changed.values(), *renamed.values()])
    gone = {address_of(path) for path in before.folder.sizes.keys() - after.folder.sizes.keys()}
    hosts, broken = _hosts_and_broken(before, after, found, gone)
    moved = (before.base_url, after.base_url) if before.base_url != after.base_url else None
    markup = () if moved else (address_of(path) for path, page in found.changed.items() if not page.hunks)
    new_names = {page.pair.after for page in renamed.values()}
    report = DiffReport(
        added=_in_order(page.after for path, page in found.added.items() if path not in new_names),
        changed=_changes_in_order(own[page.pair] for page in found.changed.values() if page.pair in own),
        removed=tuple(
            Removed(page.before, after.redirects.get(address_of(path), ""))
            for path, page in sorted(found.removed.items())
            if path not in renamed and page.before
        ),
        renamed=_changes_in_order(_renaming(page, own) for page in renamed.values()),
        shared=shared,
        markup_only=tuple(sorted(markup)),
        redirects_added=_without(after.redirects, before.redirects),
        redirects_removed=_without(before.redirects, after.redirects),
        redirects_changed={
            old: (before.redirects[old], new)
            for old, new in after.redirects.items()
            if before.redirects.get(old, new) != new
        },
        hosts=hosts,
        broken=broken,
        links_added=_by_target((page.pair.after, page.links_added) for page in found.changed.values()),
        links_removed=_by_target((page.pair.after, page.links_removed) for page in found.changed.values()),
        figures=_figures(before, after),
        stale=_became_stale(before.stale, after.stale),
        weights=weight_changes((path, page.weights) for path, page in found.changed.items()),
        files=other_files(before, after),
        unread=tuple(sorted({*found.unread, *before.folder.refused, *after.folder.refused})),
        moved_site=moved,
    )
    lists = before.lists | after.lists
    return replace(report, lists=tuple(sorted(lists.intersection(_addresses(report)))))


def _addresses(report: DiffReport) -> Iterator[str]:
    """Addresses of the pages that are added, changed, removed or have a shared change."""
    yield from (page.address for page in report.added)
    yield from (change.after.address for change in report.changed)
    yield from (removed.page.address for removed in report.removed)
    yield from (address for shared in report.shared for address in shared.pages)


def _compared(before: BuiltSite, after: BuiltSite, comparing: Comparing) -> _ComparedPages:
    found = _ComparedPages()
    pairs = list(_pairs(before, after, found.unread))
    for pair, result in zip(pairs, comparing(pairs), strict=True):
        if isinstance(result, GivenUp | Unread):
            found.unread.append(f"{pair.after or pair.before}: {_reason(result)}")
        elif pair.before and pair.after:
            found.changed[pair.after] = result
        elif pair.after:
            found.added[pair.after] = result
        else:
            found.removed[pair.before] = result
    return found


def _reason(result: GivenUp | Unread) -> str:
    words = {
        "time": "took too long",
        "memory": "needed too much memory",
        "crash": "crashed the process that read it",
    }
    return words.get(result.reason, result.reason)


def _pairs(before: BuiltSite, after: BuiltSite, unread: list[str]) -> Iterator[Pair]:
    for path in sorted(before.pages | after.pages):
        if path not in after.pages:
            yield Pair(path, "")
        elif path not in before.pages:
            yield Pair("", path)
        else:
            try:
                if not same(before.folder, after.folder, path):
                    yield Pair(path, path)
            except OSError as error:
                unread.append(f"{path}: {error.strerror or error}")


def _renamed(
    before: BuiltSite, after: BuiltSite, found: _ComparedPages, comparing: Comparing
) -> dict[str, PageComparison]:
    """Removed pages, by path, that redirect to a new page with nearly the same text."""
    pairs = []
    for path in sorted(found.removed):
        leads_to = output_path(after.redirects.get(address_of(path), "").partition("#")[0])
        if leads_to in found.added:
            pairs.append(Pair(path, leads_to))
    results = comparing(pairs)
    return {
        pair.before: result
        for pair, result in zip(pairs, results, strict=True)
        if isinstance(result, PageComparison) and result.alike >= SAME_PAGE
    }


def _renaming(page: PageComparison, own: Mapping[Pair, PageChange]) -> PageChange:
    assert page.before is not None
    assert page.after is not None
    return own.get(page.pair) or PageChange(page.before, page.after, ())


def _hosts_and_broken(
    before: BuiltSite, after: BuiltSite, found: _ComparedPages, gone: Set[str]
) -> tuple[tuple[NewHost, ...], tuple[LinkChange, ...]]:
    """Hosts that only the new build links to, and broken links that only the new build has."""
    pages = [page for page in found.all() if page.pair.after]
    old_hosts = frozenset(host for page in found.all() for host in page.hosts_before)
    named: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for host in page.hosts_after - old_hosts:
            named[host].add(address_of(page.pair.after))
    for path, hosts in hosts_of_files(before, after):
        for host in hosts - old_hosts:
            named[host].add(f"/{path}")
    seen, broken = find_in_unchanged(before, after, named.keys(), gone)
    new = tuple(NewHost(host, tuple(sorted(named[host]))) for host in sorted(named.keys() - seen))
    links = [(page.pair.after, page.broken) for page in pages]
    return new, _by_target([*links, *broken])


def _figures(before: BuiltSite, after: BuiltSite) -> tuple[FigureChange, ...]:
    keys = sorted(before.figures.keys() | after.figures.keys())
    pairs = ((key, before.figures.get(key), after.figures.get(key)) for key in keys)
    return tuple(FigureChange(key, old, new) for key, old, new in pairs if old != new)


def _became_stale(
    before: Collection[StaleTranslation], after: Iterable[StaleTranslation]
) -> tuple[StaleTranslation, ...]:
    already = {(page.page, page.language) for page in before}
    return tuple(page for page in after if (page.page, page.language) not in already)


def _without(some: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    return {old: new for old, new in some.items() if old not in others}


def _by_target(found: Iterable[tuple[str, Iterable[str]]]) -> tuple[LinkChange, ...]:
    targets: dict[str, set[str]] = defaultdict(set)
    for path, links in found:
        for link in links:
            targets[link].add(address_of(path))
    return tuple(LinkChange(target, tuple(sorted(targets[target]))) for target in sorted(targets))


def _in_order(leaves: Iterable[PageSummary | None]) -> tuple[PageSummary, ...]:
    return tuple(sorted(filter(None, leaves), key=lambda leaf: (leaf.language, leaf.address)))


def _changes_in_order(changes: Iterable[PageChange]) -> tuple[PageChange, ...]:
    return tuple(sorted(changes, key=lambda change: (change.after.language, change.after.address)))
