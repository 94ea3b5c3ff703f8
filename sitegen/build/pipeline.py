"""The flow of a build, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.check import AFTER_RENDERING, BEFORE_RENDERING, inspect
from sitegen.check.checked import Checked
from sitegen.check.facts import SiteFacts
from sitegen.check.rule import run, run_rules
from sitegen.definition.graphics import without_fonts
from sitegen.digest import fingerprint
from sitegen.execute import Executor, executor_for
from sitegen.git import first_commits, last_changes
from sitegen.model.dating import dated
from sitegen.model.site import build_site
from sitegen.model.translation_lock import LOCK as TRANSLATIONS_LOCK
from sitegen.model.translation_lock import records
from sitegen.model.translations import with_records
from sitegen.model.urls import href, media_url
from sitegen.plan.plan import make_plan
from sitegen.plan.recipes import Recipes
from sitegen.plan.stale import Stale, digest_of_facts, digest_of_names, find_stale, find_stale_texts
from sitegen.problems.formats import in_order
from sitegen.read.documents import FreshFile, ReadMeans, begin_reading
from sitegen.read.media import read_media
from sitegen.read.scan import read_bytes, scan
from sitegen.read.templates import read_templates
from sitegen.render.facts import FactFinder
from sitegen.render.render import Renderer, Sink, render_outputs
from sitegen.render.renderers import SLOW
from sitegen.render.tags import are_unusual
from sitegen.store.bodies import Bodies
from sitegen.store.output_cache import OutputCache
from sitegen.types import (
    NO_SNAPSHOT,
    Artifact,
    Config,
    Digest,
    Document,
    Facts,
    History,
    Library,
    Location,
    Plan,
    Problem,
    Report,
    Severity,
    Site,
    Snapshot,
    SourceFile,
    Sources,
    Stamp,
)
from sitegen.views.released import LOCK

if TYPE_CHECKING:
    from sitegen.check.weight import Weight

Progress = Callable[[str, int, int], None]
"""Told the stage, how many of its items are done, and of how many."""


class Means(Struct, frozen=True):
    """What a build works with."""

    executor: Executor
    progress: Progress
    bodies: Bodies | None = None
    """Storage of bodies; not needed for `build` alone."""
    last: Snapshot = NO_SNAPSHOT
    """What the last build knew."""
    output: Path | None = None
    """Where it lies what the last build made."""
    kept: OutputCache | None = None
    """Cache of pictures and social cards."""
    stamps: Mapping[str, Stamp] | None = None
    """Of the sources, where somebody has just looked at them."""
    read: Mapping[str, FreshFile] = field(default_factory=dict)
    """The documents that were read in this build already, by path."""
    reports: bool = False
    """Also what `sitegen check` says beyond mistakes."""
    fingerprints: bool = True
    """Whether addresses of static files change with them, so that no browser shows an old one."""
    pictures_later: bool = False
    """Pictures and cards that have to be made may wait for another build."""


class Built(Struct, frozen=True):
    """A site as far as it had to be rendered."""

    artifacts: tuple[Artifact, ...]
    kept: tuple[str, ...]
    """Paths of the outputs that are as the last build wrote them."""
    report: Report
    prepared: Prepared
    weights: tuple[Weight, ...] = ()
    """Of all pages, where reports are wanted."""
    waiting: tuple[str, ...] = ()
    """Paths of the outputs that have been left for another build."""
    lost: bool = False
    """Only texts were looked at, and a part of a page is gone that others may link to: no site yet."""

    @property
    def written(self) -> tuple[str, ...]:
        """Paths of the outputs that are not as the output folder has them."""
        return tuple(artifact.path for artifact in self.artifacts if not artifact.unchanged)


def build(root: Path, config: Config, means: Means) -> Built:
    """Reads, joins, plans, checks and renders the site; where there is an error, without artifacts."""
    with Bodies() as bodies:
        means = replace(means, bodies=bodies)
        return render(prepare(root, config, means), root, means)


class Prepared(Struct, frozen=True):
    """A site that is known and planned, and not yet rendered."""

    files: Mapping[str, SourceFile]
    library: Library
    site: Site
    plan: Plan
    recipes: Recipes
    names: Digest
    facts: Digest
    checked: Checked
    history: History
    problems: tuple[Problem, ...]
    only_texts: bool = False
    """Only text has changed, and the plan has only the pages that show it."""
    young: Mapping[str, Stamp] = field(default_factory=dict)
    """Stamps of sources that were saved a moment before they were read, by path."""


def prepare(root: Path, config: Config, means: Means) -> Prepared:
    """Everything up to rendering, with all problems that can be known before it.

    What the last build knew is used where nothing that it depended on has changed; the result is
    the same as without it.
    """
    assert means.bodies is not None
    means.progress("reading", 0, 0)
    patient = means.output is not None
    sources = scan(root, means.last.sources, means.stamps, config.limits, patient)
    files = sources.files
    reading = ReadMeans(means.bodies, means.last.files, inspect, means.read)
    documents_read = begin_reading(root, sources, config, means.executor, reading)
    templates = read_templates(root, sources, means.last.templates)
    history = last_changes(root, means.last.history, config.git_dates) if config.git_dates else History()
    library = dated(documents_read(), history.days)
    files |= {path: replace(files[path], digest=digest) for path, digest in library.digests.items()
              if files[path].digest != digest}  # fmt: skip
    means.progress("joining", 0, 0)
    media = read_media(root, sources.content, means.last, config, means.executor)
    made_from, in_lock = recorded(root, sources)
    site = with_records(build_site(library, config, media.pictures), made_from)
    means.progress("planning", 0, 0)
    plan = make_plan(site, templates, sources, partial(first_commits, root))
    names = digest_of_names(site, plan, templates)
    means.progress("checking", 0, 0)
    problems = [*history.problems, *media.problems, *in_lock, *without_fonts(config.social_cards)]
    documents = _to_check(site, library, all_of_them=names != means.last.names)
    paths = frozenset(output.path for output in plan.outputs)
    read = partial(read_bytes, root)
    hidden = tuple(d for d in library.documents.values() if d.path in site.hidden)
    checked = Checked(site, plan, paths, templates, documents, read, LOCK in sources.content, hidden=hidden)
    problems += problems_of(sources, library, checked)
    digests = {path: file.digest for path, file in files.items()}
    recipes = Recipes(site, templates, means.bodies, assets_of(sources.static, means.fingerprints), digests)
    facts = digest_of_facts(site, templates, sources)
    return Prepared(
        files, library, site, plan, recipes, names, facts, checked, history, tuple(problems),
        young=sources.young,
    )  # fmt: skip


def render(prepared: Prepared, root: Path, means: Means, sink: Sink | None = None) -> Built:
    """The outputs that have to be made anew, unless there are errors; their bytes go to the sink.

    Raises DamagedBody where what was kept of a text is not what was written.
    """
    site, problems = prepared.site, list(prepared.problems)
    artifacts: tuple[Artifact, ...] = ()
    kept: tuple[str, ...] = ()
    weights: tuple[Weight, ...] = ()
    waiting: tuple[str, ...] = ()
    if not failed(problems):
        means.progress("comparing", 0, 0)
        stale = stale_since(prepared, means.last)
        kept = stale.kept
        later = SLOW if means.pictures_later else frozenset()
        waiting = tuple(output.path for output in stale.outputs if output.renderer in later)
        outputs = tuple(output for output in stale.outputs if output.renderer not in later)
        exact = are_unusual(t.text for t in prepared.checked.templates.templates.values())
        finder = FactFinder(site.config, prepared.checked.paths, exact)
        renderer = Renderer(outputs, prepared.recipes, finder, root, sink, means.kept)
        rendered = render_outputs(renderer, means.executor, site.config.limits)
        artifacts = tuple(_counted(rendered, len(outputs), means.progress))
        problems += _template_problems(artifacts)
    if not failed(problems):
        facts = SiteFacts(
            artifacts, (*kept, *waiting), means.last, partial(_read_again, means.output, finder)
        )
        if facts.lost and prepared.only_texts:
            return Built(artifacts, kept, _report(site, (), ()), prepared, lost=True)
        documents = tuple(site.documents.values()) if facts.lost else prepared.checked.documents
        checked = replace(prepared.checked, documents=documents, facts=facts, changed=facts.to_check())
        problems += run(AFTER_RENDERING, checked)
        if means.reports:
            weights, found = _reports(checked, artifacts, means.executor)
            problems += found
    report = _report(site, (*kept, *(artifact.path for artifact in artifacts)), problems)
    return Built(artifacts, kept, report, prepared, weights, waiting)


def _reports(
    checked: Checked, artifacts: Iterable[Artifact], executor: Executor
) -> tuple[tuple[Weight, ...], list[Problem]]:
    """What all pages weigh, and what is said of the site beyond mistakes."""
    from sitegen.check.reports import REPORTS, TEXT_REPORTS
    from sitegen.check.texts import run_text_rules
    from sitegen.check.weight import weigh

    weights = weigh(checked.site.config, artifacts)
    found = run(REPORTS, replace(checked, weights=weights))
    return weights, [*found, *run_text_rules(TEXT_REPORTS, checked, executor)]


def stale_since(prepared: Prepared, last: Snapshot) -> Stale:
    """Which outputs of a prepared site are not those of the last build."""
    if prepared.only_texts:
        return find_stale_texts(prepared.plan, prepared.recipes, last)
    library = prepared.library
    read = {document.key for document in library.documents.values() if document.path in library.fresh}
    return find_stale(prepared.plan, prepared.recipes, last, prepared.facts, read)


def known(root: Path, config: Config) -> Prepared:
    """The site for a command that builds nothing: all that is known before rendering, remembered nowhere."""
    with Bodies() as bodies:
        return prepare(root, config, Means(executor_for(1), lambda *_: None, bodies))


def failed(problems: Iterable[Problem]) -> bool:
    """Whether one of them is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def recorded(root: Path, sources: Sources) -> tuple[Mapping[str, str], list[Problem]]:
    """What the site's translations were made from, as far as it is written down."""
    if TRANSLATIONS_LOCK not in sources.content:
        return {}, []
    return records(read_bytes(root, TRANSLATIONS_LOCK).decode("utf-8", "replace"))


