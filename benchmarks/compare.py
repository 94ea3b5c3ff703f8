"""Compares the pages of two outputs: `python -m benchmarks.compare ONE OTHER`."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.corpora import CORPORA, FULL
from benchmarks.pages import PARTS, addresses, read_feed, read_page, read_sitemap

AROUND = 6
"""Words that are shown before and after the first difference."""
SHOWN = 20


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("one", type=Path)
    arguments.add_argument("other", type=Path)
    arguments.add_argument("--corpus", choices=CORPORA, default=FULL.name, help="what they show (full)")
    arguments.add_argument("--sample", type=int, help="compare the words of this many pages only")
    arguments.add_argument("--added", default="", help="pattern for pages of OTHER that are not compared")
    given = arguments.parse_args()
    files = CORPORA[given.corpus].files
    found = list(differences(given.one, given.other, files, given.sample, added=("", given.added)))
    print("\n".join(found) if found else "The pages are the same.")
    sys.exit(bool(found))


def differences(
    one: Path,
    other: Path,
    files: Sequence[str],
    sample: int | None = None,
    added: tuple[str, str] = ("", ""),
) -> Iterator[str]:
    """One line for each difference of the pages, then of `files`, such as feeds and the sitemap.

    Pages that match the pattern of their output in `added` are left out.
    """
    here, there = addresses(one, added[0]), addresses(other, added[1])
    yield from (f"{name}: only in {one}" for name in sorted(here - there)[:SHOWN])
    yield from (f"{name}: only in {other}" for name in sorted(there - here)[:SHOWN])
    for name in _sampled(sorted(here & there), sample):
        yield from (f"{name}: {line}" for line in _page_differences(one / name, other / name))
    for name in files:
        if not (one / name).exists() or not (other / name).exists():
            yield f"{name}: is missing"
        elif name.endswith("feed.xml") and read_feed(one / name) != read_feed(other / name):
            yield f"{name}: the entries differ"
        elif name == "sitemap.xml" and (apart := read_sitemap(one / name) ^ read_sitemap(other / name)):
            yield f"{name}: {len(apart)} addresses are in one only, such as {min(apart)}"


def _sampled(names: list[str], sample: int | None) -> list[str]:
    if sample is None or sample >= len(names):
        return names
    return random.Random(len(names)).sample(names, sample)


def _page_differences(one: Path, other: Path) -> Iterator[str]:
    left, right = read_page(one), read_page(other)
    for part in PARTS:
        if left[part] != right[part]:
            yield f"{part}: {_first_difference(left[part], right[part])}"


def _first_difference(left: list[str], right: list[str]) -> str:
    pairs = enumerate(zip(left, right, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), min(len(left), len(right)))
    near = slice(max(0, at - AROUND), at + AROUND)
    return f"“{' '.join(left[near])}” is in the other “{' '.join(right[near])}”"


if __name__ == "__main__":
    main()
