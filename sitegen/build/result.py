"""The result of a build."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build.indexing import NO_INDEX, Index
from sitegen.build.planning import PlannedSite
from sitegen.build.previous import NO_PREVIOUS, Previous
from sitegen.model.urls import media_url
from sitegen.problems.formats import in_order
from sitegen.types import Artifact, Problem, Report, Severity


class Result(Struct, frozen=True):
    """Result of a build: what was rendered, reused and deferred."""

    site: PlannedSite
    report: Report = Report(())
    """With warnings raised to errors if the request is strict."""
    artifacts: tuple[Artifact, ...] = ()
    """The outputs that were rendered."""
    reused: tuple[str, ...] = ()
    """Paths of the outputs that the last build wrote."""
    deferred: tuple[str, ...] = ()
    """Paths of the outputs that are left to a later build."""
    summaries: tuple[str, ...] = ()
    """Lines that reports add to the end of the output."""
    index: Index = NO_INDEX
    """Files of the search index."""
    changed: tuple[str, ...] = ()
    """Paths of the published outputs that have changed or are gone."""
    previous: Previous = NO_PREVIOUS
    """State for the next build; `NO_PREVIOUS` if there were errors."""

    @property
    def rendered(self) -> tuple[str, ...]:
        """Paths of the outputs that were rendered."""
        return tuple(artifact.path for artifact in self.artifacts)

    @property
    def written(self) -> tuple[str, ...]:
        """Paths of the rendered outputs that differ from the files in the output folder."""
        return tuple(artifact.path for artifact in self.artifacts if not artifact.unchanged)

    def reporting(self, problems: Iterable[Problem], strict: bool) -> Result:
        """The result with these problems added to its report."""
        outputs = frozenset((*self.reused, *self.rendered))
        site = self.site.site
        report = Report(
            strictly(in_order((*self.report.problems, *problems)), strict),
            pages=sum(path.endswith(".html") for path in outputs),
            languages=len(site.config.languages),
            left_out=len(site.hidden),
            files_left_out=sum(media_url(path)[1:] not in outputs for path in site.media),
        )
        return replace(self, report=report)


def strictly(problems: tuple[Problem, ...], strict: bool) -> tuple[Problem, ...]:
    """The problems, with warnings as errors if `strict`."""
    if not strict:
        return problems
    return tuple(
        replace(problem, severity=Severity.ERROR) if problem.severity is Severity.WARNING else problem
        for problem in problems
    )
