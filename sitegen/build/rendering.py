"""Rendering the outputs that have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from msgspec.structs import replace

from sitegen.build.context import Context, Progress
from sitegen.build.planning import PlannedSite
from sitegen.build.result import Result
from sitegen.plan.recipes import slow_renderers
from sitegen.plan.stale import Stale, find_stale
from sitegen.problems.extension_failures import ExtensionFailed
from sitegen.render.render import Renderer, render_outputs
from sitegen.types import Artifact, Location, Problem, Snapshot
from sitegen.types.registers import contributed
from sitegen.write.output import Staging


def render(root: Path, result: Result, context: Context, tree: Staging | None) -> Result:
    """The result with the outputs that have changed, which go into the tree. Raises OSError, DamagedBody."""
    context.progress("comparing", 0, 0)
    site, config = result.site, result.site.site.config
    try:
        stale = stale_outputs(site, context.previous.snapshot)
    except ExtensionFailed as error:
        return result.reporting((error.problem,), context.strict)
    is_unpublished = result.report.failed and not context.options.reports
    later = slow_renderers() if context.options.defer_pictures or is_unpublished else frozenset()
    deferred = tuple(output.path for output in stale.outputs if output.renderer in later)
    wanted = tuple(output for output in stale.outputs if output.renderer not in later)
    sink = tree.put if tree else context.sink
    renderer = Renderer(wanted, site.recipes, site.outputs.finder, root, sink, context.pictures)
    with ExitStack() as stack:
        for share in contributed("SHARED_CACHE"):
            stack.enter_context(share(root, site.recipes, wanted, context))
        rendered = render_outputs(renderer, context.executor, config.limits)
        artifacts = tuple(_counted(rendered, len(wanted), context.progress))
    result = replace(result, artifacts=artifacts, reused=stale.reused, deferred=deferred)
    return result.reporting(_template_problems(artifacts), context.strict)


def stale_outputs(site: PlannedSite, last: Snapshot) -> Stale:
    """The outputs of a site, divided into those to rebuild and those to reuse."""
    outputs, joined = site.outputs, site.joined
    return find_stale(outputs.plan, outputs.paths, site.recipes, last, joined.texts, joined.changes)


def _counted(results: Iterator[Artifact], total: int, progress: Progress) -> Iterator[Artifact]:
    for number, result in enumerate(results, start=1):
        progress("rendering", number, total)
        yield result


def _template_problems(artifacts: Iterable[Artifact]) -> Iterable[Problem]:
    """One problem for each place in a template, however many pages fail there."""
    found: dict[tuple[str, Location], Problem] = {}
    for artifact in artifacts:
        for problem in artifact.problems:
            found.setdefault((problem.code, problem.location), problem)
    return found.values()
