"""The site of a pull request from somebody unknown: its entries and pictures, all else of the base.

What decides what a site is (templates, static files, definitions, code, workflows) is taken from the base, so
that a preview is made of content alone, which a build does not trust. Links are not followed, special files
not opened, and nothing is written that is not below the new folder.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.read.scan import CONTENT_FILES, FOLDERS, LISTS, is_ignored, read_bytes
from sitegen.review.overlay.trees import Refused, Seen, Tree, walk
from sitegen.types.file_kinds import IMAGES, MEDIA_FILES, ending_of
from sitegen.types.file_names import wrong_with

DEFINITIONS = ("site.yaml", "_type.yaml")
MOST_CHANGED = 2_000
"""Files that it changes or adds."""
MOST_BYTES = 200_000_000
"""Of all these together."""
MOST_TEXT, MOST_PICTURE = 2_000_000, 20_000_000
"""Bytes of one file."""
OF_THE_BASE = "that of the base is used"
NOT_COMMITTED = {
    ".venv": "build.py starts the programs in it; nobody should commit it",
    ".sitegen": "it is the memory of builds; nobody should commit it",
}
"""Folders that a program trusts, and that only a machine itself fills."""
PROGRAMS = {"vendor": "the program that builds the site is installed from it"}
"""Folders whose files a workflow runs after the merge, and that nobody reads."""
ATTRIBUTES = "git changes or leaves out files by it, so what is published may differ from the preview"
LIKE_GIT = "git keeps its own files under this name on some systems"
GIT_NAMES = re.compile(r"\.git[ .]*(?::.*)?|git~[0-9]+", re.DOTALL)
"""Names that Windows takes for `.git`."""
BEGINNINGS = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".gif": b"GIF8",
    ".webp": b"RIFF",
    ".avif": b"",
}
"""Of pictures; whether they are whole is for the build to say."""


class LeftOut(Struct, frozen=True):
    path: str
    reason: str
    alarming: bool = False
    """Worth a look before anything is merged."""


class Overlay(Struct, frozen=True):
    """What was made of the two."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    """What the pull request changes and the preview does not show."""


class _Trees(Struct, frozen=True):
    base: Path
    pull_request: Tree
    ours: Mapping[str, Seen]
    theirs: Mapping[str, Seen]
    same: frozenset[str]
    """Files of the base that the pull request does not change."""
    types: frozenset[str]
    """That the base knows."""
    documents: bool

    def may_change(self, path: str) -> bool:
        return _may_change(path, self.types, self.documents)


def overlay(base: Path, pull_request: Tree, out: Path, documents: bool = False) -> Overlay:
    """Makes the folder `out`, with `content/`, `templates/` and `static/`; with `documents` also the PDFs,
    tables and texts beside entries are those of the pull request. Raises `Refused`, and OSError.
    """
    _check_places(base, pull_request, out)
    theirs = pull_request.files()
    ours = dict(walk(base, (".git", *NOT_COMMITTED)))
    types = frozenset(path.split("/")[1] for path in ours if _is_type(path))
    compared = pull_request.compare(base, ours, theirs)
    trees = _Trees(base, pull_request, ours, theirs, compared.same, types, documents)
    out.mkdir(parents=True, exist_ok=True)
    try:
        for path, seen in ours.items():
            stays = path in compared.same or not trees.may_change(path)
            if path.split("/")[0] in FOLDERS and not seen.wrong and stays:
                _put(out, path, read_bytes(base, path))
        different, left_out = _taken(trees, out)
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise
    gone = sorted(compared.gone)
    left_out += [_kept(path) for path in gone if not trees.may_change(path)]
    return Overlay(
        tuple(path for path in different if path in ours),
        tuple(path for path in different if path not in ours),
        tuple(path for path in gone if trees.may_change(path)),
        tuple(sorted(left_out, key=lambda it: it.path)),
    )


def _taken(trees: _Trees, out: Path) -> tuple[list[str], list[LeftOut]]:
    """Writes what the pull request decides; which of it differs from the base, and what was left out."""
    left_out = {}
    wanted = []
    for path in sorted(trees.theirs.keys() - trees.same):
        alarm = _alarm(path)
        reason = alarm or _reason(path, trees)
        if reason:
            left_out[path] = LeftOut(path, reason, bool(alarm))
        else:
            wanted.append(path)
    if len(wanted) > MOST_CHANGED or sum(trees.theirs[path].size for path in wanted) > MOST_BYTES:
        most = f"{MOST_CHANGED:,} files or {MOST_BYTES // 1_000_000} MB"
        raise Refused(f"the pull request changes more than {most}; no preview is made of it")
    for path, data in zip(wanted, trees.pull_request.read(wanted), strict=True):
        reason = _wrong_bytes(path, data)
        if reason:
            left_out[path] = LeftOut(path, reason)
        else:
            _put(out, path, data)
    return [path for path in wanted if path not in left_out], list(left_out.values())


def _kept(path: str) -> LeftOut:
    """A file that the pull request removes and the preview has."""
    alarm = _alarm(path)
    return LeftOut(path, alarm or OF_THE_BASE, bool(alarm))


def _check_places(base: Path, pull_request: Tree, out: Path) -> None:
    if not (base / "content").is_dir() or (base / "content").is_symlink():
        raise Refused(f"{base} has no folder content/")
    if out.is_symlink() or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        raise Refused(f"{out} exists already and is not an empty folder")
    place = out.resolve()
    for folder in (base.resolve(), pull_request.root.resolve()):
        if place.is_relative_to(folder) or folder.is_relative_to(place):
            raise Refused(f"{out} must lie beside {folder.name}, neither in it nor around it")


def _alarm(path: str) -> str:
    """Why a reviewer must look at a file before anything is merged, wherever it is; or nothing."""
    parts = [_as_hfs(part) for part in path.split("/")]
    if any(map(GIT_NAMES.fullmatch, parts)):
        return LIKE_GIT
    if parts[-1] == ".gitattributes":
        return ATTRIBUTES
    return NOT_COMMITTED.get(parts[0]) or PROGRAMS.get(parts[0], "")


def _as_hfs(name: str) -> str:
    """A name as macOS compares it: in one case, and without characters that nobody sees."""
    return "".join(char for char in name if unicodedata.category(char) != "Cf").casefold().rstrip(" .")


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
    if seen.wrong:
        return seen.wrong
    if not path.startswith("content/"):
        return OF_THE_BASE
    if not trees.may_change(path):
        return _not_content(path, trees.types)
    parts = path.split("/")
    if any("/".join(parts[:number]) in trees.ours for number in range(1, len(parts))):
        return "a folder takes the place of a file of the base"
    most = MOST_PICTURE if ending_of(path) in MEDIA_FILES else MOST_TEXT
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
    ending = ending_of(path)
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
