"""The outputs of all planners, with their addresses checked against each other."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.urls import folded
from sitegen.plan import planners
from sitegen.plan.collisions import Ages, collisions, no_ages
from sitegen.plan.output_names import misnamed
from sitegen.problems.extension_failures import ExtensionFailed
from sitegen.problems.formats import suggest
from sitegen.types import Config, Location, Output, Plan, Problem, Site, Sources, Templates
from sitegen.types.paths import INDEX


def make_plan(site: Site, templates: Templates, sources: Sources, ages: Ages = no_ages) -> Plan:
    """Every output of the site; of two with one address, or without a template, a problem.

    `ages` is asked only where two entries have one address: the newer one is the mistake.
    """
    failed: list[Problem] = []
    outputs = tuple(_planned(site, sources, failed))
    wrong = tuple(misnamed(outputs))
    refused = {id(found.output) for found in wrong}
    named = tuple(output for output in outputs if id(output) not in refused) if refused else outputs
    problems = (
        *failed,
        *collisions(site, named, ages),
        *_in_the_index(named, site.config),
        *_without_template(outputs, templates, site),
    )
    return Plan(outputs, problems, wrong)


def _planned(site: Site, sources: Sources, failed: list[Problem]) -> Iterator[Output]:
    """Outputs of all planners; a failure of one that an extension has is a problem."""
    for planner in planners():
        try:
            yield from planner(site, sources)
        except ExtensionFailed as error:
            failed.append(error.problem)


def _in_the_index(outputs: tuple[Output, ...], config: Config) -> Iterator[Problem]:
    """Outputs where the files of the search index will lie."""
    for output in outputs if config.searched else ():
        if folded(output.path).partition("/")[0] == INDEX:
            message = f"the address /{output.path} lies where the index of the search is"
            hint = f"nothing else may be in /{INDEX}/ while site.yaml has a search"
            yield Problem("address.collision", message, Location(output.source), hint)


ENDING = ".html"
"""Ending of templates of pages, which is no part of what makes two names similar."""


def _without_template(outputs: tuple[Output, ...], templates: Templates, site: Site) -> Iterator[Problem]:
    """One problem for each template that does not exist, where it is named."""
    named: dict[tuple[str, Location], None] = {}
    for output in outputs:
        if output.template and output.template not in templates.templates:
            named[output.template, _where_named(output, site)] = None
    known = [name.removesuffix(ENDING) for name in templates.templates if name.endswith(ENDING)]
    for template, place in named:
        near = suggest(template.removesuffix(ENDING), known).replace("?", f"{ENDING}?")
        hint = near or f"add templates/{template}"
        yield Problem("template.missing", f'there is no template "{template}"', place, hint)


def _where_named(output: Output, site: Site) -> Location:
    """The entry that asks for a template itself, else its type, else what asked for the output."""
    key = site.paths.get(output.source)
    document = site.documents[key] if key else None
    if document is None:
        return Location(output.source)
    if "template" in document.fields:
        return Location(document.path, *document.positions["template"])
    content_type = site.config.types.get(document.type)
    return Location(content_type.path) if content_type else Location(output.source)
