"""Are two outputs the same pages? `python -m benchmarks.compare ONE OTHER [--sample N]`."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import SECTIONS
from benchmarks.pages import PARTS, addresses, read_feed, read_page, read_sitemap

AROUND = 6
"""Words that are shown before and after the first difference."""
SHOWN = 20
FEEDS = ("feed.xml", *(f"{section}/feed.xml" for section in SECTIONS))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("one", type=Path)
    arguments.add_argument("other", type=Path)
    arguments.add_argument("--sample", type=int, help="compare the words of this many pages only")
    arguments.add_argument("--redirects", default="", help="pattern for pages of OTHER that only redirect")
    given = arguments.parse_args()
    found = list(differences(given.one, given.other, given.sample, redirects=("", given.redirects)))
    print("\n".join(found) if found else "The pages are the same.")
    sys.exit(bool(found))


def differences(
    one: Path,
    other: Path,
    sample: int | None = None,
    redirects: tuple[str, str] = ("", ""),
) -> Iterator[str]:
    """One line for each difference: missing files, then pages, feeds and the sitemap.

    Pages that match the pattern of their output in `redirects` are left out.
    """
    here, there = addresses(one, redirects[0]), addresses(other, redirects[1])
    yield from (f"{name}: only in {one}" for name in sorted(here - there)[:SHOWN])
    yield from (f"{name}: only in {other}" for name in sorted(there - here)[:SHOWN])
    for name in _sampled(sorted(here & there), sample):
        yield from (f"{name}: {line}" for line in _page_differences(one / name, other / name))
    for name in (*FEEDS, "sitemap.xml", "site.css"):
        if not (one / name).exists() or not (other / name).exists():
            yield f"{name}: is missing"
        elif name in FEEDS and read_feed(one / name) != read_feed(other / name):
            yield f"{name}: the entries differ"
    if apart := read_sitemap(one / "sitemap.xml") ^ read_sitemap(other / "sitemap.xml"):
        yield f"sitemap.xml: {len(apart)} addresses are in one only, such as {min(apart)}"


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
