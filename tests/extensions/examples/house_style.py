"""A rule: words that we do not use, from a list that editors keep (`e-mail = email`, one on a line)."""

import re
from pathlib import Path

from sitegen.extend import Location, Problem, Severity

FILES = ("extensions/house-words.txt",)
LIST = Path(__file__).with_name("house-words.txt").read_text(encoding="utf-8")
WORDS = dict(line.split(" = ") for line in LIST.splitlines())
PATTERN = re.compile(rf"\b(?:{'|'.join(map(re.escape, WORDS))})\b")


def check(document, config, source):
    for number, line in enumerate(source.text.split("\n"), start=source.line):
        for found in PATTERN.finditer(line):
            place = Location(document.path, number, found.start() + 1)
            message, hint = f'"{found[0]}" is not a word of ours', f"write {WORDS[found[0]]}"
            yield Problem("house.word", message, place, hint, Severity.WARNING)


DOCUMENT_RULES = (check,)
