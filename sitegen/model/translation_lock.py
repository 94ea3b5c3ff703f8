"""Records the source of each translation as it was when the translation was last accepted as up to date.

`content/translations.lock` has a line for each translation: the key of its document, and the fingerprints of
the parts of its source, as `read.fingerprints` makes them:

    topics/food@fr title=0a1b2c3d #=4e5f6071 #how-it-began=8293a4b5

When git merges two branches that have accepted a translation, the file has the lines of both. They stay until
the translation is accepted again: it counts as stale in the parts in which the lines differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from sitegen.types import Document, DocumentKey, Location, Problem, Severity
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


class Records(Struct, frozen=True):
    """Contents of the file."""

    made_from: Mapping[DocumentKey, str]
    """Parts of the source of each translation. Those in which its lines differ have no fingerprint."""
    lines: Mapping[DocumentKey, Sequence[TranslationRecord]]
    """Lines of each translation: one, or several different ones after a merge."""
    problems: tuple[Problem, ...] = ()


UNKNOWN = "?"
"""Takes the place of the fingerprint of a part in which lines differ; no part has it."""


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


def records(text: str, documents: Mapping[DocumentKey, Document]) -> Records:
    """Returns the contents of the file, with problems for the translations among these documents.

    Empty while the list has merge conflicts, which the scan of the files reports.
    """
    if is_unfinished(text):
        return Records({}, {})
    lines: dict[DocumentKey, list[TranslationRecord]] = {}
    problems = []
    for line in read_lock(text):
        if not isinstance(line, TranslationRecord):
            hint = "remove it; where two versions of this file met, keep the lines of both"
            message = "this line is not the record of a translation"
            problems.append(Problem("translation.lock", message, Location(LOCK, line, 1), hint))
        elif all(line.parts != other.parts for other in lines.setdefault(line.key, [])):
            lines[line.key].append(line)
            if len(lines[line.key]) > 1 and line.key in documents:
                problems.append(_doubled(line, documents[line.key].path))
    made_from = {key: own[0].parts if len(own) == 1 else _agreed(own) for key, own in lines.items()}
    return Records(made_from, lines, tuple(problems))


def _doubled(line: TranslationRecord, path: str) -> Problem:
    message = f"{line.key} has two different lines, so it counts as older than its source"
    hint = f"compare it with its source; when it is up to date: sitegen translations --accept {path}"
    return Problem("translation.lock", message, Location(LOCK, line.line, 1), hint, Severity.WARNING)


def _agreed(lines: Iterable[TranslationRecord]) -> str:
    """The parts of all lines; a part keeps its fingerprint if every line has it."""
    parts = [line.parts.split() for line in lines]
    names = dict.fromkeys(part.rpartition("=")[0] for own in parts for part in own)
    agreed = {part.rpartition("=")[0]: part for part in parts[0] if all(part in own for own in parts)}
    return " ".join(agreed.get(name, f"{name}={UNKNOWN}") for name in names)


def written_lock(lines: Mapping[DocumentKey, Iterable[str]]) -> str:
    """Returns the text of the file with these records by key, sorted."""
    rows = (f"{key} {parts}".rstrip() for key, own in sorted(lines.items()) for parts in own)
    return HEAD + "".join(f"{row}\n" for row in rows)


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
