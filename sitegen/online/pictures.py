"""Brings pictures that texts show from other sites into the site, beside the files that show them.

A picture is downloaded within limits, checked like every picture of the site, and written under a name of its
own; then its address in the text is replaced by that name. A text is not changed where nothing was brought.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from sitegen.build.build import examine
from sitegen.digest import digest_of_bytes
from sitegen.markdown.fragment import REMOTE
from sitegen.model.links import links_in_fields
from sitegen.online.fetch import RequestLimits
from sitegen.online.fetch_moved import fetch_moved, wrong_with_response
from sitegen.problems.formats import in_order
from sitegen.read.media import header_of, picture_kinds
from sitegen.read.scan import read_bytes
from sitegen.store.own_files import replace_file, write_new
from sitegen.types import Config, Document, Link, Location, Problem
from sitegen.types.file_kinds import IMAGES
from sitegen.types.file_names import RESERVED, plain_name

MOST_BYTES = 20_000_000
"""Limit on bytes of a picture."""
BEGINNINGS: Mapping[str, re.Pattern[bytes]] = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".gif": re.compile(rb"GIF8"),
    ".webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    ".avif": re.compile(rb".{4}ftypavi[fs]", re.DOTALL),
    ".svg": re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg|!--|!DOCTYPE\s+svg)"),
}
"""Beginnings of files, by the ending that they get."""


class PictureOptions(Struct, frozen=True):
    """Options of the requests."""

    local: bool = False
    """Allow hosts of the private network."""
    seconds: float = 30


class BroughtPicture(Struct, frozen=True):
    """A picture that was brought into the site."""

    address: str
    path: str
    """Path of the file, relative to the root."""
    size: int


class FetchedPictures(Struct, frozen=True):
    """Result of bringing pictures."""

    brought: tuple[BroughtPicture, ...]
    problems: tuple[Problem, ...]


def fetch_pictures(root: Path, config: Config, options: PictureOptions) -> FetchedPictures:
    """Brings all remote pictures of the texts. Raises OSError."""
    planned = examine(root, config)
    brought: list[BroughtPicture] = []
    problems: list[Problem] = []
    answers: dict[str, bytes | str] = {}
    for document in planned.site.documents.values():
        links = (*document.links, *links_in_fields(document))
        remote = [link for link in links if link.image and REMOTE.match(link.target)]
        if not remote:
            continue
        names: dict[str, str] = {}
        for link in remote:
            address = link.target.strip()
            if address not in answers:
                answers[address] = _picture(address, options)
            data = answers[address]
            if isinstance(data, str):
                problems.append(_problem(document, link, data))
            elif address not in names:
                names[address] = _stored(root, document, address, data)
                path = f"{document.path.rpartition('/')[0]}/{names[address]}"
                brought.append(BroughtPicture(address, path, len(data)))
        problems += _renamed(root, document, [link for link in remote if link.target.strip() in names], names)
    return FetchedPictures(tuple(brought), in_order(problems))


def _problem(document: Document, link: Link, message: str) -> Problem:
    place = Location(document.path, link.line, link.column)
    return Problem(
        "image.fetch", f"{link.target.strip()}: {message}", place, "save it by hand beside this file"
    )


def _picture(address: str, options: PictureOptions) -> bytes | str:
    """The bytes of a picture, or why it is not brought."""
    response = fetch_moved(address, RequestLimits(options.seconds, MOST_BYTES, options.local))
    if wrong := wrong_with_response(response, MOST_BYTES):
        return wrong
    ending = _ending(response.body)
    if not ending:
        return "it is not a picture of a kind that a site can have"
    header = header_of(response.body, ending)
    return f"this file {header}" if isinstance(header, str) else response.body


def _ending(data: bytes) -> str:
    """Ending by which the bytes of a picture are named; empty if they are none."""
    known = {*IMAGES, *picture_kinds()}
    return next((ending for ending, begin in BEGINNINGS.items() if ending in known and begin.match(data)), "")


def _stored(root: Path, document: Document, address: str, data: bytes) -> str:
    """Writes a picture beside a document and returns its name; the same bytes are written once."""
    folder, ending = (root / document.path).parent, _ending(data)
    written = unquote(urlsplit(address).path.rpartition("/")[2])
    stem = plain_name(written.rpartition(".")[0] or written)
    stem = "picture" if not stem or stem in RESERVED else stem
    for name in _names(stem[:80], ending):
        target = folder / name
        try:
            write_new(target, data)
        except FileExistsError:
            if target.is_file() and digest_of_bytes(target.read_bytes()) == digest_of_bytes(data):
                return name
            continue
        return name
    raise AssertionError


def _names(stem: str, ending: str) -> Iterator[str]:
    yield f"{stem}{ending}"
    number = 2
    while True:
        yield f"{stem}-{number}{ending}"
        number += 1


def _renamed(
    root: Path, document: Document, links: list[Link], names: Mapping[str, str]
) -> Iterator[Problem]:
    """Replaces addresses in the text of a document; yields a problem for those that are written otherwise."""
    data = read_bytes(root, document.path)
    lines = data.decode("utf-8").split("\n")
    before = list(lines)
    for link in sorted(set(links), key=lambda link: (link.line, -link.column)):
        address = link.target.strip()
        line, at = lines[link.line - 1], max(link.column - 1, 0)
        place = at if line.startswith(address, at) else line.find(address)
        if place < 0:
            name = names[address]
            message = f"the picture is here now as {name}, but its address is written in another form"
            yield Problem(
                "image.fetch", message, Location(document.path, link.line), f"write {name} in its place"
            )
            continue
        lines[link.line - 1] = line[:place] + names[address] + line[place + len(address) :]
    if lines != before:
        replace_file(root / document.path, "\n".join(lines).encode("utf-8"))
