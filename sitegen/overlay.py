"""The site of a pull request from somebody unknown: its entries and pictures, all else of the base.

What decides what a site is (templates, static files, definitions, code, workflows) is taken from the base, so
that a preview is made of content alone, which a build does not trust. Links are not followed, special files
not opened, and nothing is written that is not below the new folder.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.problems import printable
from sitegen.read.media import IMAGES
from sitegen.read.names import wrong_with
from sitegen.read.scan import CONTENT_FILES, FOLDERS, LISTS, MEDIA_FILES, is_ignored, read_bytes

DEFINITIONS = ("site.yaml", "_type.yaml")
MOST_SEEN = 200_000
"""Files of a pull request's tree."""
MOST_CHANGED = 2_000
"""Files that it changes or adds."""
MOST_BYTES = 200_000_000
"""Of all these together."""
MOST_TEXT, MOST_PICTURE = 2_000_000, 20_000_000
"""Bytes of one file."""
SHOWN = 20
"""Files of `content/` that are named one by one."""
OF_THE_BASE = "that of the base is used"
BEGINNINGS = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".gif": b"GIF8",
    ".webp": b"RIFF",
    ".avif": b"",
}
"""Of pictures; whether they are whole is for the build to say."""


class Refused(Exception):
    """Nothing was made; the message says why, for the user."""


class Seen(Struct, frozen=True):
    """Something in a tree that is not a folder."""

    size: int
    regular: bool


class LeftOut(Struct, frozen=True):
    path: str
    reason: str


