"""A footnote must have one mention and one note with the same name.

A mention.[^1]    →   footnote.missing: there is no footnote "1"
[^3]:             →   footnote.empty: the footnote "3" has no text
A mention.[^ 1]   →   footnote.missing: "[^ 1]" is no footnote, since there is a blank in its name
[^2]: A note.     →   footnote.unused: nothing mentions the footnote "2", so readers do not see it
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from sitegen.features.writing.text import WrittenText
from sitegen.problems.nearest import Names
from sitegen.types import PYTHON_MARKDOWN, Problem, Severity
from sitegen.types.patterns import lazy_pattern

MENTION = lazy_pattern(r"\[\^([^\]\s]+)\](?!:)|(?<=\S)\[\^([^\]\s]+)\](?=:)")
WITH_BLANK = lazy_pattern(r"(?<!!)\[\^(?P<name>[^\[\]\n]*[ \t\u00a0\u3000][^\[\]\n]*)\](?P<note>:)?(?!\()")
NOTE = lazy_pattern(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)


def check(written: WrittenText) -> Iterator[Problem]:
    if "[^" not in written.text:
        return
    prose = written.prose
    suggested = set()
    notes: dict[str, int] = {}
    names = Names(notes)
    for note in NOTE.finditer(prose):
        name = note[1]
        if _key(name) in notes:
            message = f'the footnote "{name}" is written twice; only one of them is shown'
            yield written.problem(
                "footnote.twice", message, note.start(), "give one of them another name", Severity.ERROR
            )
        notes.setdefault(_key(name), note.start())
    yield from _empty(written, notes)
    mentioned = set()
    for found in WITH_BLANK.finditer(prose):
        name = _without_blanks(found)
        if found["note"]:
            notes.setdefault(_key(name), found.start())
        else:
            mentioned.add(_key(name))
    yield from _with_blanks(written)
    for mention in MENTION.finditer(prose):
        name = mention[1] or mention[2]
        mentioned.add(_key(name))
        if _key(name) not in notes:
            near = names.nearest_in(name, written.path)
            suggested.add(near)
            hint = f"did you mean {near}?" if near else f"write the note on a line of its own: [^{name}]: …"
            message = f'there is no footnote "{name}"'
            yield written.problem("footnote.missing", message, mention.start(), hint, Severity.ERROR)
    for key, place in notes.items():
        if key not in mentioned and key not in suggested:
            name = NOTE.match(prose, place)[1]  # type: ignore[index]
            message = f'nothing mentions the footnote "{name}", so readers do not see it'
            hint = f"write [^{name}] where it belongs, or remove the note"
            yield written.problem("footnote.unused", message, place, hint, Severity.ERROR)


def _without_blanks(found: re.Match[str]) -> str:
    return "-".join(found["name"].split())


def _with_blanks(written: WrittenText) -> Iterator[Problem]:
    """Problems for names with a blank. One engine takes those that a mention and its note share."""
    names: dict[tuple[str, bool], re.Match[str]] = {}
    for found in WITH_BLANK.finditer(written.prose):
        names.setdefault((_key(found["name"]), bool(found["note"])), found)
    for (key, is_note), found in names.items():
        if written.engine == PYTHON_MARKDOWN and (key, not is_note) in names:
            continue
        message = f'"{found[0]}" is no footnote, since there is a blank in its name'
        hint = f"write [^{_without_blanks(found)}]{found['note'] or ''}"
        yield written.problem("footnote.missing", message, found.start(), hint, Severity.ERROR)


EMPTY = lazy_pattern(
    r'<li id="fn:([^"]*)">(?:\s|&nbsp;|<p>|</p>|<a [^>]*class="footnote-backref"[^>]*>[^<]*</a>)*</li>'
)


def _empty(written: WrittenText, notes: Mapping[str, int]) -> Iterator[Problem]:
    """Problems for notes without text."""
    for note in EMPTY.finditer(written.source.html) if 'id="fn:' in written.source.html else ():
        place = notes.get(_key(html.unescape(unquote(note[1]))))
        if place is not None:
            hint = "write it behind the colon; if it goes on below, begin those lines with four blanks"
            message = f'the footnote "{html.unescape(unquote(note[1]))}" has no text'
            yield written.problem("footnote.empty", message, place, hint, Severity.ERROR)


def _key(name: str) -> str:
    """Name of a footnote as engines compare it."""
    return name.casefold()
