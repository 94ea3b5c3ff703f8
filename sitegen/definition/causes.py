"""Problems of definition files without those that only follow from another one."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from pathlib import Path

from sitegen.types import Location, Problem, Severity


def without_follow_ons(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, of which one stays for each value in curly quotation marks.

    For a text that is the warning, and for another value the error in place of what else is wrong with it.
    """
    problems = list(problems)
    quoted = {problem.location: problem for problem in problems if problem.code == QUOTES}
    quoted |= {p.location: p for p in problems if p.code == QUOTES and p.severity is Severity.WARNING}
    return [problem for problem in problems if quoted.get(problem.location, problem) == problem]


QUOTES = "yaml.quotes"
UNREADABLE = ("config.file", "yaml.", "merge.")
"""Codes of problems after which nothing is known of what a definition file declares."""
MENTIONS = ("config.field", "config.type", "config.menu")
"""Codes of problems with names that another definition file could declare."""


HOLDERS = ("fields", "lists", "taxonomies", "types")
"""Keys whose entries others mention by name."""
MISSPELT = re.compile(r"did you mean (\w+)\?")


def first_causes(problems: Iterable[Problem], site: str, sound_languages: bool) -> Iterable[Problem]:
    """The problems of definition files without those that may be only the consequence of another.

    Where a definition file cannot be read, or a key is misspelt, what others say of its entries seems wrong.
    """
    problems = tuple(problems)
    unread = {p.location.path for p in problems if p.code.startswith(UNREADABLE) and p.code != QUOTES}
    meant = {(p.location.path, key) for p in problems if p.code == "config.unknown" for key in _meant(p)}
    misspelt = {key for _, key in meant}
    hidden = MENTIONS if unread or not misspelt.isdisjoint(HOLDERS) else ()
    if site in unread or not sound_languages or "languages" in misspelt:
        hidden = (*hidden, "config.language")
    for problem in problems:
        needed = {(problem.location.path, key) for key in re.findall(r'needs "(\w+)"', problem.message)}
        if problem.code not in hidden and not (problem.code == "config.missing" and needed & meant):
            yield problem


def _meant(problem: Problem) -> list[str]:
    """The key that a misspelt one was to be."""
    return MISSPELT.findall(problem.hint)


def with_missing_types(problems: Iterable[Problem], root: Path, defined: Container[str]) -> list[Problem]:
    """The problems, with one for a folder without a definition in place of all mentions of its type.

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
