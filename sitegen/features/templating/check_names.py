"""A template must not use variables that no page has, even if no page uses the template yet.

{{ page.titel }}   →   template.undefined: page has no "titel"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.plan.pages import of_an_entry
from sitegen.problems.formats import suggest
from sitegen.read.parsed_template import place_in
from sitegen.render.body import SHORTCODE_NAMES
from sitegen.render.words import attributes_of
from sitegen.types import Config, Inputs, NameUse, Output, Problem, Template
from sitegen.types.registers import by_name, code_of, missing, per_extensions
from sitegen.views.inputs import NUMBER, input_kinds
from sitegen.views.views import BodyView, Card, FigureView, OutdatedSource, Pager, PageView, SiteView

SHORTCODES = "shortcodes/"
VIEWS: Mapping[str, type] = {
    "body": BodyView, "figure": FigureView, "next": Card,
    "outdated": OutdatedSource, "page": PageView, "pager": Pager, "previous": Card, "site": SiteView,
    "target": Card,
}  # fmt: skip
"""Types of the variables that have the same type on every page; so are `VIEWS` of features."""


@per_extensions
def views() -> Mapping[str, type]:
    return by_name(VIEWS, "VIEWS")


def check(checked: Checked) -> Iterator[Problem]:
    templates = checked.templates.templates
    given = {name for template in templates.values() for name in template.assigned}
    anywhere = {*input_kinds(), *of_an_entry(), *SHORTCODE_NAMES, *views(), *_planned(checked.plan.outputs)}
    planned = {output.template for output in checked.plan.outputs}
    for template in templates.values():
        if (missing() or not template.own) and not planned & _users(templates, template):
            continue  # of a theme, for what the site does not have, or of a feature that is not installed
        for asked in template.name_uses:
            if asked.name in given:  # set by this template, or by one that includes it
                continue
            own = _names(checked, template) if template.name.startswith(SHORTCODES) else anywhere
            if asked.name not in own:
                yield _no_name(template, asked, _names(checked, template))
            elif asked.attribute:
                yield from _attribute(template, asked, checked.site.config)


def _users(templates: Mapping[str, Template], template: Template) -> set[str]:
    """Names of the templates that extend, include or import a template, and its own."""
    return {template.name, *(user.name for user in templates.values() if template.name in user.uses)}


def _planned(outputs: Iterable[Output]) -> Iterator[str]:
    """Names of the inputs of outputs with a template; those of one kind share a shape."""
    shapes = {}
    for output in outputs:
        if output.template:
            shape = output.inputs.shape if isinstance(output.inputs, Inputs) else output.inputs
            shapes[id(shape)] = shape
    for shape in shapes.values():
        yield from shape


def _names(checked: Checked, template: Template) -> list[str]:
    """Variables that a template can use."""
    if template.name.startswith(SHORTCODES):
        own = template.name == f"{SHORTCODES}{NUMBER}.html"
        return ["figure", "site"] if own else sorted(SHORTCODE_NAMES)
    users = _users(checked.templates.templates, template)
    output = next((output for output in checked.plan.outputs if output.template in users), None)
    return sorted(output.inputs if output else of_an_entry())


def _no_name(template: Template, asked: NameUse, names: list[str]) -> Problem:
    hint = suggest(asked.name, [*names, *code_of("GLOBALS")])
    hint = (
        f"{hint} Names of this page: {', '.join(names)}"
        if hint
        else f"names of this page: {', '.join(names)}"
    )
    if template.name.startswith(SHORTCODES):
        hint = hint.replace("of this page", "of a shortcode")
    place = place_in(template.path, template.text, asked.line, asked.name)
    return Problem("template.undefined", f'there is no "{asked.name}"', place, hint)


def _attribute(template: Template, asked: NameUse, config: Config) -> Iterator[Problem]:
    known = _known(asked.name, config)
    if known and asked.attribute not in known and not hasattr(dict, asked.attribute):
        hint = suggest(asked.attribute, known)
        hint = f"{hint} It has: {', '.join(known)}" if hint else f"{asked.name} has: {', '.join(known)}"
        place = place_in(template.path, template.text, asked.line, asked.name, asked.attribute)
        yield Problem("template.undefined", f'{asked.name} has no "{asked.attribute}"', place, hint)


def _known(name: str, config: Config) -> list[str]:
    """Attributes of a variable; empty if they depend on the page."""
    if name in ("lists", "menus", "navigation"):
        return sorted(config.lists if name == "lists" else config.menus)
    return attributes_of(views()[name]) if name in views() else []


RULE = Rule(check, Scope.FACTS)
