"""The flow of a build, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.check import AFTER_RENDERING, BEFORE_RENDERING, REPORTS, Check
from sitegen.check.checked import Checked
from sitegen.digest import fingerprint
from sitegen.execute import Executor
from sitegen.model.site import build_site
from sitegen.model.urls import href
from sitegen.plan.plan import make_plan
from sitegen.problems import in_order
from sitegen.read.documents import read_documents
from sitegen.read.scan import read_bytes, scan
from sitegen.read.templates import read_templates
from sitegen.render.render import Renderer, render_outputs
from sitegen.types import Artifact, Config, Facts, Location, Problem, Report, Severity, Site, Sources

Progress = Callable[[str, int, int], None]
"""Told the stage, how many of its items are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Built:
    """A site rendered whole, not yet written."""

    artifacts: tuple[Artifact, ...]
    report: Report


def build(root: Path, config: Config, executor: Executor, progress: Progress, reports: bool = False) -> Built:
    """Reads, joins, plans, checks and renders the site; where there is an error, without artifacts."""
    progress("reading", 0, 0)
    sources = scan(root)
    templates = read_templates(root, sources)
    library = read_documents(root, sources, config, executor)
    site = build_site(library, config)
    plan = make_plan(site, templates, sources)
    problems = [
        *sources.problems, *templates.problems, *library.problems, *site.problems, *plan.problems,
    ]  # fmt: skip
    checked = Checked(site, plan, templates, library.bodies)
    problems += run(BEFORE_RENDERING, checked)
    if _failed(problems):
        return _built(site, (), problems)
    renderer = Renderer(site, templates, library.bodies, _assets(root, sources), root)
    total = len(plan.outputs)
    artifacts = tuple(_counted(render_outputs(renderer, plan.outputs, executor), total, progress))
    problems += _template_problems(artifacts)
    checked = Checked(site, plan, templates, library.bodies, _facts(artifacts))
    if not _failed(problems):
        problems += run((*AFTER_RENDERING, *(REPORTS if reports else ())), checked)
    return _built(site, artifacts, problems)


def run(checks: Iterable[Check], checked: Checked) -> list[Problem]:
    """What all these rules find."""
    return [problem for check in checks for problem in check(checked)]


def _counted(artifacts: Iterator[Artifact], total: int, progress: Progress) -> Iterator[Artifact]:
    for number, artifact in enumerate(artifacts, start=1):
        progress("rendering", number, total)
        yield artifact


def _template_problems(artifacts: Iterable[Artifact]) -> Iterable[Problem]:
    """One problem for each place in a template, however many pages fail there."""
    found: dict[tuple[str, Location], Problem] = {}
    for artifact in artifacts:
        for problem in artifact.problems:
            found.setdefault((problem.code, problem.location), problem)
    return found.values()


def _facts(artifacts: Iterable[Artifact]) -> dict[str, Facts]:
    return {artifact.path: artifact.facts for artifact in artifacts if artifact.path.endswith(".html")}


def _assets(root: Path, sources: Sources) -> Mapping[str, str]:
    """The address of each static file, with its fingerprint."""
    files = (path.partition("/")[2] for path in sources.static)
    return {
        name: f"{href('', '/' + name)}?v={fingerprint(read_bytes(root, 'static/' + name))}" for name in files
    }


def _failed(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _built(site: Site, artifacts: tuple[Artifact, ...], problems: Iterable[Problem]) -> Built:
    found = in_order(problems)
    pages = sum(artifact.path.endswith(".html") for artifact in artifacts)
    return Built(artifacts, Report(found, pages=pages, languages=len(site.config.languages)))
