"""The result of a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build.indexing import NO_INDEX, Index
from sitegen.build.judging import judged
from sitegen.build.planning import PlannedSite
from sitegen.build.previous import NO_PREVIOUS, Previous
from sitegen.model.media_addresses import media_url
from sitegen.problems.formats import in_order
from sitegen.types import Artifact, Problem, Record, Report


class Result(Struct, frozen=True):
    """Result of a build: what was rendered, reused and deferred."""

    site: PlannedSite
    report: Report = Report(())
    """With the severities of the site, and warnings raised to errors if the request is strict."""
    found: tuple[Problem, ...] = ()
    """All problems, each with the severity that its rule gave it."""
    blocked: bool = False
    """True if there is an error with which no sound site can be made."""
    artifacts: tuple[Artifact, ...] = ()
    """The outputs that were rendered."""
    reused: Mapping[str, Record] = {}
    """Records of the outputs that the last build wrote, by path."""
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

    def reporting(self, problems: Iterable[Problem], strict: bool, complete: bool = False) -> Result:
        """The result with these problems added to its report; `complete` if all rules have been run."""
        outputs = frozenset((*self.reused, *self.rendered))
        site = self.site.site
        found = in_order((*self.found, *problems))
        result = judged(found, site.config, self.site.files.known, strict, complete)
        report = Report(
            result.problems,
            known=result.known,
            pages=sum(path.endswith(".html") for path in outputs),
            languages=len(site.config.languages),
            left_out=len(site.hidden),
            files_left_out=sum(media_url(site, path)[1:] not in outputs for path in site.media),
        )
        return replace(self, report=report, found=found, blocked=result.blocked)
