"""All planners' outputs together, with their addresses checked against each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from sitegen.plan import PLANNERS
from sitegen.problems import suggest
from sitegen.types import Location, Output, Plan, Problem, Site, Sources, Templates


def make_plan(site: Site, templates: Templates, sources: Sources) -> Plan:
    """Every output of the site; of two with one address, or without a template, a problem. Pure."""
    outputs = tuple(output for planner in PLANNERS for output in planner(site, sources))
    problems = (*_collisions(outputs), *_without_template(outputs, templates))
    return Plan(outputs, problems)


def _collisions(outputs: tuple[Output, ...]) -> Iterator[Problem]:
    """Two outputs with one path, also where a file system would fold case, or one below the other."""
    seen: dict[str, Output] = {}
    for output in outputs:
        folded = unicodedata.normalize("NFC", output.path).casefold()
        if folded in seen:
            first = seen[folded]
            message = (
                f"the address /{output.path.removesuffix('index.html')} is already that of {first.source}"
            )
            hint = "give one of the two another slug, or remove the alias"
            yield Problem("address.collision", message, Location(output.source), hint)
        seen.setdefault(folded, output)
    for path, output in seen.items():
        parents = ("/".join(path.split("/")[:depth]) for depth in range(1, path.count("/") + 1))
        for parent in parents:
            if parent in seen:
                message = f"the address /{parent} is a file of {seen[parent].source} and cannot be a folder"
                yield Problem("address.collision", message, Location(output.source))


def _without_template(outputs: tuple[Output, ...], templates: Templates) -> Iterator[Problem]:
    named = {(output.template, output.source) for output in outputs if output.template}
    for template, source in sorted(named):
        if template not in templates.templates:
            hint = suggest(template, templates.templates) or f"add templates/{template}"
            yield Problem("template.missing", f'there is no template "{template}"', Location(source), hint)
