"""Records the source of each translation as it was when the translation was last accepted as up to date.

`content/translations.lock` has a line for each translation: the key of its document, and the fingerprints of
the parts of its source, as `read.fingerprints` makes them:

    topics/food@fr title=0a1b2c3d #=4e5f6071 #how-it-began=8293a4b5
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.types import DocumentKey, Location, Problem
from sitegen.yaml.merges import is_unfinished

LOCK = "content/translations.lock"
KEY = re.compile(r"\S.*@[A-Za-z0-9-]+")
FINGERPRINT = re.compile(r"[^=]+=[0-9a-f]{8}")
HEAD = """\
# The source of each translation when it was last accepted, as fingerprints: a line for each translation.
# To accept a translation that is up to date: sitegen translations --accept FILE
"""


class TranslationRecord(Struct, frozen=True):
    key: DocumentKey
    """Key of the translation's document: `topics/food@fr`."""
    parts: str
    """Parts of its source, each with its fingerprint."""
    line: int


def read_lock(text: str) -> Iterator[TranslationRecord | int]:
    """Yields the record on each line; for a line that cannot be read, its number."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        words = line.rstrip().split(" ")
        end = len(words)
        while end and FINGERPRINT.fullmatch(words[end - 1]):
            end -= 1
        key = DocumentKey(" ".join(words[:end]))  # the name of a file may have spaces
        yield TranslationRecord(key, " ".join(words[end:]), number) if KEY.fullmatch(key) else number


def records(text: str) -> tuple[dict[DocumentKey, str], list[Problem]]:
    """Returns the record of each translation, by the key of its document, and the problems of the list.

    Empty while the list has merge conflicts, which the scan of the files reports.
    """
    if is_unfinished(text):
        return {}, []
    found: dict[DocumentKey, str] = {}
    problems = []
    for line in read_lock(text):
        if not isinstance(line, TranslationRecord):
            hint = "remove it; where two versions of this file met, keep the lines of both"
            message = "this line is not the record of a translation"
            problems.append(Problem("translation.lock", message, Location(LOCK, line, 1), hint))
        elif found.get(line.key, line.parts) != line.parts:
            hint = "remove both lines, and accept the translation again when it is up to date"
            message = f"{line.key} has two different lines"
            problems.append(Problem("translation.lock", message, Location(LOCK, line.line, 1), hint))
        else:
            found[line.key] = line.parts
    return found, problems


def written_lock(made_from: Mapping[DocumentKey, str]) -> str:
    """Returns the text of the file with these records by key, sorted."""
    return HEAD + "".join(f"{key} {parts}".rstrip() + "\n" for key, parts in sorted(made_from.items()))


def moved(text: str, old: str, new: str) -> str:
    """Returns the text of the file after an entry or a folder is renamed: `topics/food` to `topics/meals`.

    Translations keep their records; lines that cannot be read are unchanged.
    """
    lines = text.splitlines()
    comments = [line for line in lines if not line.strip() or line.startswith("#")]
    others = (line for line in lines if line.strip() and not line.startswith("#"))
    return "".join(f"{line}\n" for line in (*comments, *sorted(_renamed(others, old, new))))


def _renamed(lines: Iterable[str], old: str, new: str) -> Iterator[str]:
    own = re.compile(rf"{re.escape(old)}(?=@[A-Za-z0-9-]+( |$)|/)")
    for line in lines:
        found = own.match(line)
        yield new + line[found.end() :] if found else line
