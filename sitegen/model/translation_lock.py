"""What the source of each translation said when somebody last said that both say the same.

`content/translations.lock` has a line for each translation: the key of its document, and the
fingerprints of the parts of its source, as `read.fingerprints` makes them:

    topics/food@fr title=0a1b2c3d #=4e5f6071 #how-it-began=8293a4b5
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.types import Location, Problem
from sitegen.yaml.merges import is_unfinished

LOCK = "content/translations.lock"
KEY = re.compile(r"\S.*@[A-Za-z0-9-]+")
FINGERPRINT = re.compile(r"[^=]+=[0-9a-f]{8}")
HEAD = """\
# What the source of each translation said when the two last said the same, a line for each translation.
# A translation that says what its source says now: sitegen translations --accept FILE
"""


class Recorded(Struct, frozen=True):
    key: str
    """Of the translation's document: `topics/food@fr`."""
    parts: str
    """Of its source, each with its fingerprint."""
    line: int


def read_lock(text: str) -> Iterator[Recorded | int]:
    """What the lines say; the number of a line that says nothing that could be read."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        words = line.rstrip().split(" ")
        end = len(words)
        while end and FINGERPRINT.fullmatch(words[end - 1]):
            end -= 1
        key = " ".join(words[:end])  # the name of a file may have spaces
        yield Recorded(key, " ".join(words[end:]), number) if KEY.fullmatch(key) else number


def records(text: str) -> tuple[dict[str, str], list[Problem]]:
    """Returns the record of each translation, by the key of its document, and the problems of the list.

    Nothing while a merge of the list is not finished, which is reported where it is scanned.
    """
    if is_unfinished(text):
        return {}, []
    found: dict[str, str] = {}
    problems = []
    for line in read_lock(text):
        if not isinstance(line, Recorded):
            hint = "remove it; where two versions of this file met, keep the lines of both"
            message = "this line is not that of a translation"
            problems.append(Problem("translation.lock", message, Location(LOCK, line, 1), hint))
        elif found.get(line.key, line.parts) != line.parts:
            hint = "remove both lines, and accept the translation again when it says what its source says"
            message = f"{line.key} has another line, which says something else"
            problems.append(Problem("translation.lock", message, Location(LOCK, line.line, 1), hint))
        else:
            found[line.key] = line.parts
    return found, problems


def written_lock(made_from: Mapping[str, str]) -> str:
    """The file with these records, by key, sorted."""
    return HEAD + "".join(f"{key} {parts}".rstrip() + "\n" for key, parts in sorted(made_from.items()))


def moved(text: str, old: str, new: str) -> str:
    """The file after an entry has another key: `topics/food` is now `topics/meals`; or a folder another name.

    The translations keep what they were made from; lines that cannot be read stay as they are.
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
