"""Paths that git tracks, read from its index without running git.

The form of the index is described in git's documentation, gitformat-index.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sitegen.store.own_files import read_regular

LONG = 0xFFF
"""Length in the flags of an entry whose name is as long or longer."""


def first_tracked(site: Path, folder: str) -> str | None:
    """A path below a folder of the site that git tracks, or None. Letters of both cases count as one."""
    home = site.resolve()
    top = next((place for place in (home, *home.parents) if (place / ".git").exists()), None)
    if top is None:
        return None
    prefix = "".join(f"{part}/" for part in home.relative_to(top).parts)
    wanted = f"{prefix}{folder}/".lower().encode("utf-8", "surrogateescape")
    try:
        index = read_regular(_git_folder(top) / "index")
    except OSError:
        return None
    if index[:4] != b"DIRC":
        return None
    names = _names_from_4(index) if index[4:8] == b"\0\0\0\4" else _names_with(index, wanted)
    found = next((name for name in names if name.lower().startswith(wanted)), None)
    return found[len(prefix.encode()) :].decode("utf-8", "replace") if found else None


def _git_folder(top: Path) -> Path:
    """The folder of a repository; a work tree beside others has a file that names its own. Raises OSError."""
    place = top / ".git"
    if place.is_dir():
        return place
    named = read_regular(place).decode("utf-8", "surrogateescape")
    return top / named.removeprefix("gitdir:").strip()


def _names_with(index: bytes, part: bytes) -> Iterator[bytes]:
    """Names that begin with these bytes, of an index in which every name is whole (versions 2 and 3)."""
    folded, start = index.lower(), 0
    while (start := folded.find(part, start)) >= 0:
        name = index[start : index.find(b"\0", start)]
        flags = (index[start - 2 : start], index[start - 4 : start - 2])  # those of version 3 come before
        if any(int.from_bytes(flag, "big") & LONG == min(len(name), LONG) for flag in flags):
            yield name
        start += 1


def _names_from_4(index: bytes) -> Iterator[bytes]:
    """All names of an index in which each leaves out what it shares with the one before (version 4)."""
    name, place = b"", 12
    for _ in range(int.from_bytes(index[8:12], "big")):
        if place + 64 > len(index):
            return
        extended = index[place + 60] & 0x40
        place += 64 if extended else 62
        dropped, place = _number(index, place)
        end = index.find(b"\0", place)
        if end < 0:
            return
        name, place = name[: len(name) - dropped] + index[place:end], end + 1
        yield name


def _number(data: bytes, place: int) -> tuple[int, int]:
    """A number of variable length, as offsets in packs have them, and the place after it."""
    number = data[place] & 127
    while data[place] & 128 and place + 1 < len(data):
        place += 1
        number = ((number + 1) << 7) | (data[place] & 127)
    return number, place + 1
