"""Groups changes that many pages share, such as those of a template, menu or title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sitegen.review.diff.page_comparer import PageComparison, Pair
from sitegen.review.diff.text_differences import Signature, signature_of
from sitegen.review.diff.types import Hunk, PageChange, Shared

MANY = 3
"""Number of pages from which a change is reported once for all."""


def fold(pages: Iterable[PageComparison]) -> tuple[tuple[Shared, ...], Mapping[Pair, PageChange]]:
    """Changes shared by many pages, the most widespread first; and pages with changes of their own."""
    pages = list(pages)
    places: dict[Signature, list[str]] = defaultdict(list)
    examples: dict[Signature, Hunk] = {}
    for page in pages:
        for hunk in page.hunks:
            signature = signature_of(hunk)
            examples.setdefault(signature, hunk)
            if page.after:
                places[signature].append(page.after.address)
    many = {signature for signature, found in places.items() if len(found) >= MANY}
    groups: dict[tuple[str, ...], list[Hunk]] = defaultdict(list)
    for signature, hunk in examples.items():
        if signature in many:
            groups[tuple(sorted(places[signature]))].append(hunk)
    shared = [Shared(pages_of, tuple(hunks)) for pages_of, hunks in groups.items()]
    own = {}
    titled = [page for page in pages if _has_new_title(page)]
    of_all = len(pages) >= MANY and 2 * len(titled) > len(pages)
    for page in pages:
        title = "" if of_all or not _has_new_title(page) else _titles(page)
        hunks = tuple(
            h for h in page.hunks if signature_of(h) not in many or (title and _is_title_change(title, h))
        )
        if hunks and page.before and page.after:
            rest = len(page.hunks) - len(hunks)
            own[page.pair] = PageChange(page.before, page.after, hunks, rest, page.coarse)
    return tuple(sorted(shared, key=lambda change: (-len(change.pages), change.pages))), own


def _has_new_title(page: PageComparison) -> bool:
    return bool(page.before and page.after and page.before.title != page.after.title)


def _titles(page: PageComparison) -> str:
    assert page.before is not None
    assert page.after is not None
    return f"{page.before.title}\n{page.after.title}"


def _is_title_change(titles: str, hunk: Hunk) -> bool:
    """True if a change is that of the page's own title, which other pages may show too."""
    return all(segment.text.strip() in titles for segment in hunk if segment.op != "equal")
