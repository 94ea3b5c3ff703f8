"""The flow of a build, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.check import AFTER_RENDERING, BEFORE_RENDERING, REPORTS, Check
from sitegen.check.checked import Checked
from sitegen.check.facts import SiteFacts
from sitegen.digest import fingerprint
from sitegen.execute import Executor
from sitegen.model.site import build_site
from sitegen.model.urls import href
from sitegen.plan.plan import make_plan
from sitegen.plan.stale import changed_texts, facts_digest, shows_text_of
from sitegen.problems import in_order
from sitegen.read.documents import read_documents
from sitegen.read.scan import scan
from sitegen.read.templates import read_templates
from sitegen.render.render import Renderer, Task, render_outputs
from sitegen.types import (
    NOTHING,
    Artifact,
    Config,
    Digest,
    Kept,
    Library,
    Location,
    Problem,
    Report,
    Severity,
    Site,
    Snapshot,
    SourceFile,
    Sources,
)

Progress = Callable[[str, int, int], None]
"""Told the stage, how many of its items are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Built:
    """A site as far as it had to be rendered, not yet written."""

    artifacts: tuple[Artifact, ...]
    kept: tuple[str, ...]
    """Paths of the outputs that are as the last build wrote them."""
    report: Report
    sources: Mapping[str, SourceFile]
    library: Library
    facts: Digest


def build(
    root: Path,
    config: Config,
    executor: Executor,
    progress: Progress,
    reports: bool = False,
    last: Snapshot = NOTHING,
) -> Built:
    """Reads, joins, plans, checks and renders the site; where there is an error, without artifacts.

    What the last build knew is used where nothing that it depended on has changed; the result is
    the same as without it. With `reports`, also what `sitegen check` says beyond mistakes.
    """
    progress("reading", 0, 0)
    sources = scan(root, last.sources)
    files = {**sources.content, **sources.templates, **sources.static}
    templates = read_templates(root, sources)
    library = read_documents(root, sources, config, executor, last)
    site = build_site(library, config)
    plan = make_plan(site, templates, sources)
    problems = [
        *sources.problems, *templates.problems, *library.problems, *site.problems, *plan.problems,
    ]  # fmt: skip
    checked = Checked(site, plan, templates, library.bodies)
    problems += run(BEFORE_RENDERING, checked)
    if failed(problems):
        return Built((), (), _report(site, (), problems), files, library, "")
    assets = _assets(sources)
    facts_key = facts_digest(site, library, templates, sources, assets)
    tasks = [Task(output, _recipe(last, output.path)) for output in plan.outputs]
    kept = _surely_kept(tasks, site, library, last) if facts_key == last.facts else {}
    open_tasks = [task for task in tasks if task.output.path not in kept]
    digests = {path: file.digest for path, file in files.items()}
    renderer = Renderer(site, templates, library.bodies, assets, digests, root)
    rendered = render_outputs(renderer, open_tasks, executor)
    results = (*map(Kept, kept), *_counted(rendered, len(open_tasks), progress))
    problems += _template_problems(results)
    if not failed(problems):
        facts = SiteFacts(results, last.records)
        checked = Checked(site, plan, templates, library.bodies, facts, facts.to_check())
        problems += run((*AFTER_RENDERING, *(REPORTS if reports else ())), checked)
    return Built(
        artifacts=tuple(result for result in results if isinstance(result, Artifact)),
        kept=tuple(result.path for result in results if isinstance(result, Kept)),
        report=_report(site, results, problems),
        sources=files,
        library=library,
        facts=facts_key,
    )


def run(checks: Iterable[Check], checked: Checked) -> list[Problem]:
    """What all these rules find."""
    return [problem for check in checks for problem in check(checked)]


def failed(problems: Iterable[Problem]) -> bool:
    """Whether one of them is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def _surely_kept(tasks: Iterable[Task], site: Site, library: Library, last: Snapshot) -> dict[str, None]:
    """Outputs that cannot have changed where no fact has: they show none of the changed texts."""
    changed = changed_texts(library, last)
    return {
        task.output.path: None
        for task in tasks
        if task.known and not shows_text_of(task.output, site, changed)
    }


def _recipe(last: Snapshot, path: str) -> str | None:
    record = last.records.get(path)
    return record.recipe if record else None


def _counted(results: Iterator[Artifact | Kept], total: int, progress: Progress) -> Iterator[Artifact | Kept]:
    for number, result in enumerate(results, start=1):
        progress("rendering", number, total)
        yield result


def _template_problems(results: Iterable[Artifact | Kept]) -> Iterable[Problem]:
    """One problem for each place in a template, however many pages fail there."""
    found: dict[tuple[str, Location], Problem] = {}
    for result in results:
        for problem in result.problems if isinstance(result, Artifact) else ():
            found.setdefault((problem.code, problem.location), problem)
    return found.values()


def _assets(sources: Sources) -> Mapping[str, str]:
    """The address of each static file, with its fingerprint."""
    files = {path.partition("/")[2]: file for path, file in sources.static.items()}
    return {name: f"{href('', '/' + name)}?v={fingerprint(file.digest)}" for name, file in files.items()}


def _report(site: Site, results: Iterable[Artifact | Kept], problems: Iterable[Problem]) -> Report:
    pages = sum(result.path.endswith(".html") for result in results)
    return Report(
        in_order(problems), pages=pages, languages=len(site.config.languages), left_out=len(site.hidden)
    )
