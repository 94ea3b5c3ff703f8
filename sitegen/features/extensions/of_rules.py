"""Rules and reports of extensions, which report their own failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from sitegen.check.checked import Checked
from sitegen.check.report import Look, Report, ReportRule
from sitegen.check.rule import Rule
from sitegen.features.extensions.guard import Owner, Unfit
from sitegen.model.lifecycle import Turn
from sitegen.problems.extension_failures import ExtensionFailed, called_from, described
from sitegen.read.parsed_template import BUILT_IN, ParsedTemplate
from sitegen.read.templates import TemplateCheck
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


def template_rule_of(value: Any, name: str, owner: Owner) -> TemplateCheck:
    """A rule for one template, of which an extension sees the text and the syntax tree."""
    problems = owner.each(value, _not_problem)

    def check(
        template: ParsedTemplate, everything: Mapping[str, ParsedTemplate], _: object, __: object
    ) -> Iterator[Problem]:
        if template.path.startswith(BUILT_IN):
            return
        try:
            yield from problems(template, everything)
        except ExtensionFailed as error:
            yield error.problem

    return check


class OwnLook(Struct, frozen=True):
    """A function of an extension that looks at one text, as a report has it."""

    owner: Owner
    look: Look

    def __call__(self, document: Document) -> tuple[Problem, ...]:
        try:
            return tuple(self.owner.each(self.look, _not_problem)(document))
        except ExtensionFailed as error:
            return (called_from(error, document.path).problem,)


def report_of(value: Any, name: str, owner: Owner) -> ReportRule:
    """A report of `sitegen check`: a function that yields problems, or returns a `Report`."""
    find = owner.guard(value)

    def report(checked: Checked) -> Report:
        try:
            found = find(checked)
            if not isinstance(found, Report):
                return Report(tuple(owner.each(lambda: found, _not_problem)()))
            problems = tuple(owner.each(lambda: found.problems, _not_problem)())
            look = OwnLook(owner, found.look) if found.look else None
            return Report(problems, look, found.summary)
        except ExtensionFailed as error:
            return Report((error.problem,))

    return report


def turn_of(value: Any, name: str, owner: Owner) -> Turn:
    """Days on which pages change. Raises Unfit."""
    if not isinstance(value, Turn):
        raise Unfit(f"is {described(value)}, not a Turn", "write Turn(days, state, change)")
    if not value.change or not isinstance(value.change, str):
        raise Unfit("does not say what changes", 'write change="is on the home page"')
    begin = owner.guard(value.days, lambda it: "" if callable(it) else f"{described(it)}, not a function")

    def days(config: Config) -> Callable[[Document], Iterator[date]]:
        return owner.each(begin(config), _not_day)

    return Turn(days, owner.guard(value.state), value.change)


def _not_day(value: object) -> str:
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return "" if is_day else f"{described(value)}, not a date"


def _not_problem(value: object) -> str:
    if not isinstance(value, Problem):
        return f"{described(value)}, not a Problem"
    texts = (value.code, value.message, value.hint)
    if not all(isinstance(text, str) for text in texts) or not isinstance(value.location, Location):
        return "a Problem whose parts are not texts and a Location"
    return "" if "." in value.code else f'a Problem with the code "{value.code}"; write it as family.detail'
