"""Changes that many pages share are told once: a template's, a menu's, or a title's that other pages show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sitegen.diff.pages import Compared, Pair
from sitegen.diff.types import Hunk, PageChange, Segment, Shared
from sitegen.diff.words import words_of

MANY = 3
"""From so many pages on, a change is told once."""

Signature = tuple[object, ...]


def fold(pages: Iterable[Compared]) -> tuple[tuple[Shared, ...], Mapping[Pair, PageChange]]:
    """What many pages share, that of most pages first; and the pages that have a change of their own."""
    pages = list(pages)
    places: dict[Signature, list[str]] = defaultdict(list)
    examples: dict[Signature, Hunk] = {}
    for page in pages:
        for hunk in page.hunks:
            signature = _signature(hunk)
            examples.setdefault(signature, hunk)
            if page.after:
                places[signature].append(page.after.address)
    many = {signature for signature, found in places.items() if len(found) >= MANY}
    shared = [Shared(examples[signature], tuple(sorted(places[signature]))) for signature in many]
    own = {}
    for page in pages:
        hunks = tuple(hunk for hunk in page.hunks if _signature(hunk) not in many)
        if hunks and page.before and page.after:
            rest = len(page.hunks) - len(hunks)
            own[page.pair] = PageChange(page.before, page.after, hunks, rest, page.coarse)
    return tuple(sorted(shared, key=lambda change: (-len(change.pages), change.pages, change.hunk))), own


def _signature(hunk: Hunk) -> Signature:
    """What changed, with the words beside it: the same number may be of different things."""
    changed = tuple((segment.op, segment.text) for segment in hunk if segment.op != "equal")
    before = _words(hunk[0])[-1:] if hunk[0].op == "equal" else []
    after = _words(hunk[-1])[:1] if hunk[-1].op == "equal" else []
    return (*before, changed, *after)


def _words(segment: Segment) -> list[str]:
    return [word for word in words_of(segment.text) if not word.isspace()]
