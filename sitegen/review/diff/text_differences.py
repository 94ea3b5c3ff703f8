"""Differences between two texts: first by blocks, then by words, both within limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sitegen.review.diff.types import Hunk, Op, Segment

SPACELESS = (
    "\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003ffff"
)
LETTERS = rf"(?:(?![{SPACELESS}])[^\W_])+"
WORD = re.compile(rf"[{SPACELESS}]|\d+(?:[.,]\d+)+|{LETTERS}(?:['’]{LETTERS})*|\s+|.", re.DOTALL)
"""A word, a number, white space, or a character. In scripts without spaces between words (Chinese, Japanese,
Thai, Lao, Burmese, Khmer), each character counts as a word.
"""

AROUND = 12
"""Words of context on each side."""
MOST_BLOCKS = 3_000
MOST_PAIRS = 4_000
MOST_WORDS = 1_500
"""Limits above which a change is shown as a whole, since the matcher is quadratic."""
CLOSE = 0.3
"""Similarity below which a text counts as removed and added instead of changed."""
PARAGRAPH = "\n"

Signature = tuple[object, ...]


def words_of(text: str) -> list[str]:
    """Splits the text into pieces without losing any characters."""
    return WORD.findall(text)


def hunks_between(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[Hunk, ...], bool]:
    """Differences between two sequences of blocks, and True if some were too long to compare by words."""
    start = _shared_start(before, after)
    end = _shared_start(before[start:][::-1], after[start:][::-1])
    first, second = before[start : len(before) - end], after[start : len(after) - end]
    if len(first) * len(second) > MOST_BLOCKS**2:
        return (_whole(first, second),), True
    found: list[Hunk] = []
    coarse = False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            continue
        for old, new in _paired(first[a:b], second[c:d]):
            hunks, rough = _word_hunks(old, new)
            found += hunks
            coarse = coarse or rough
    return tuple(found), coarse


def _shared_start(one: Sequence[str], other: Sequence[str]) -> int:
    number = 0
    for number, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return number
    return min(len(one), len(other))


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of old and new blocks: similar ones, and those between them if their numbers are equal.

    Every other block is paired with an empty one.
    """
    start, end = (0, 0), (len(old), len(new))
    for a, b in [*_anchors(old, new), end]:
        gap = (old[start[0] : a], new[start[1] : b])
        if len(gap[0]) == len(gap[1]):
            yield from zip(*gap, strict=True)
        else:
            yield from ((block, "") for block in gap[0])
            yield from (("", block) for block in gap[1])
        if (a, b) != end:
            yield old[a], new[b]
        start = (a + 1, b + 1)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of similar blocks, as many as possible, in order (longest common subsequence by similarity)."""
    if len(old) * len(new) > MOST_PAIRS or len(old) == len(new) == 1:
        return []
    bags = [[frozenset(filter(str.isalnum, words_of(block))) for block in blocks] for blocks in (old, new)]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    scores = [[_similarity(one, other) for other in bags[1]] for one in bags[0]]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + scores[i][j])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if scores[i][j] and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _similarity(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    ratio = 2 * shared / (len(one) + len(other)) if shared else 0.0
    return ratio if ratio >= CLOSE else 0.0


def _word_hunks(old: str, new: str) -> tuple[list[Hunk], bool]:
    if not old or not new:
        return [_whole([old], [new])], False
    a, b = words_of(old), words_of(new)
    start = _shared_start(a, b)
    end = _shared_start(a[start:][::-1], b[start:][::-1])
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    if len(middle_a) * len(middle_b) > MOST_WORDS**2:
        return [_whole([old], [new])], True
    matcher = SequenceMatcher(None, middle_a, middle_b, autojunk=False)
    alike = start + end + sum(block.size for block in matcher.get_matching_blocks())
    if 2 * alike < CLOSE * (len(a) + len(b)):
        return [_whole([old], [new])], False
    segments = [Segment("equal", "".join(a[:start]))]
    for op, i, j, k, m in matcher.get_opcodes():
        if op == "equal":
            segments.append(Segment("equal", "".join(middle_a[i:j])))
        else:
            segments += [Segment("delete", "".join(middle_a[i:j])), Segment("insert", "".join(middle_b[k:m]))]
    segments.append(Segment("equal", "".join(a[len(a) - end :])))
    return list(_split(_joined(segments))), False


def _joined(segments: Sequence[Segment]) -> list[Segment]:
    """Merges changes that only a space or punctuation separates, and drops empty segments."""
    segments = [segment for segment in segments if segment.text]
    found: list[Segment] = []
    deleted = inserted = ""
    for number, segment in enumerate(segments):
        between = 0 < number < len(segments) - 1 and bool(deleted or inserted)
        if segment.op == "delete" or (between and _is_gap(segment)):
            deleted += segment.text
        if segment.op == "insert" or (between and _is_gap(segment)):
            inserted += segment.text
        if segment.op == "equal" and not (between and _is_gap(segment)):
            found += [*_changed(deleted, inserted), segment]
            deleted = inserted = ""
    return [*found, *_changed(deleted, inserted)]


def _is_gap(segment: Segment) -> bool:
    return segment.op == "equal" and not any(map(str.isalnum, segment.text))


def _changed(deleted: str, inserted: str) -> Iterator[Segment]:
    if deleted:
        yield Segment("delete", deleted)
    if inserted:
        yield Segment("insert", inserted)


def _split(segments: Sequence[Segment]) -> Iterator[Hunk]:
    """Groups changes that are close to each other into hunks, with a few words around them."""
    group: list[Segment] = []
    for number, segment in enumerate(segments):
        if segment.op != "equal":
            group.append(segment)
            continue
        words = words_of(segment.text)
        first, last = number == 0, number == len(segments) - 1
        if not first and not last and len(words) <= 4 * AROUND:
            group.append(segment)
            continue
        if group:
            group.append(Segment("equal", _start_of(words)))
            yield tuple(group)
        group = [] if last else [Segment("equal", _end_of(words))]
    if any(segment.op != "equal" for segment in group):
        yield tuple(group)


def _start_of(words: Sequence[str]) -> str:
    return "".join(words) if len(words) <= 2 * AROUND else "".join(words[: 2 * AROUND]).rstrip() + " …"


def _end_of(words: Sequence[str]) -> str:
    return "".join(words) if len(words) <= 2 * AROUND else "… " + "".join(words[-2 * AROUND :]).lstrip()


def _whole(old: Sequence[str], new: Sequence[str]) -> Hunk:
    texts: tuple[tuple[Op, str], ...] = (("delete", PARAGRAPH.join(old)), ("insert", PARAGRAPH.join(new)))
    return tuple(Segment(op, text) for op, text in texts if text)


def similarity(before: Sequence[str], after: Sequence[str]) -> float:
    """Similarity of two texts, from 0 to 1; fast, and an upper bound."""
    one, other = (words_of(PARAGRAPH.join(blocks))[:20_000] for blocks in (before, after))
    return SequenceMatcher(None, one, other, autojunk=False).quick_ratio()


def signature_of(hunk: Hunk) -> Signature:
    """The changed words with their neighbours, since the same number may have different meanings."""
    changed = tuple((segment.op, segment.text) for segment in hunk if segment.op != "equal")
    before = _words(hunk[0])[-1:] if hunk[0].op == "equal" else []
    after = _words(hunk[-1])[:1] if hunk[-1].op == "equal" else []
    return (*before, changed, *after)


def _words(segment: Segment) -> list[str]:
    return [word for word in words_of(segment.text) if not word.isspace()]
