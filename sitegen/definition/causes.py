"""Removes problems of definition files that are only consequences of other problems."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from pathlib import Path

from sitegen.definition.values import MISSPELT
from sitegen.types import Location, Problem, Severity
from sitegen.yaml.compose import SOUND


def without_follow_ons(problems: Iterable[Problem]) -> list[Problem]:
    """Keeps one problem for each value in curly quotation marks.

    If the value is a text, that is the warning about the marks; for other values it is the error, in place of
    further errors about the same value.
    """
    problems = list(problems)
    quoted = {problem.location: problem for problem in problems if problem.code == QUOTES}
    quoted |= {p.location: p for p in problems if p.code == QUOTES and p.severity is Severity.WARNING}
    return [problem for problem in problems if quoted.get(problem.location, problem) == problem]


QUOTES = "yaml.quotes"
UNREADABLE = ("config.file", "file.kind", "yaml.", "merge.")
"""Code prefixes of problems after which the declarations of a definition file are unknown."""
MENTIONS = ("config.field", "config.type", "config.menu")
"""Codes of problems with names that another definition file could declare."""

HOLDERS = ("fields", "lists", "taxonomies", "types")
"""Keys whose entries are referred to by name."""


def first_causes(problems: Iterable[Problem], site: str, sound_languages: bool) -> Iterable[Problem]:
    """Removes problems of definition files that may only be consequences of others.

    If a definition file cannot be read, or a key is misspelt, references to what it declares seem wrong.
    """
    problems = tuple(problems)
    unread = {p.location.path for p in problems if p.code.startswith(UNREADABLE) and p.code not in SOUND}
    meant = {
        (p.location.path, key) for p in problems if p.code == "config.unknown" for key in _intended_keys(p)
    }
    misspelt = {key for _, key in meant}
    hidden: tuple[str, ...] = MENTIONS if unread or not misspelt.isdisjoint(HOLDERS) else ()
    if not {"theme.missing", "theme.folder"}.isdisjoint(p.code for p in problems):  # its types are unknown
        hidden = (*MENTIONS, "type.missing")
    if site in unread or not sound_languages or "languages" in misspelt:
        hidden = (*hidden, "config.language")
    for problem in problems:
        needed = {(problem.location.path, key) for key in re.findall(r'needs "(\w+)"', problem.message)}
        if problem.code not in hidden and not (problem.code == "config.missing" and needed & meant):
            yield problem


def _intended_keys(problem: Problem) -> list[str]:
    """The key that a misspelt one was probably meant to be; empty if unknown."""
    return MISSPELT.findall(problem.hint)


def with_missing_types(problems: Iterable[Problem], root: Path, defined: Container[str]) -> list[Problem]:
    """Replaces all problems that mention an undefined type by one for its folder without a definition.

    `defined` has the paths of the definition files.
    """
    problems = list(problems)
    missing: dict[str, str] = {}
    for folder in sorted((root / "content").glob("*/")) if problems else ():
        if f"content/{folder.name}/_type.yaml" not in defined and any(folder.glob("*.md")):
            missing |= dict.fromkeys((f'"{folder.name}"', f'"type:{folder.name}"'), folder.name)
    found: dict[str, Problem] = {}
    others = []
    for problem in problems:
        named = (missing[word] for word in re.findall(r'"[^"]+"', problem.message) if word in missing)
        name = next(named, "") if problem.code in MENTIONS else ""
        if name:
            message = f'the folder "{name}" has no _type.yaml, so its entries have no type'
            path = f"content/{name}/_type.yaml"
            found[name] = Problem("type.missing", message, Location(path), f"add {path}")
        else:
            others.append(problem)
    return [*others, *found.values()]
