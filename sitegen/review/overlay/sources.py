"""Sources for the preview of an untrusted pull request: its entries and pictures, and the rest of the base.

Templates, static files, definitions, code and workflows come from the base, so that a preview depends only on
content, which a build does not trust. Links are not followed, special files are not opened, and nothing is
written outside the new folder.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.read.scan import CONTENT_FILES, FOLDERS, KNOWN_PROBLEMS, LISTS, is_ignored, read_bytes
from sitegen.review.overlay.trees import CannotOverlay, SourceTree, TreeFile, walk
from sitegen.types.file_kinds import IMAGES, MEDIA_FILES, ending_of
from sitegen.types.file_names import wrong_with
from sitegen.types.paths import type_folder

DEFINITIONS = ("site.yaml", "_type.yaml")
MOST_CHANGED = 2_000
"""Most files that a pull request may change or add."""
MOST_BYTES = 200_000_000
"""Most bytes of these files together."""
MOST_TEXT, MOST_PICTURE = 2_000_000, 20_000_000
"""Most bytes of a text or picture."""
FROM_BASE = "the base's version is used"
NOT_COMMITTED = {
    ".venv": "build.py starts the programs in it; it must not be committed",
    ".sitegen": "it is the build cache; it must not be committed",
}
"""Folders with trusted contents, which each machine creates for itself."""
PROGRAMS = {"vendor": "sitegen is installed from it"}
"""Folders with packed files that a workflow runs after the merge and that reviewers cannot read."""
ATTRIBUTES = "git changes or omits files because of it, so the published site may differ from the preview"
LIKE_GIT = "some systems take this name for git's own folder"
GIT_NAMES = re.compile(r"\.git[ .]*(?::.*)?|git~[0-9]+", re.DOTALL)
"""Names that Windows treats as `.git`."""
BEGINNINGS = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".gif": b"GIF8",
    ".webp": b"RIFF",
    ".avif": b"",
}
"""First bytes of pictures; the build checks whether they are complete."""


class SkippedFile(Struct, frozen=True):
    """A file of the pull request that the preview does not have."""

    path: str
    reason: str
    alarming: bool = False
    """True if a reviewer must look at it before a merge."""


class Overlay(Struct, frozen=True):
    """Result of an overlay: paths of files by what happened to them."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    left_out: tuple[SkippedFile, ...]
    """Changes of the pull request that the preview does not show."""


class _Trees(Struct, frozen=True):
    """The base and the pull request."""

    base: Path
    pull_request: SourceTree
    ours: Mapping[str, TreeFile]
    theirs: Mapping[str, TreeFile]
    same: frozenset[str]
    """Files of the base that the pull request does not change."""
    types: frozenset[str]
    """Folders of the types of the base below `content/`: `topics`, in folders of languages `fr/topics`."""
    documents: bool

    def may_change(self, path: str) -> bool:
        return _may_change(path, self.types, self.documents)


def overlay(base: Path, pull_request: SourceTree, out: Path, documents: bool = False) -> Overlay:
    """Creates the folder `out` with `content/`, `templates/` and `static/`. Raises CannotOverlay, OSError.

    With `documents`, PDFs, tables and texts beside entries come from the pull request as well.
    """
    _check_places(base, pull_request, out)
    theirs = pull_request.files()
    ours = dict(walk(base, (".git", *NOT_COMMITTED)))
    types = _folders_of_types(ours)
    compared = pull_request.compare(base, ours, theirs)
    trees = _Trees(base, pull_request, ours, theirs, compared.same, types, documents)
    out.mkdir(parents=True, exist_ok=True)
    try:
        for path, seen in ours.items():
            stays = path in compared.same or not trees.may_change(path)
            if path.split("/")[0] in FOLDERS and not seen.wrong and stays:
                _put(out, path, read_bytes(base, path))
        different, left_out = _copy_changes(trees, out)
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise
    gone = sorted(compared.gone)
    left_out += [_not_removed(path) for path in gone if not trees.may_change(path)]
    return Overlay(
        tuple(path for path in different if path in ours),
        tuple(path for path in different if path not in ours),
        tuple(path for path in gone if trees.may_change(path)),
        tuple(sorted(left_out, key=lambda it: it.path)),
    )


def _copy_changes(trees: _Trees, out: Path) -> tuple[list[str], list[SkippedFile]]:
    """Writes files of the pull request; returns those that differ from the base, and those left out."""
    left_out = {}
    wanted = []
    for path in sorted(trees.theirs.keys() - trees.same):
        alarm = _alarm(path)
        reason = alarm or _reason(path, trees)
        if reason:
            left_out[path] = SkippedFile(path, reason, bool(alarm))
        else:
            wanted.append(path)
    if len(wanted) > MOST_CHANGED or sum(trees.theirs[path].size for path in wanted) > MOST_BYTES:
        most = f"{MOST_CHANGED:,} files or {MOST_BYTES // 1_000_000} MB"
        raise CannotOverlay(f"the pull request changes more than {most}, so there is no preview")
    for path, data in zip(wanted, trees.pull_request.read(wanted), strict=True):
        reason = _wrong_bytes(path, data)
        if reason:
            left_out[path] = SkippedFile(path, reason)
        else:
            _put(out, path, data)
    return [path for path in wanted if path not in left_out], list(left_out.values())


