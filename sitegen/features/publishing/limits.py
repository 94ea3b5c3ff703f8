"""Limits of hosts, and how near a built site is to them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.types import Config
from sitegen.write.output import read_manifest

NEAR = 80
"""Percentage of a limit from which a build mentions it."""
MEGABYTE = 1_000_000


class Limits(Struct, frozen=True):
    """Limits of a host; 0 for none. Their sources are in the page Deploying of the manual."""

    files: int = 0
    size: int = 0
    """Bytes of all files."""
    largest: int = 0
    """Bytes of one file."""
    folder: int = 0
    """Files directly in one folder."""
    folders_count: bool = False
    """True if folders count as files."""


HOSTS: Mapping[str, Limits] = {
    "github-pages": Limits(size=1000 * MEGABYTE),
    "gitlab-pages": Limits(files=200_000, size=1000 * MEGABYTE, folders_count=True),
    "cloudflare-pages-free": Limits(files=20_000, largest=25 << 20),
    "cloudflare-pages": Limits(files=100_000, largest=25 << 20),
    "netlify": Limits(folder=54_000),
}


class Use(Struct, frozen=True):
    """Use of a limit by a site."""

    amount: int
    limit: int
    text: str
    help: str

    @property
    def percent(self) -> int:
        return self.amount * 100 // self.limit


GROUPS = {"pagefind/": "search files", "cards/": "social cards", "data/": "data files"}
"""Kinds of files by their folder; others are told apart by their extension."""
KINDS = {
    **dict.fromkeys((".html",), "pages"),
    **dict.fromkeys((".avif", ".webp", ".png", ".jpg", ".jpeg", ".gif", ".svg"), "pictures"),
    **dict.fromkeys((".xml", ".ics"), "feeds and calendars"),
    ".pdf": "PDF files",
}
ADVICE = {
    "pages": "fewer facets on indexes make fewer filtered lists",
    "search files": "search makes a file for each page; a search on the host itself needs none",
    "social cards": "social_cards: {types: […]} draws them for the types that are shared",
    "pictures": "smaller pictures or fewer widths (images) save the most",
    "PDF files": "keep PDF files on a file server and link to them",
}
"""Advice for each kind of files, to have fewer or smaller ones."""


def remarks(config: Config, output: Path) -> Iterator[str]:
    """Yields one line if the site in the output folder is near a limit of its host, or over it."""
    host = str(config.contributed["hosting"])
    if host not in HOSTS:
        return
    worst = max(uses(HOSTS[host], sizes_in(output)), key=lambda use: use.percent, default=None)
    if worst and worst.percent >= NEAR:
        over = "over the limit" if worst.amount > worst.limit else "near the limit"
        yield f"{host}: {over} of {worst.text} ({worst.percent:,} %); {worst.help}"


def sizes_in(output: Path) -> dict[str, int]:
    """Size of each file of the last build, by path."""
    return {path: os.lstat(f"{output}/{path}").st_size for path in read_manifest(output)}


def uses(limits: Limits, sizes: Mapping[str, int]) -> Iterator[Use]:
    """Yields the use of each limit that a host has."""
    if limits.files:
        folders = len({folder for path in sizes for folder in _folders(path)}) if limits.folders_count else 0
        amount, counted = len(sizes) + folders, "files and folders" if limits.folders_count else "files"
        text = f"{limits.files:,} {counted} with {amount:,}"
        yield Use(amount, limits.files, text, _largest_group(Counter(map(kind_of, sizes)), ""))
    if limits.size:
        groups = Counter[str]()
        for path, size in sizes.items():
            groups[kind_of(path)] += size
        text = f"{limits.size // MEGABYTE:,} MB with {groups.total() // MEGABYTE:,} MB"
        yield Use(groups.total(), limits.size, text, _largest_group(groups, "bytes of "))
    if limits.largest and sizes:
        path = max(sizes, key=lambda path: (sizes[path], path))
        text = f"{limits.largest >> 20} MiB for a file with {path}, {sizes[path]:,} bytes"
        yield Use(sizes[path], limits.largest, text, "make it smaller, or keep it on a file server")
    if limits.folder and sizes:
        folder, number = Counter(path.rpartition("/")[0] for path in sizes).most_common(1)[0]
        text = f"{limits.folder:,} files in a folder with {number:,} in {folder or 'the top folder'}"
        yield Use(number, limits.folder, text, ADVICE.get(kind_of(f"{folder}/"), "divide it into folders"))


def kind_of(path: str) -> str:
    """Kind of a file, in words for an editor."""
    if path.endswith("feed.json"):
        return "feeds and calendars"
    found = next((name for folder, name in GROUPS.items() if path.startswith(folder)), "")
    return found or KINDS.get(os.path.splitext(path)[1].lower(), "other files")  # noqa: PTH122 - a text


def _largest_group(groups: Counter[str], unit: str) -> str:
    named = [(name, number) for name, number in groups.most_common() if number][:3]
    parts = ", ".join(f"{number:,} {unit}{name}" for name, number in named)
    helped = next((ADVICE[name] for name, _ in named if name in ADVICE), "")
    return f"most are {parts}" + (f"; {helped}" if helped else "")


def _folders(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
