"""Refuses a site whose build cache git tracks; reads the index of git, without running git.

The format of the index is described in git's documentation, gitformat-index.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sitegen.store.own_files import read_regular
from sitegen.store.seal import CACHE
from sitegen.write.output import OutputError

LONG = 0xFFF
"""Value of the length field for names of this length or longer."""


def refuse_tracked(site: Path) -> None:
    """Raises OutputError if git tracks a file of the cache."""
    path = _first_tracked(site, CACHE)
    if path is not None:
        advice = f"run: git rm -r --cached {path.partition('/')[0]}, and add {CACHE}/ to .gitignore"
        raise OutputError(f"git tracks {path}, which holds what a machine remembers of its builds; {advice}")


def _first_tracked(site: Path, folder: str) -> str | None:
    """Returns a tracked path below a folder of the site, or None. Upper and lower case are the same."""
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
    """Returns the folder of a repository. Raises OSError.

    In a linked work tree, `.git` is a file that names the folder.
    """
    place = top / ".git"
    if place.is_dir():
        return place
    named = read_regular(place).decode("utf-8", "surrogateescape")
    return top / named.removeprefix("gitdir:").strip()


def _names_with(index: bytes, part: bytes) -> Iterator[bytes]:
    """Yields the names that begin with `part` in an index of version 2 or 3, which stores whole names."""
    folded, start = index.lower(), 0
    while (start := folded.find(part, start)) >= 0:
        name = index[start : index.find(b"\0", start)]
        flags = (index[start - 2 : start], index[start - 4 : start - 2])  # version 3 has further flags
        if any(int.from_bytes(flag, "big") & LONG == min(len(name), LONG) for flag in flags):
            yield name
        start += 1


def _names_from_4(index: bytes) -> Iterator[bytes]:
    """Yields all names in an index of version 4, which omits the prefix shared with the previous name."""
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
    """Decodes an offset of variable length, as in pack files; returns it and the position after it."""
    number = data[place] & 127
    while data[place] & 128 and place + 1 < len(data):
        place += 1
        number = ((number + 1) << 7) | (data[place] & 127)
    return number, place + 1