def _not_removed(path: str) -> SkippedFile:
    """A file that the pull request removes and the preview keeps."""
    alarm = _alarm(path)
    return SkippedFile(path, alarm or FROM_BASE, bool(alarm))


def _check_places(base: Path, pull_request: SourceTree, out: Path) -> None:
    if not (base / "content").is_dir() or (base / "content").is_symlink():
        raise CannotOverlay(f"{base} has no folder content/")
    if out.is_symlink() or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        raise CannotOverlay(f"{out} exists already and is not an empty folder")
    place = out.resolve()
    for folder in (base.resolve(), pull_request.root.resolve()):
        if place.is_relative_to(folder) or folder.is_relative_to(place):
            raise CannotOverlay(f"{out} must be neither inside {folder.name} nor around it")


def _alarm(path: str) -> str:
    """Reason why a reviewer must look at a file before a merge, wherever it is; empty if there is none."""
    parts = [_as_hfs(part) for part in path.split("/")]
    if any(map(GIT_NAMES.fullmatch, parts)):
        return LIKE_GIT
    if parts[-1] == ".gitattributes":
        return ATTRIBUTES
    return NOT_COMMITTED.get(parts[0]) or PROGRAMS.get(parts[0], "")


def _as_hfs(name: str) -> str:
    """A name as macOS compares it: without case and invisible characters."""
    return "".join(char for char in name if unicodedata.category(char) != "Cf").casefold().rstrip(" .")


def _is_type(path: str) -> bool:
    return path.startswith("content/") and path.count("/") == 2 and path.endswith("/_type.yaml")


def _folders_of_types(files: Iterable[str]) -> frozenset[str]:
    """Folders of types, also in the folders of languages that the base has."""
    types = frozenset(type_folder(path) for path in files if _is_type(path))
    below = (path.split("/")[1:3] for path in files if path.startswith("content/") and path.count("/") > 2)
    return types | {f"{code}/{name}" for code, name in below if code not in types and name in types}


def _is_in_type(path: str, types: frozenset[str]) -> bool:
    _, *folders = path.split("/")[:-1]
    return "".join(folders[:1]) in types or "/".join(folders[:2]) in types


def _may_change(path: str, types: frozenset[str], documents: bool) -> bool:
    """Returns True if the preview takes a file from the pull request.

    These are entries and pictures of the base's types, texts above the home page, and sitegen's own lists
    but that of known problems.
    """
    if path in LISTS:
        return path != KNOWN_PROBLEMS  # so that nobody hides their own mistakes
    folder, _, rest = path.partition("/")
    inner = rest.partition("/")[2]
    name = path.rpartition("/")[2].casefold()
    if folder != "content" or name in DEFINITIONS or any(map(is_ignored, path.split("/"))):
        return False
    if not inner:
        return name.startswith("_index.") and name.endswith(".md")
    endings = (*CONTENT_FILES, *(MEDIA_FILES if documents else IMAGES))
    return _is_in_type(path, types) and name.endswith(endings)


def _reason(path: str, trees: _Trees) -> str:
    """Reason why a changed file is left out, found without opening it; empty if there is none."""
    seen = trees.theirs[path]
    if seen.wrong:
        return seen.wrong
    if not path.startswith("content/"):
        return FROM_BASE
    if not trees.may_change(path):
        return _not_content(path, trees.types)
    parts = path.split("/")
    if any("/".join(parts[:number]) in trees.ours for number in range(1, len(parts))):
        return "a folder has the name of a file of the base"
    most = MOST_PICTURE if ending_of(path) in MEDIA_FILES else MOST_TEXT
    return f"it is larger than {most // 1_000_000} MB" if seen.size > most else wrong_with(path)


def _not_content(path: str, types: frozenset[str]) -> str:
    name = path.rpartition("/")[2].casefold()
    if name in DEFINITIONS or path == KNOWN_PROBLEMS:
        return FROM_BASE
    if any(map(is_ignored, path.split("/"))):
        return "it is hidden, or a backup copy of an editor"
    if not _is_in_type(path, types):
        return "it belongs to no type of the base"
    return "only entries and pictures are shown"


def _wrong_bytes(path: str, data: bytes) -> str:
    """Reason why the first bytes of a file are not those of a picture; empty if they are."""
    ending = ending_of(path)
    if ending not in IMAGES:
        return ""
    inside = {".webp": data[8:12] == b"WEBP", ".avif": data[4:8] == b"ftyp"}.get(ending, True)
    right = data.startswith(BEGINNINGS[ending]) and inside
    return "" if right else f"it is not a {ending} picture"


def _put(out: Path, path: str, data: bytes) -> None:
    target = out / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(data)
