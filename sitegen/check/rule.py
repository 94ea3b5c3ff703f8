"""A rule of the register, and what its result depends on.

The scope decides which builds run the rule, so that a build after an edit reports what a clean build reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace

from sitegen.check.checked import Checked
from sitegen.types import Problem

Check = Callable[[Checked], Iterator[Problem]]


class Scope(Enum):
    """The documents and facts that a rule depends on."""

    FACTS = auto()
    """Facts of documents, except words (`sitegen/model/words.py`), and the files that their texts name. After
    an edit of words alone, its result holds."""
    CHANGED = auto()
    """`Checked.documents`, each alone, with the facts of the site except words. It finds errors only: a
    document without errors is not checked again until it, or something that a text can mention, has changed.
    """
    TEXTS = auto()
    """`Checked.documents`, each alone, with the facts of the site except words. It may find warnings and
    notes, so it looks at all documents; after an edit of words alone, at those that were edited."""


class Rule(Struct, frozen=True):
    check: Check
    scope: Scope


def run(checks: Iterable[Check], checked: Checked) -> list[Problem]:
    """Problems that these checks find."""
    return [problem for check in checks for problem in check(checked)]


def run_rules(rules: Iterable[Rule], checked: Checked, only_words: bool = False) -> list[Problem]:
    """Problems that these rules find. After an edit of words alone, rules of scope FACTS are not run."""
    found: list[Problem] = []
    every = replace(checked, documents=tuple(checked.site.documents.values())) if not only_words else checked
    for rule in rules:
        if rule.scope is Scope.TEXTS:
            found += rule.check(every)
        elif rule.scope is Scope.CHANGED or not only_words:
            found += rule.check(checked)
    return found
