"""Changes that many pages share are told once: a template's, a menu's, or a title's that other pages show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sitegen.review.diff.pages import Compared, Pair
from sitegen.review.diff.types import Hunk, PageChange, Shared
from sitegen.review.diff.words import Signature, signature_of

MANY = 3
"""From so many pages on, a change is told once."""


def fold(pages: Iterable[Compared]) -> tuple[tuple[Shared, ...], Mapping[Pair, PageChange]]:
    """What many pages share, that of most pages first; and the pages that have a change of their own."""
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
    titled = [page for page in pages if _has_another_title(page)]
    of_all = len(pages) >= MANY and 2 * len(titled) > len(pages)
    for page in pages:
        title = "" if of_all or not _has_another_title(page) else _titles(page)
        hunks = tuple(h for h in page.hunks if signature_of(h) not in many or (title and _is_of(title, h)))
        if hunks and page.before and page.after:
            rest = len(page.hunks) - len(hunks)
            own[page.pair] = PageChange(page.before, page.after, hunks, rest, page.coarse)
    return tuple(sorted(shared, key=lambda change: (-len(change.pages), change.pages))), own


def _has_another_title(page: Compared) -> bool:
    return bool(page.before and page.after and page.before.title != page.after.title)


def _titles(page: Compared) -> str:
    assert page.before is not None
    assert page.after is not None
    return f"{page.before.title}\n{page.after.title}"


def _is_of(titles: str, hunk: Hunk) -> bool:
    """Whether a change is that of a title: others show it too, but it is this page's."""
    return all(segment.text.strip() in titles for segment in hunk if segment.op != "equal")
