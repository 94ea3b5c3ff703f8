"""Two built sites in, a `Report` out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.execute import Allowance, Executor, Stopped
from sitegen.model.urls import address_of, output_path
from sitegen.review.diff.built import Built
from sitegen.review.diff.folder import same
from sitegen.review.diff.kept import seen_in_kept
from sitegen.review.diff.others import hosts_of_files, other_files
from sitegen.review.diff.pages import Compared, PageComparer, Pair, Unread
from sitegen.review.diff.shared import fold
from sitegen.review.diff.types import (
    FigureChange,
    Leaf,
    LinkChange,
    NewHost,
    PageChange,
    Removed,
    Report,
    StaleTranslation,
)
from sitegen.review.diff.weights import weight_changes

ALLOWANCE = Allowance(seconds=20.0, bytes=1 << 30)
"""What the comparison of one page may take."""
Comparing = Callable[[Sequence[Pair]], Iterator[Compared | Unread | Stopped]]
SAME_PAGE = 0.6
"""A page is renamed, and not another one, when so much of its text is the same."""


class _Found(Struct):
    """What the comparison of pages gave, by path of the page in the build that has it."""

    changed: dict[str, Compared] = field(default_factory=dict)
    added: dict[str, Compared] = field(default_factory=dict)
    removed: dict[str, Compared] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def all(self) -> Iterator[Compared]:
        for pages in (self.changed, self.added, self.removed):
            yield from pages.values()


def compare(
    before: Built,
    after: Built,
    executor: Executor,
    allowance: Allowance = ALLOWANCE,
) -> Report:
    """What the second site changes against the first."""
    comparing = partial(executor.guarded, PageComparer(before, after), allowance=allowance)
    found = _compared(before, after, comparing)
    renamed = _renamed(before, after, found, comparing)
    shared, own = fold([*found.changed.values(), *renamed.values()])
    gone = {address_of(path) for path in before.folder.sizes.keys() - after.folder.sizes.keys()}
    hosts, broken = _hosts_and_broken(before, after, found, gone)
    moved = (before.base_url, after.base_url) if before.base_url != after.base_url else None
    markup = () if moved else (address_of(path) for path, page in found.changed.items() if not page.hunks)
    new_names = {page.pair.after for page in renamed.values()}
    report = Report(
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


def _addresses(report: Report) -> Iterator[str]:
    """Of the pages that are named as added, changed, removed or with a shared change."""
    yield from (page.address for page in report.added)
    yield from (change.after.address for change in report.changed)
    yield from (removed.page.address for removed in report.removed)
    yield from (address for shared in report.shared for address in shared.pages)


def _compared(before: Built, after: Built, comparing: Comparing) -> _Found:
    found = _Found()
    pairs = list(_pairs(before, after, found.unread))
    for pair, result in zip(pairs, comparing(pairs), strict=True):
        if isinstance(result, Stopped | Unread):
            found.unread.append(f"{pair.after or pair.before}: {_why(result)}")
        elif pair.before and pair.after:
            found.changed[pair.after] = result
        elif pair.after:
            found.added[pair.after] = result
        else:
            found.removed[pair.before] = result
    return found


def _why(result: Stopped | Unread) -> str:
    words = {
        "time": "took too long",
        "memory": "needed too much memory",
        "crash": "ended the program that read it",
    }
    return words.get(result.reason, result.reason)


def _pairs(before: Built, after: Built, unread: list[str]) -> Iterator[Pair]:
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


def _renamed(before: Built, after: Built, found: _Found, comparing: Comparing) -> dict[str, Compared]:
    """By old path: pages that are gone, lead to a new one, and are nearly the same."""
    pairs = []
    for path in sorted(found.removed):
        leads_to = output_path(after.redirects.get(address_of(path), "").partition("#")[0])
        if leads_to in found.added:
            pairs.append(Pair(path, leads_to))
    results = comparing(pairs)
    return {
        pair.before: result
        for pair, result in zip(pairs, results, strict=True)
        if isinstance(result, Compared) and result.alike >= SAME_PAGE
    }


def _renaming(page: Compared, own: Mapping[Pair, PageChange]) -> PageChange:
    assert page.before is not None
    assert page.after is not None
    return own.get(page.pair) or PageChange(page.before, page.after, ())


def _hosts_and_broken(
    before: Built, after: Built, found: _Found, gone: Set[str]
) -> tuple[tuple[NewHost, ...], tuple[LinkChange, ...]]:
    """Hosts that the old build did not lead to from anywhere, and links to nothing that it did not have."""
    pages = [page for page in found.all() if page.pair.after]
    knew = frozenset(host for page in found.all() for host in page.hosts_before)
    named: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for host in page.hosts_after - knew:
            named[host].add(address_of(page.pair.after))
    for path, hosts in hosts_of_files(before, after):
        for host in hosts - knew:
            named[host].add(f"/{path}")
    seen, broken = seen_in_kept(before, after, named.keys(), gone)
    new = tuple(NewHost(host, tuple(sorted(named[host]))) for host in sorted(named.keys() - seen))
    links = [(page.pair.after, page.broken) for page in pages]
    return new, _by_target([*links, *broken])


def _figures(before: Built, after: Built) -> tuple[FigureChange, ...]:
    keys = sorted(before.figures.keys() | after.figures.keys())
    pairs = ((key, before.figures.get(key), after.figures.get(key)) for key in keys)
    return tuple(FigureChange(key, old, new) for key, old, new in pairs if old != new)


def _became_stale(
    knew: Collection[StaleTranslation], knows: Iterable[StaleTranslation]
) -> tuple[StaleTranslation, ...]:
    already = {(page.page, page.language) for page in knew}
    return tuple(page for page in knows if (page.page, page.language) not in already)


def _without(some: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    return {old: new for old, new in some.items() if old not in others}


def _by_target(found: Iterable[tuple[str, Iterable[str]]]) -> tuple[LinkChange, ...]:
    targets: dict[str, set[str]] = defaultdict(set)
    for path, links in found:
        for link in links:
            targets[link].add(address_of(path))
    return tuple(LinkChange(target, tuple(sorted(targets[target]))) for target in sorted(targets))


def _in_order(leaves: Iterable[Leaf | None]) -> tuple[Leaf, ...]:
    return tuple(sorted(filter(None, leaves), key=lambda leaf: (leaf.language, leaf.address)))


def _changes_in_order(changes: Iterable[PageChange]) -> tuple[PageChange, ...]:
    return tuple(sorted(changes, key=lambda change: (change.after.language, change.after.address)))
