"""Rules of extensions, which report their own failures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule
from sitegen.features.extensions.guard import Owner, Unfit
from sitegen.problems.extension_failures import ExtensionFailed, called_from, described
from sitegen.types import Config, Document, Location, Problem, SourceText


def rule_of(value: Any, name: str, owner: Owner) -> Rule:
    """A rule over the whole site."""
    if not isinstance(value, Rule):
        raise Unfit(f"is {described(value)}, not a Rule", "write Rule(check, Scope.FACTS)")
    problems = owner.each(value.check, _not_problem)

    def check(checked: Checked) -> Iterator[Problem]:
        try:
            yield from problems(checked)
        except ExtensionFailed as error:
            yield error.problem

    return Rule(check, value.scope)


def document_rule_of(value: Any, name: str, owner: Owner) -> Any:
    """A rule for one document."""
    problems = owner.each(value, _not_problem)

    def check(document: Document, config: Config, source: SourceText) -> Iterator[Problem]:
        try:
            yield from problems(document, config, source)
        except ExtensionFailed as error:
            yield called_from(error, document.path).problem

    return check


def _not_problem(value: object) -> str:
    if not isinstance(value, Problem):
        return f"{described(value)}, not a Problem"
    texts = (value.code, value.message, value.hint)
    if not all(isinstance(text, str) for text in texts) or not isinstance(value.location, Location):
        return "a Problem whose parts are not texts and a Location"
    return "" if "." in value.code else f'a Problem with the code "{value.code}"; write it as family.detail'
