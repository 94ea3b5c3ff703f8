"""Why a page is as it is: its source, its templates, what it is made from, and who leads to it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from sitegen.build.pipeline import Prepared, failed, known
from sitegen.model.links import destination
from sitegen.model.urls import address_of, output_path
from sitegen.model.versions import master
from sitegen.problems.formats import in_order, suggest
from sitegen.types import Config, Output, Problem, Site, Templates


class Reasons(Struct, frozen=True):
    """What is behind an output."""

    address: str
    source: str
    templates: tuple[str, ...]
    """The one that makes it first, then those that it uses."""
    inputs: tuple[str, ...]
    """Name, and of what it is made."""
    linked_from: tuple[str, ...]
    """Content files whose text or fields lead there."""


class Answer(Struct, frozen=True):
    found: tuple[Reasons, ...]
    hint: str = ""
    """Where nothing was found: what may have been meant."""
    problems: tuple[Problem, ...] = ()
    """Errors for which the site is not known; nothing else then."""


def why(root: Path, config: Config, wanted: str) -> Answer:
    """The outputs at an address of the site, or those that a source file asks for."""
    prepared = known(root, config)
    if failed(prepared.problems):
        return Answer((), problems=in_order(prepared.problems))
    outputs = _wanted(prepared, wanted, config)
    if not outputs:
        there = [address_of(output.path) for output in prepared.plan.outputs] + list(prepared.files)
        return Answer((), suggest(wanted, there))
    leading = _leading(prepared.site)
    templates = prepared.recipes.templates
    return Answer(tuple(_reasons(output, templates, leading) for output in outputs))


def _wanted(prepared: Prepared, wanted: str, config: Config) -> list[Output]:
    address = wanted.removeprefix(config.base_url).partition("#")[0]
    path = output_path(address) if address.startswith("/") else wanted
    versions = prepared.site.versions.get(wanted, {}).values()  # TYPE/NAME, as `mv` takes it
    sources = {path, *(prepared.site.documents[prepared.site.pages[key].document].path for key in versions)}
    return [output for output in prepared.plan.outputs if output.path == path or output.source in sources]


def _reasons(output: Output, templates: Templates, leading: dict[str, list[str]]) -> Reasons:
    address = address_of(output.path)
    inputs = (f"{name}: {wanted.kind} {wanted.key}".rstrip() for name, wanted in output.inputs.items())
    asked = templates.templates[output.template].names if output.template else output.inputs.keys()
    shown = tuple(line for line in inputs if line.partition(":")[0] in asked)
    used = templates.templates[output.template].uses if output.template else ()
    return Reasons(address, output.source, used, shown, tuple(leading.get(address, ())))


def _leading(site: Site) -> dict[str, list[str]]:
    """By address the content files that link to it or refer to its entry, each once."""
    found: dict[str, dict[str, None]] = {}
    for document in site.documents.values():
        for link in document.links:
            url = destination(site, document, link).url.partition("#")[0]
            found.setdefault(url, {})[document.path] = None
    for entry, targets in site.mentions.items():
        source = site.documents[master(site, entry).document].path
        for target in targets:
            for key in site.versions.get(target, {}).values():
                found.setdefault(site.pages[key].url, {})[source] = None
    return {address: sorted(paths) for address, paths in found.items()}


def told(reasons: Reasons) -> str:
    """The reasons as lines for a terminal."""
    groups = (("from", (reasons.source,)), ("templates", reasons.templates), ("inputs", reasons.inputs),
              ("linked from", reasons.linked_from))  # fmt: skip
    lines = [reasons.address]
    for title, rows in groups:
        lines += [f"  {title if not number else '':<12}{row}" for number, row in enumerate(rows)]
    return "\n".join(lines)
