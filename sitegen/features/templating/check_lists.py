"""A call of a list must name a list of the site, its arguments, and values that there are.

{{ lists.projects(topic=page)|length }}   →   template.call: the list "projects" has no argument "topic"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.definition.values import COMPUTED, fields_of
from sitegen.features.templating.list_calls import LIMIT, LIST, LIST_OF_PAGE, SORT, ListCall, call_of
from sitegen.kinds import KINDS
from sitegen.kinds.codes import country_codes
from sitegen.kinds.kind import COUNTRY, ENTRY
from sitegen.problems.formats import suggest
from sitegen.read.parsed_template import place_in
from sitegen.types import Config, Field, ListRule, Problem, Site, Template, TemplateCall
from sitegen.types.keys import kind_and_key, name_of, type_of
from sitegen.views.titled import ENTRY as ENTRY_PAGE
from sitegen.views.titled import TERM

Found = tuple[str, str, str]
"""Message, word and hint of a mistake."""
SHORTCODES = "shortcodes/"


def check(checked: Checked) -> Iterator[Problem]:
    """A problem for each mistake in a call of a list, and for calls where there is no page."""
    templates = checked.templates.templates
    yield from _without_page(templates.values())
    for template in templates.values():
        for call in template.calls:
            if call.kind in (LIST, LIST_OF_PAGE):
                for found in _mistakes(checked, template, call_of(call.key)):
                    yield _problem(template, call, found)


def _problem(template: Template, call: TemplateCall, found: Found) -> Problem:
    message, word, hint = found
    place = place_in(template.path, template.text, call.line, word)
    return Problem("template.call", message, place, hint)


def _without_page(templates: Collection[Template]) -> Iterator[Problem]:
    """Problems for calls in shortcodes and in imported templates, which have no variables of the page."""
    calls = {call.name: (template, call) for template in templates for call in template.calls}
    imported = {name for template in templates for name in template.imports}
    for template in templates if calls else ():
        is_shortcode = template.name.startswith(SHORTCODES)
        for name in (
            sorted(template.names & calls.keys()) if is_shortcode or template.name in imported else ()
        ):
            where, call = calls[name]
            what = "a shortcode" if is_shortcode else f'"{template.name}", which others import,'
            hint = f'pass the result to the macro, or import "{template.name}" with context'
            if is_shortcode:
                hint = "call it in the template of a page"
            message = f"{what} cannot call {call.root}, because it does not have the names of a page"
            yield _problem(where, call, (message, call.root, hint))


def _mistakes(checked: Checked, template: Template, call: ListCall) -> Iterator[Found]:
    config = checked.site.config
    rule = config.lists.get(call.name)
    if rule is None:
        hint = suggest(call.name, config.lists) or f"lists: {', '.join(config.lists) or 'none'}"
        yield f'there is no list "{call.name}"', call.name, hint
        return
    for name in (*call.values, *call.of_page):
        if name not in rule.arguments:
            yield _no_argument(rule, name)
    for name, values in call.values.items():
        if name in rule.arguments:
            yield from _unknown_values(checked.site, rule, name, values)
    known = (*fields_of(config.types, rule.types), *COMPUTED)
    for word in (word.lstrip("-") for word in call.sort):
        if word not in known:
            hint = suggest(word, known) or f"known: {', '.join(known)}"
            yield f'the list "{rule.name}" cannot be sorted by "{word}"', word, hint
    for name, field in call.of_page.items():
        if name in rule.arguments:
            yield from _unfit_page(checked, template, rule, name, field)


def _no_argument(rule: ListRule, name: str) -> Found:
    message = f'the list "{rule.name}" has no argument "{name}"'
    if not rule.arguments:
        return message, name, f"declare it in site.yaml: {rule.name}: {{arguments: [{name}]}}"
    listed = f"it has: {', '.join((*rule.arguments, LIMIT, SORT))}"
    return message, name, suggest(name, (*rule.arguments, LIMIT, SORT)) or listed


def _unknown_values(site: Site, rule: ListRule, name: str, values: Iterable[str]) -> Iterator[Found]:
    is_known, near = _known_values(site, rule, name)
    for value in values:
        if not is_known(value):
            code = None if near else country_codes().by_name(value)
            hint = suggest(value, near) or (f"known: {', '.join(near[:12])}" if near else "")
            hint = f"did you mean {code}?" if code else hint
            yield f'"{value}" is not a value of "{name}" of the list "{rule.name}"', value, hint


def _known_values(site: Site, rule: ListRule, name: str) -> tuple[Callable[[str], bool], list[str]]:
    """Tells whether a value can be one of an argument; with the values to suggest."""
    config = site.config
    if name == "type":
        return rule.types.__contains__, [*rule.types]
    if name == "year":
        return lambda value: re.fullmatch(r"[0-9]{4}", value) is not None, []
    if name == "state":
        states = [value for one in rule.types if (it := config.types[one].state) for value in it.values]
        return states.__contains__, [*dict.fromkeys(states)]
    fields = _fields(config, rule, name)
    if any(KINDS[field.kind].points_to == ENTRY for field in fields):
        entries = [e for e in site.versions if any(type_of(e) in f.to or not f.to for f in fields)]
        names = [name_of(entry) for entry in entries]
        known = {*entries, *names}
        return known.__contains__, [*names, *entries]
    if any(field.choices for field in fields):
        choices = [choice for field in fields for choice in field.choices]
        return choices.__contains__, choices
    if any(KINDS[field.kind].place == COUNTRY for field in fields):
        return country_codes().__contains__, []
    return lambda _: True, []


def _fields(config: Config, rule: ListRule, name: str) -> list[Field]:
    names = {"countries": ("countries", "country"), "country": ("country", "countries")}.get(name, (name,))
    return [f for one in rule.types for n in names if (f := config.types[one].fields.get(n))]


def _unfit_page(
    checked: Checked, template: Template, rule: ListRule, name: str, field: str
) -> Iterator[Found]:
    """A mistake if no page that shows the template can be a value of the argument."""
    templates = checked.templates.templates.values()
    users = {one.name for one in templates if template.name in one.uses}
    pages = {output.inputs["page"].key for output in checked.plan.outputs
             if output.template in users and "page" in output.inputs}  # fmt: skip
    config = checked.site.config
    if field:
        known = [n for one in config.types.values() for n, f in one.fields.items() if KINDS[f.kind].term]
        if field not in (*known, "year", "state"):
            hint = suggest(field, known) or f"fields: {', '.join(dict.fromkeys(known))}"
            yield f'entries cannot be chosen by the field "{field}" of a page', field, hint
        return
    to = {target for f in _fields(config, rule, name) for target in f.to or config.types}
    kinds = {kind_and_key(page) for page in pages}
    fit = any(kind == TERM or (kind == ENTRY_PAGE and type_of(key) in to) for kind, key in kinds)
    if pages and not fit:
        of = f"an entry of {' or '.join(sorted(to))}" if to else "a term of a taxonomy"
        message = f'no page with this template can be a value of "{name}" of the list "{rule.name}"'
        yield message, name, f"use it in the template of {of}"


RULE = Rule(check, Scope.FACTS)