class Overlay(Struct, frozen=True):
    """What was made of the two."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    """What the pull request changes and the preview does not show."""


class _Trees(Struct, frozen=True):
    base: Path
    pull_request: Path
    ours: Mapping[str, Seen]
    theirs: Mapping[str, Seen]
    types: frozenset[str]
    """That the base knows."""
    documents: bool

    def may_change(self, path: str) -> bool:
        return _may_change(path, self.types, self.documents)

    def is_same(self, path: str) -> bool:
        one, other = self.ours.get(path), self.theirs[path]
        if one is None or not one.regular or not other.regular or one.size != other.size:
            return False
        return read_bytes(self.base, path) == read_bytes(self.pull_request, path)


def overlay(base: Path, pull_request: Path, out: Path, documents: bool = False) -> Overlay:
    """Makes the folder `out`, with `content/`, `templates/` and `static/`; with `documents` also the PDFs,
    tables and texts beside entries are those of the pull request. Raises `Refused`, and OSError.
    """
    _check_places(base, pull_request, out)
    ours = dict(_files(base))
    types = frozenset(path.split("/")[1] for path in ours if _is_type(path))
    trees = _Trees(base, pull_request, ours, dict(_files(pull_request)), types, documents)
    out.mkdir(parents=True, exist_ok=True)
    try:
        for path, seen in ours.items():
            if path.split("/")[0] in FOLDERS and seen.regular and not trees.may_change(path):
                _put(out, path, read_bytes(base, path))
        different, left_out = _taken(trees, out)
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise
    gone = sorted(ours.keys() - trees.theirs.keys())
    kept = (path for path in gone if path.split("/")[0] in FOLDERS and not trees.may_change(path))
    left_out += [LeftOut(path, OF_THE_BASE) for path in kept]
    return Overlay(
        tuple(path for path in different if path in ours),
        tuple(path for path in different if path not in ours),
        tuple(path for path in gone if trees.may_change(path)),
        tuple(sorted(left_out, key=lambda it: it.path)),
    )


def _taken(trees: _Trees, out: Path) -> tuple[list[str], list[LeftOut]]:
    """Writes what the pull request decides; which of it differs from the base, and what was left out."""
    different: list[str] = []
    left_out: list[LeftOut] = []
    total = 0
    for path in sorted(trees.theirs):
        same = trees.is_same(path)
        reason = "" if same else _reason(path, trees)
        if not reason and trees.may_change(path):
            data = read_bytes(trees.pull_request, path)
            reason = "" if same else _wrong_bytes(path, data)
            if not reason:
                _put(out, path, data)
        if reason:
            left_out.append(LeftOut(path, reason))
        elif not same:
            different.append(path)
            total += trees.theirs[path].size
        if len(different) > MOST_CHANGED or total > MOST_BYTES:
            most = f"{MOST_CHANGED:,} files or {MOST_BYTES // 1_000_000} MB"
            raise Refused(f"the pull request changes more than {most}; no preview is made of it")
    return different, left_out


def _check_places(base: Path, pull_request: Path, out: Path) -> None:
    for folder in (base, pull_request):
        if not (folder / "content").is_dir() or (folder / "content").is_symlink():
            raise Refused(f"{folder} has no folder content/")
    if out.is_symlink() or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        raise Refused(f"{out} exists already and is not an empty folder")
    place = out.resolve()
    for folder in (base.resolve(), pull_request.resolve()):
        if place.is_relative_to(folder) or folder.is_relative_to(place):
            raise Refused(f"{out} must lie beside {folder.name}, neither in it nor around it")


def _files(root: Path) -> Iterator[tuple[str, Seen]]:
    """Everything below a folder that is not a folder itself, without what git and build.py keep beside it."""
    waiting, number = [""], 0
    while waiting:
        below = waiting.pop()
        with os.scandir(root / below) as items:
            for item in items:
                path = f"{below}{item.name}"
                if path in (".git", ".venv"):
                    continue
                if item.is_dir(follow_symlinks=False):
                    waiting.append(f"{path}/")
                    continue
                number += 1
                if number > MOST_SEEN:
                    raise Refused(f"there are more than {MOST_SEEN:,} files; no preview is made of them")
                size = item.stat(follow_symlinks=False).st_size
                yield path, Seen(size, item.is_file(follow_symlinks=False))


def _is_type(path: str) -> bool:
    return path.startswith("content/") and path.count("/") == 2 and path.endswith("/_type.yaml")


def _may_change(path: str, types: frozenset[str], documents: bool) -> bool:
    """Whether a pull request decides what a path holds: entries and pictures of the base's types, texts
    above the home page, and the lists that sitegen itself keeps in git."""
    if path in LISTS:
        return True
    folder, _, rest = path.partition("/")
    kind, _, inner = rest.partition("/")
    name = path.rpartition("/")[2].casefold()
    if folder != "content" or name in DEFINITIONS or any(map(is_ignored, path.split("/"))):
        return False
    if not inner:
        return name.startswith("_index.") and name.endswith(".md")
    endings = (*CONTENT_FILES, *(MEDIA_FILES if documents else IMAGES))
    return kind in types and name.endswith(endings)


def _reason(path: str, trees: _Trees) -> str:
    """Why a file that the pull request changes is left out, judged without opening it; or nothing."""
    seen = trees.theirs[path]
    if not seen.regular:
        return "it is a link or a special file"
    if not path.startswith("content/"):
        return OF_THE_BASE
    if not trees.may_change(path):
        return _not_content(path, trees.types)
    parts = path.split("/")
    if any("/".join(parts[:number]) in trees.ours for number in range(1, len(parts))):
        return "a folder takes the place of a file of the base"
    most = MOST_PICTURE if path.endswith(MEDIA_FILES) else MOST_TEXT
    return f"it has more than {most // 1_000_000} MB" if seen.size > most else wrong_with(path)


def _not_content(path: str, types: frozenset[str]) -> str:
    name = path.rpartition("/")[2].casefold()
    if name in DEFINITIONS:
        return OF_THE_BASE
    if any(map(is_ignored, path.split("/"))):
        return "it is hidden, or a copy that an editor left"
    kind = path.split("/")[1] if path.count("/") > 1 else ""
    if kind not in types:
        return "it belongs to no type that the base knows"
    return "only entries and pictures are shown"


def _wrong_bytes(path: str, data: bytes) -> str:
    """What is wrong with a picture as its first bytes show it, or nothing."""
    ending = f".{path.rpartition('.')[2]}"
    if ending not in IMAGES:
        return ""
    inside = {".webp": data[8:12] == b"WEBP", ".avif": data[4:8] == b"ftyp"}.get(ending, True)
    right = data.startswith(BEGINNINGS[ending]) and inside
    return "" if right else f"it is named {ending} and is no such picture"


def _put(out: Path, path: str, data: bytes) -> None:
    target = out / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(data)


# --- what is said of it ----------------------------------------------------------------------


def as_text(made: Overlay) -> str:
    """For people: what was taken, and what is not part of the preview, a line each."""
    numbers = (("changed", made.changed), ("added", made.added), ("removed", made.removed))
    parts = ", ".join(f"{len(paths):,} {word}" for word, paths in numbers if paths)
    lines = [f"files of the pull request: {parts or 'none that a preview shows'}"]
    folders = Counter(it.path.partition("/")[0] for it in made.left_out if _in_a_folder(it))
    for folder, number in sorted(folders.items()):
        files = (
            f"{number:,} files of {printable(folder)}/ are"
            if number != 1
            else f"1 file of {printable(folder)}/ is"
        )
        lines.append(f"{files} not part of the preview: {OF_THE_BASE}")
    single = [it for it in made.left_out if not _in_a_folder(it)]
    lines += (f"{printable(it.path)} is not part of the preview: {it.reason}" for it in single[:SHOWN])
    if len(single) > SHOWN:
        lines.append(f"{len(single) - SHOWN:,} more files are not part of the preview")
    return "\n".join(lines)


def _in_a_folder(it: LeftOut) -> bool:
    return it.reason == OF_THE_BASE and "/" in it.path and not it.path.startswith("content/")


def as_value(made: Overlay) -> dict[str, object]:
    """For programs."""
    left_out = [{"path": it.path, "reason": it.reason} for it in made.left_out]
    return {
        "changed": list(made.changed),
        "added": list(made.added),
        "removed": list(made.removed),
        "left_out": left_out,
    }