def problems_of(sources: Sources, library: Library, checked: Checked) -> list[Problem]:
    """What is known before rendering to be wrong with content and templates."""
    return [
        *sources.problems, *checked.templates.problems, *library.problems, *checked.site.problems,
        *checked.plan.problems, *_remarks(checked.site, library), *run_rules(BEFORE_RENDERING, checked),
    ]  # fmt: skip


def _remarks(site: Site, library: Library) -> Iterator[Problem]:
    for document in site.documents.values():
        yield from library.files[document.path].remarks


def _to_check(site: Site, library: Library, all_of_them: bool) -> tuple[Document, ...]:
    """The documents whose links and shortcodes can have become wrong."""
    return tuple(d for d in site.documents.values() if all_of_them or d.path in library.fresh)


def _read_again(output: Path | None, finder: FactFinder, path: str) -> Facts:
    assert output is not None, "what is kept lies in an output"
    return finder.facts_of(read_bytes(output, path), path)


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


def assets_of(static: Mapping[str, SourceFile], fingerprints: bool = True) -> Mapping[str, str]:
    """The address of each static file, perhaps with its fingerprint."""
    files = {path.partition("/")[2]: file for path, file in static.items()}
    if not fingerprints:
        return {name: href("", "/" + name) for name in files}
    return {name: f"{href('', '/' + name)}?v={fingerprint(file.digest)}" for name, file in files.items()}


def _report(site: Site, paths: Iterable[str], problems: Iterable[Problem]) -> Report:
    outputs = frozenset(paths)
    return Report(
        in_order(problems),
        pages=sum(path.endswith(".html") for path in outputs),
        languages=len(site.config.languages),
        left_out=len(site.hidden),
        files_left_out=sum(media_url(path)[1:] not in outputs for path in site.media),
    )
