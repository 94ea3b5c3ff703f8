"""The outputs that the next build will render, with the reason for each, down to the input that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build import cache
from sitegen.build.build import plan_site
from sitegen.build.context import Context, Storage, opened
from sitegen.build.planning import PlannedSite, assets_of
from sitegen.build.previous import Previous
from sitegen.build.rendering import stale_outputs
from sitegen.build.site_files import dated
from sitegen.build.unchanged import Request
from sitegen.execute import executor_for
from sitegen.model.site import build_site
from sitegen.model.urls import address_of
from sitegen.plan.recipes import Recipes
from sitegen.problems.formats import in_order
from sitegen.read.documents import library_again
from sitegen.read.rows import places
from sitegen.read.scan import effective, files_of_layer
from sitegen.store.bodies import Bodies
from sitegen.types import Config, Input, Output, Problem, Snapshot
from sitegen.types.registers import active_extensions
from sitegen.upkeep.extensions import extensions_of
from sitegen.views.inputs import InputSource, digest_of_input


class Reason(Struct, frozen=True):
    """The reasons for rendering an output."""

    address: str
    causes: tuple[str, ...]


class Changes(Struct, frozen=True):
    """Changes since the last build."""

    files: tuple[str, ...] = ()
    """Paths of the sources that are new, changed or gone."""
    reasons: tuple[Reason, ...] = ()
    built: bool = True
    """False if there is no build cache of this version of sitegen."""
    problems: tuple[Problem, ...] = ()
    """Errors that prevent a build; everything else is then empty."""


def changes(root: Path, output: Path, config: Config) -> Changes:
    """Changes since the last build into this folder. Raises OSError, DamagedBody."""
    request = Request(str(output), config.base_url, config.drafts, strict=False, today=config.today)
    storage = Storage(output, root, request)
    context = Context(executor_for(1), storage=storage, previous=Previous(cache.read(root)))
    with opened(root, config, context) as context:
        last, bodies = context.previous.snapshot, context.bodies
        if not last.files or bodies is None:
            return Changes(built=False)
        planned = plan_site(root, config, context)
        if planned.failed:
            return Changes(problems=in_order(planned.problems))
        stale = stale_outputs(planned, last)
        files = _changed(planned, last)
        before = _recipes_before(planned, last, bodies)
        reasons = tuple(_reason(output, before, planned, last, files) for output in stale.outputs)
        bodies.sweep(places(last.files.values()))
    return Changes(files, reasons)


def _changed(planned: PlannedSite, last: Snapshot) -> tuple[str, ...]:
    old = {path: file.digest for path, file in last.sources.items()}
    new = {path: file.digest for path, file in planned.sources.items()}
    return tuple(sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path)))


def _recipes_before(planned: PlannedSite, last: Snapshot, bodies: Bodies) -> Recipes:
    """Recipes of the last build's documents under the current definition."""
    site = planned.site
    library = dated(library_again(last.files, last.sources), last.history.days)
    old = replace(build_site(library, site.config, last.pictures), outdated=last.outdated)
    layers = [files_of_layer(last.sources, layer) for layer in site.config.theme.layers]
    static = effective("static/", last.sources, layers)
    digests = {path: file.digest for path, file in last.sources.items()}
    below = {
        place: tuple(last.sources.get(file.path, file) for file in lower)
        for place, lower in planned.files.sources.below.items()
        if place in static
    }
    assets = assets_of(static, below, theme=site.config.theme)
    return Recipes(old, planned.files.templates, bodies, assets, digests)


def _reason(
    output: Output, before: Recipes, planned: PlannedSite, last: Snapshot, files: tuple[str, ...]
) -> Reason:
    address = address_of(output.path)
    if output.path not in last.paths:
        return Reason(address, ("it is new",))
    if output.path not in last.records:
        return Reason(address, ("its file was modified after the build",))
    causes = tuple(_causes(output, before, planned, files))
    libraries = tuple(f"extension {path}" for path in extensions_of(output, planned)) if not causes else ()
    return Reason(address, causes or libraries or ("the definition of the site",))


def _causes(output: Output, before: Recipes, planned: PlannedSite, files: tuple[str, ...]) -> Iterator[str]:
    now = planned.recipes
    templates = now.templates.templates
    used = templates[output.template].uses if output.template else ()
    yield from (f"template {name}" for name in used if templates[name].path in files)
    edited = {e.path for e in active_extensions() if not set(files).isdisjoint(e.files)}
    yield from (f"extension {path}" for path in extensions_of(output, planned) if path in edited)
    words = f"locale/{output.language}.po"
    yield from (f"catalogue {path}" for path in files if path.endswith(words))
    old, new = before.inputs(output.language), now.inputs(output.language)
    for name in now.names(output):
        wanted = now.input(output, name)
        if _digest(old, wanted) != digest_of_input(new, wanted):
            yield now.call_of(name) or f"{name}: {wanted.kind} {wanted.key}".rstrip()


def _digest(inputs: InputSource, wanted: Input) -> str:
    """Digest of an input in the last build; empty if it did not exist."""
    try:
        return digest_of_input(inputs, wanted)
    except (LookupError, ValueError, AssertionError):
        return ""


def as_text(found: Changes) -> str:
    """The changes as lines for a terminal, with outputs grouped by their reasons."""
    if not found.built:
        return "there is no build cache; the next build will be a full one"
    if not found.reasons:
        return "nothing would be rebuilt"
    groups: dict[tuple[str, ...], list[str]] = {}
    for reason in found.reasons:
        groups.setdefault(reason.causes, []).append(reason.address)
    lines = [_titled("changed", found.files)] if found.files else []
    lines += [
        f"{_titled('rebuilt', addresses)}\n{_titled('because', causes)}"
        for causes, addresses in groups.items()
    ]
    return "\n\n".join(lines)


MOST_LINES = 10


def _titled(title: str, rows: Sequence[str]) -> str:
    shown = [*rows[:MOST_LINES]]
    if len(rows) > MOST_LINES:
        shown.append(f"… and {len(rows) - MOST_LINES:,} more")
    return "\n".join(f"{title if not number else '':<12}{row}" for number, row in enumerate(shown))
