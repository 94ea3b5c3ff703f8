"""Paths of the sources: relative to the root, separated by `/`, in composed form (NFC)."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Sequence

EXTENSIONS = "extensions"
"""Folder of a site with code of its own."""
DATA = "data"
"""Folder of a site with files that templates read."""
SOURCE_FOLDERS = ("content", "templates", "static", EXTENSIONS, DATA)
"""Folders of a site's sources."""
REPORT = "_preview"
"""Folder in an output for the report of `sitegen diff`; the next build removes it."""
INDEX = "pagefind"
"""Folder in an output for the files of the search index."""


def composed(path: str) -> str:
    """Returns the path with each letter and its accent as one character, where Unicode has one."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


CONTENT = "content/"


def language_folder(path: str, codes: Iterable[str]) -> tuple[str, str]:
    """Returns the language that the first folder of a path names, and the path without that folder.

    `content/fr/topics/food.md` is (`fr`, `content/topics/food.md`). The language is empty if there is none.
    `codes` are the languages with a folder of their own, in any case.
    """
    first, slash, rest = path.removeprefix(CONTENT).partition("/")
    for code in codes if slash and path.startswith(CONTENT) else ():
        if code.casefold() == first.casefold():
            return code, CONTENT + rest
    return "", path


def type_folder(path: str, codes: Iterable[str] = ()) -> str:
    """Returns the folder of a type: `topics` for `content/topics/food.md`; empty for a file not in one.

    `codes` are the languages with a folder of their own.
    """
    folders = language_folder(path, codes)[1].split("/", 2) if codes else path.split("/", 2)
    return folders[1] if len(folders) > 2 else ""


def beside_or_default(path: str, target: str, known: Container[str], codes: Sequence[str]) -> str:
    """Resolves a relative path like `beside`, also in the folders of the default language."""
    return or_default(beside(path, target), known, codes)


def or_default(path: str, known: Container[str], codes: Sequence[str]) -> str:
    """The path of a file, or of the file of the default language if the folder of a language lacks it.

    `codes` are the languages with a folder of their own, the default first; `known` has the paths of all
    files.
    """
    if not codes or path in known:
        return path
    inside = language_folder(path, codes)[1]
    others = (inside, f"{CONTENT}{codes[0]}/{inside.removeprefix(CONTENT)}")
    return next((other for other in others if other in known), path)


def beside(path: str, target: str) -> str:
    """Resolves a relative path written in a file: `beside("a/b.md", "../c.md")` is `c.md`."""
    folder = path.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            folder = folder[:-1]
        elif part not in ("", "."):
            folder.append(part)
    return composed("/".join(folder))
