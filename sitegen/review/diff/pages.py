"""One page of two builds: what differs for its readers. Processes share this work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urljoin

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model.urls import address_of, output_path
from sitegen.review.diff.built import Built
from sitegen.review.diff.html import BLOCKS, found_in, language_of, loose_hosts, markup_of, title_of
from sitegen.review.diff.types import Hunk, Leaf, Weighed
from sitegen.review.diff.weights import NoticingScales
from sitegen.review.diff.words import Signature, alike, hunks_between, signature_of, words_of

LARGEST = 4_000_000
"""Bytes of a page that is taken apart."""
OPENING = 300
SHORTEST_OPENING = 40
LONGEST_TITLE = 300
LONGEST_ADDRESS = 2_000
LANDMARK = re.compile(r"(?=</?(?:main|header|footer|nav|aside|article|section)[\s>])")
FINGERPRINT = re.compile(r"\?v=[0-9a-f]{8}(?=[\"'\s&#])")
"""In the address of a static file; that the file has changed is told with the files."""


class Pair(Struct, frozen=True):
    """What is to be compared: paths of pages; either may be empty."""

    before: str
    after: str


class Compared(Struct, frozen=True):
    pair: Pair
    before: Leaf | None
    after: Leaf | None
    hunks: tuple[Hunk, ...] = ()
    coarse: bool = False
    alike: float = 1.0
    """How much of the text is the same, for pages at two addresses."""
    links_added: tuple[str, ...] = ()
    links_removed: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    """Links that lead nowhere and were not there before."""
    hosts_before: frozenset[str] = frozenset()
    hosts_after: frozenset[str] = frozenset()
    """Of the places that differ; for a page of one build, all of its hosts."""

    weights: tuple[Weighed, Weighed] | None = None
    """Where a reader would notice the difference."""


class Unread(Struct, frozen=True):
    """A page that could not be read."""

    reason: str


class PageComparer:
    """Compares a page of one build with a page of the other."""

    def __init__(self, before: Built, after: Built) -> None:
        self.sides = (before, after)
        self.scales = NoticingScales(before, after)

    def __call__(self, pair: Pair) -> Compared | Unread:
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
        pieces, raw = _different(markup[0], markup[1]), _different(old, new)
        found = [found_in(piece) for piece in pieces]
        hosts = [frozenset({*found[n].hosts, *loose_hosts(raw[n])} - {self.sides[n].host}) for n in (0, 1)]
        only = (found[0].links - found[1].links, found[1].links - found[0].links)
        links = [set(self._inside(n, (pair.before, pair.after)[n], only[n])) for n in (0, 1)]
        if not (pair.before and pair.after):
            before, after = (leaf and _described(leaf, markup[n]) for n, leaf in enumerate(leaves))
            broken = tuple(self._broken(links[1]))
            return Compared(pair, before, after, broken=broken, hosts_before=hosts[0], hosts_after=hosts[1])
        hunks, coarse = hunks_between(found[0].blocks, found[1].blocks)
        kept = [_Elsewhere(self.sides[n].base_path, markup[n], pieces[n]) for n in (0, 1)]
        added = sorted(link for link in links[1] - links[0] if not kept[0](link))
        return Compared(
            pair,
            *leaves,
            hunks=_once(hunks),
            coarse=coarse,
            alike=alike(*(found_in(text).blocks for text in markup)) if pair.before != pair.after else 1.0,
            links_added=tuple(added),
            links_removed=tuple(sorted(link for link in links[0] - links[1] if not kept[1](link))),
            broken=tuple(self._broken(added)),
            hosts_before=hosts[0],
            hosts_after=hosts[1],
            weights=self.scales.weigh(pair.before, pair.after, raw),
        )

    def _same_text(self, pair: Pair, page: str) -> Compared:
        """Nothing but the fingerprints of files is different."""
        leaf = Leaf(address_of(pair.after), pair.after, language_of(page))
        return Compared(pair, leaf, leaf, weights=self.scales.weigh(pair.before, pair.after, ("", "")))

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
                whole = urljoin(address_of(path), link)
            except ValueError:
                continue
            # what is joined to a page's own address is without the base path already
            inside = self.sides[side].inside(whole) if link.startswith(("/", "http")) else whole
            if inside.startswith("/") and not inside.startswith("//"):
                yield unquote(inside)[:LONGEST_ADDRESS]

    def _broken(self, links: Iterable[str]) -> Iterator[str]:
        files = self.sides[1].folder.sizes
        for link in sorted(links):
            path = output_path(link)
            if path not in files and f"{path}/index.html" not in files:
                yield link


class _Elsewhere(Struct, frozen=True):
    """Whether a link stands on a page outside the piece of it that differs."""

    base_path: str
    markup: str
    piece: str

    def __call__(self, link: str) -> bool:
        written = f'href="{self.base_path}{link}"'
        return self.markup.count(written) > self.piece.count(written)


def _leaf(path: str, page: str, markup: str) -> Leaf:
    title = title_of(markup)
    return Leaf(address_of(path), (title or path)[:LONGEST_TITLE], language_of(page))


def _described(leaf: Leaf, markup: str) -> Leaf:
    """With the words of its own text counted, and the first of those below the heading."""
    blocks = found_in(markup[max(0, markup.find("<main")) :].partition("</main>")[0]).blocks
    words = sum(1 for block in blocks for word in words_of(block) if word[0].isalnum())
    heading = max((n for n, block in enumerate(blocks) if block == leaf.title), default=-1)
    opening = next((block for block in blocks[heading + 1 :] if len(block) >= SHORTEST_OPENING), "")
    return replace(leaf, words=words, opening=opening[:OPENING])


def _once(hunks: Iterable[Hunk]) -> tuple[Hunk, ...]:
    """Without those that say the same, as a title does in several places."""
    found: dict[Signature, Hunk] = {}
    for hunk in hunks:
        found.setdefault(signature_of(hunk), hunk)
    return tuple(found.values())


def _different(one: str, other: str) -> tuple[str, str]:
    """The pieces of two texts of markup that differ, each from the edge of a block to the edge of another.

    Where both have the same landmarks, what lies between two of them is looked at by itself.
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
    """Without what is the same at the start and at the end."""
    start = _block_before(one, _common(one, other))
    tail = _common(one[start:], other[start:], backwards=True)
    after = _block_after(one, len(one) - tail)
    return one[start:after], other[start : len(other) - (len(one) - after)]


def _common(one: str, other: str, backwards: bool = False) -> int:
    """How many characters are the same at the start, or at the end; found by halving."""
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
