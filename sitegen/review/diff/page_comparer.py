"""Compares a page in two builds. This work runs in parallel processes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urljoin

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model.urls import address_of, output_path
from sitegen.review.diff.built import BuiltSite
from sitegen.review.diff.html import BLOCKS, found_in, language_of, loose_hosts, markup_of, title_of
from sitegen.review.diff.text_differences import Signature, hunks_between, signature_of, similarity, words_of
from sitegen.review.diff.types import Hunk, PageSummary, PageWeight
from sitegen.review.diff.weights import WeightComparer

LARGEST = 4_000_000
"""Most bytes of a page that is parsed."""
OPENING = 300
SHORTEST_OPENING = 40
LONGEST_TITLE = 300
LONGEST_ADDRESS = 2_000
LANDMARK = re.compile(r"(?=</?(?:main|header|footer|nav|aside|article|section)[\s>])")
FINGERPRINT = re.compile(r"\?v=[0-9a-f]{8}(?=[\"'\s&#])")
"""Fingerprint in the address of a static file; changes of the file are reported with the files."""


class Pair(Struct, frozen=True):
    """Paths of the pages to compare; one of them may be empty."""

    before: str
    after: str


class PageComparison(Struct, frozen=True):
    """Differences of a page between two builds."""

    pair: Pair
    before: PageSummary | None
    after: PageSummary | None
    hunks: tuple[Hunk, ...] = ()
    coarse: bool = False
    alike: float = 1.0
    """Similarity of the texts of a renamed page, from 0 to 1."""
    links_added: tuple[str, ...] = ()
    links_removed: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    """New links to missing pages."""
    hosts_before: frozenset[str] = frozenset()
    hosts_after: frozenset[str] = frozenset()
    """Hosts in the parts that differ; all hosts if only one build has the page."""
    weights: tuple[PageWeight, PageWeight] | None = None
    """Transfer sizes before and after, if the difference is noticeable."""


class Unread(Struct, frozen=True):
    """A page that could not be read."""

    reason: str


class PageComparer:
    """Compares a page of one build with a page of the other."""

    def __init__(self, before: BuiltSite, after: BuiltSite) -> None:
        self.sides = (before, after)
        self.scales = WeightComparer(before, after)

    def __call__(self, pair: Pair) -> PageComparison | Unread:
        try:
            old = self._text(0, pair.before)
            new = self._text(1, pair.after)
        except OSError as error:
            return Unread(error.strerror or str(error))
        if pair.before == pair.after and old == new:
            return self._same_text(pair, old)
        markup = [markup_of(old) if pair.before else "", markup_of(new) if pair.after else ""]
        leaves = (
            _leaf(pair.before, old, markup[0]) if pair.before else None,
            _leaf(pair.after, new, markup[1]) if pair.after else None,
        )
        pieces, raw = _differing_parts(markup[0], markup[1]), _differing_parts(old, new)
        found = [found_in(piece) for piece in pieces]
        hosts = [frozenset({*found[n].hosts, *loose_hosts(raw[n])} - {self.sides[n].host}) for n in (0, 1)]
        only = (found[0].links - found[1].links, found[1].links - found[0].links)
        links = [set(self._inside(n, (pair.before, pair.after)[n], only[n])) for n in (0, 1)]
        if not (pair.before and pair.after):
            before, after = (leaf and _with_text(leaf, markup[n]) for n, leaf in enumerate(leaves))
            broken = tuple(self._broken(links[1]))
            return PageComparison(
                pair, before, after, broken=broken, hosts_before=hosts[0], hosts_after=hosts[1]
            )
        hunks, coarse = hunks_between(found[0].blocks, found[1].blocks)
        elsewhere = [_Elsewhere(self.sides[n].base_path, markup[n], pieces[n]) for n in (0, 1)]
        added = sorted(link for link in links[1] - links[0] if not elsewhere[0](link))
        return PageComparison(
            pair,
            *leaves,
            hunks=_unique(hunks),
            coarse=coarse,
            alike=similarity(*(found_in(text).blocks for text in markup))
            if pair.before != pair.after
            else 1.0,
            links_added=tuple(added),
            links_removed=tuple(sorted(link for link in links[0] - links[1] if not elsewhere[1](link))),
            broken=tuple(self._broken(added)),
            hosts_before=hosts[0],
            hosts_after=hosts[1],
            weights=self.scales.weigh(pair.before, pair.after, raw),
        )

    def _same_text(self, pair: Pair, page: str) -> PageComparison:
        """Result for a page in which only fingerprints of files differ."""
        leaf = PageSummary(address_of(pair.after), pair.after, language_of(page))
        return PageComparison(pair, leaf, leaf, weights=self.scales.weigh(pair.before, pair.after, ("", "")))

    def _text(self, side: int, path: str) -> str:
        if not path:
            return ""
        if self.sides[side].folder.sizes.get(path, 0) > LARGEST:
            raise OSError(f"larger than {LARGEST:,} bytes")
        return FINGERPRINT.sub("", self.sides[side].folder.read(path).decode("utf-8", "replace"))

    def _inside(self, side: int, path: str, links: Iterable[str]) -> Iterator[str]:
        for written in links:
            link = written.strip().partition("#")[0].partition("?")[0]
            if not link:
                continue
            try:
                absolute = urljoin(address_of(path), link)
            except ValueError:
                continue
            # a relative link joined to the page's address has no base path
            inside = self.sides[side].inside(absolute) if link.startswith(("/", "http")) else absolute
            if inside.startswith("/") and not inside.startswith("//"):
                yield unquote(inside)[:LONGEST_ADDRESS]

    def _broken(self, links: Iterable[str]) -> Iterator[str]:
        files = self.sides[1].folder.sizes
        for link in sorted(links):
            path = output_path(link)
            if path not in files and f"{path}/index.html" not in files:
                yield link


class _Elsewhere(Struct, frozen=True):
    """Returns True for links that a page also has outside the part that differs."""

    base_path: str
    markup: str
    piece: str

    def __call__(self, link: str) -> bool:
        written = f'href="{self.base_path}{link}"'
        return self.markup.count(written) > self.piece.count(written)


def _leaf(path: str, page: str, markup: str) -> PageSummary:
    title = title_of(markup)
    return PageSummary(address_of(path), (title or path)[:LONGEST_TITLE], language_of(page))


def _with_text(leaf: PageSummary, markup: str) -> PageSummary:
    """The page with its number of words and the first words below the heading."""
    blocks = found_in(markup[max(0, markup.find("<main")) :].partition("</main>")[0]).blocks
    words = sum(1 for block in blocks for word in words_of(block) if word[0].isalnum())
    heading = max((n for n, block in enumerate(blocks) if block == leaf.title), default=-1)
    opening = next((block for block in blocks[heading + 1 :] if len(block) >= SHORTEST_OPENING), "")
    return replace(leaf, words=words, opening=opening[:OPENING])


def _unique(hunks: Iterable[Hunk]) -> tuple[Hunk, ...]:
    """The hunks without duplicates, such as those of a title that appears in several places."""
    found: dict[Signature, Hunk] = {}
    for hunk in hunks:
        found.setdefault(signature_of(hunk), hunk)
    return tuple(found.values())


def _differing_parts(one: str, other: str) -> tuple[str, str]:
    """The parts of two texts of markup that differ, cut at the edges of blocks.

    If both have the same landmarks, the parts between them are compared separately.
    """
    if not one or not other:
        return one, other
    pieces = _trimmed(one, other)
    chunks = [LANDMARK.split(piece) for piece in pieces]
    if len(chunks[0]) != len(chunks[1]):
        return pieces
    trimmed = [_trimmed(a, b) for a, b in zip(*chunks, strict=True) if a != b]
    return "".join(a for a, _ in trimmed), "".join(b for _, b in trimmed)


def _trimmed(one: str, other: str) -> tuple[str, str]:
    """The texts without their common start and end."""
    start = _block_before(one, _common(one, other))
    tail = _common(one[start:], other[start:], backwards=True)
    after = _block_after(one, len(one) - tail)
    return one[start:after], other[start : len(other) - (len(one) - after)]


def _common(one: str, other: str, backwards: bool = False) -> int:
    """Number of equal characters at the start, or at the end, found by binary search."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        alike = (
            one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]
            if backwards
            else one[low:middle] == other[low:middle]
        )
        low, high = (middle, high) if alike else (low, middle - 1)
    return low


def _block_before(markup: str, place: int) -> int:
    while (place := markup.rfind("<", 0, place)) > 0:
        if _name_at(markup, place) in BLOCKS:
            return place
    return 0


def _block_after(markup: str, place: int) -> int:
    place -= 1
    while (place := markup.find("<", place + 1)) >= 0:
        if _name_at(markup, place) in BLOCKS:
            return place
    return len(markup)


def _name_at(markup: str, place: int) -> str:
    start = place + (2 if markup.startswith("/", place + 1) else 1)
    end = start
    while end < len(markup) and end < start + 12 and markup[end].isalnum():
        end += 1
    return markup[start:end].lower()
