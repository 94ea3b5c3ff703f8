"""The origin of a page: its source, templates, extensions and inputs, and the files that link to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from sitegen.build.build import examine
from sitegen.build.planning import PlannedSite
from sitegen.model.links import destination
from sitegen.model.urls import address_of, output_path
from sitegen.model.versions import master
from sitegen.problems.formats import in_order, suggest
from sitegen.types import Config, EntryKey, Output, Problem, Site, Theme
from sitegen.upkeep.extensions import extensions_of


class Origin(Struct, frozen=True):
    """The source, templates, extensions and inputs of an output, and the files that link to it."""

    address: str
    source: str
    templates: tuple[str, ...]
    """The template of the output, then the templates that it uses."""
    inputs: tuple[str, ...]
    """Names of the inputs, each with its kind and key; calls in templates as they are written."""
    extensions: tuple[str, ...]
    """Paths of the extensions that the output uses."""
    tokens: tuple[str, ...]
    """Names and values of the theme's tokens that the site sets, if the output has them."""
    linked_from: tuple[str, ...]
    """Content files whose text or fields link to the output."""


class Origins(Struct, frozen=True):
    """Origins of the outputs at an address or from a file."""

    found: tuple[Origin, ...]
    hint: str = ""
    """A suggestion if nothing was found."""
    problems: tuple[Problem, ...] = ()
    """Errors in the site; everything else is then empty."""


def why(root: Path, config: Config, wanted: str) -> Origins:
    """Returns the origins of the outputs at an address of the site, or of those made from a source file."""
    planned = examine(root, config)
    if planned.failed:
        return Origins((), problems=in_order(planned.problems))
    outputs = _wanted(planned, wanted, config)
    if not outputs:
        candidates = [address_of(output.path) for output in planned.plan.outputs] + list(planned.sources)
        return Origins((), suggest(wanted, candidates))
    linking = _linking(planned.site)
    return Origins(tuple(_origin(output, planned, linking) for output in outputs))


def _wanted(planned: PlannedSite, wanted: str, config: Config) -> list[Output]:
    address = wanted.removeprefix(config.base_url).partition("#")[0]
    path = output_path(address) if address.startswith("/") else wanted
    versions = planned.site.versions.get(EntryKey(wanted), {}).values()  # TYPE/NAME, as `mv` takes it
    sources = {path, *(planned.site.documents[planned.site.pages[key].document].path for key in versions)}
    return [output for output in planned.plan.outputs if output.path == path or output.source in sources]


def _origin(output: Output, planned: PlannedSite, linking: dict[str, list[str]]) -> Origin:
    address, recipes = address_of(output.path), planned.recipes
    shown = [(name, recipes.input(output, name)) for name in recipes.names(output)]
    inputs = tuple(
        recipes.call_of(name) or f"{name}: {wanted.kind} {', '.join(wanted.key.splitlines())}".rstrip()
        for name, wanted in shown
    )
    templates = recipes.templates
    used = templates.templates[output.template].uses if output.template else ()
    extensions = tuple(extensions_of(output, planned))
    styled = any(wanted.kind == "stylesheet" for _, wanted in shown)
    tokens = tuple(_tokens(planned.site.config.theme)) if styled else ()
    return Origin(address, output.source, used, inputs, extensions, tokens, tuple(linking.get(address, ())))


def _tokens(theme: Theme) -> Iterator[str]:
    """Tokens with the values that the site gives to them: `link: #0b4fdd, #8ab4ff in the dark`."""
    for name, values in theme.tokens.items():
        yield f"{name}: {' in the light, '.join(values)}{' in the dark' if len(values) > 1 else ''}"


def _linking(site: Site) -> dict[str, list[str]]:
    """Paths of the content files that link to an address or refer to its entry, by address."""
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


def as_text(origin: Origin) -> str:
    """The origin of an output as lines for a terminal."""
    groups = {
        "from": (origin.source,),
        "templates": origin.templates,
        "extensions": origin.extensions,
        "inputs": origin.inputs,
        "tokens": origin.tokens,
        "linked from": origin.linked_from,
    }
    lines = [origin.address]
    for title, rows in groups.items():
        lines += [f"  {title if not number else '':<12}{row}" for number, row in enumerate(rows)]
    return "\n".join(lines)
