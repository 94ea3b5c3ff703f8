"""An edit of texts alone: what editors do most, and what needs no site to be joined and planned again.

Facts are all that a site is joined from and planned by; the text of a document is only looked up, by the
page that shows it. So where nothing but texts has changed, the site and the addresses of the last build still
hold. What is made then is to the byte what a build of everything makes; where that is not sure, nothing is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from sitegen.build.pipeline import Means, Prepared, assets_of, prepare, recorded
from sitegen.check import BEFORE_RENDERING, inspect
from sitegen.check.checked import Checked
from sitegen.check.rule import run_on_texts
from sitegen.model.pictures import pictures_of
from sitegen.model.shown import files_in_text
from sitegen.model.translations import outdated_again
from sitegen.plan.feeds import feeds_with
from sitegen.plan.pages import entry_output
from sitegen.plan.recipes import Recipes
from sitegen.read.documents import ReadMeans, read_some
from sitegen.read.entry_places import INTRO
from sitegen.read.scan import is_document, read_bytes, scan
from sitegen.read.templates import read_templates
from sitegen.store.bodies import Bodies
from sitegen.store.lazy import with_values
from sitegen.types import (
    Config,
    Document,
    Library,
    Output,
    Plan,
    Problem,
    ReadFile,
    Site,
    Snapshot,
    Sources,
)
from sitegen.views.released import LOCK

MOST_TEXTS = 100
"""With more, reading them is most of the work."""


def prepare_edit(root: Path, config: Config, means: Means, before: Site | None) -> Prepared:
    """What `prepare` gives, with less work where nothing but texts has changed since the last build.

    `before` is the site of the last build. Of an edit of texts alone, the plan has only the pages that show
    them. Raises DamagedBody.
    """
    last, bodies = means.last, means.bodies
    assert bodies is not None
    if before is None or not _can_go_on(before, config, last, bodies):
        return prepare(root, config, means)
    means.progress("reading", 0, 0)
    sources = scan(root, last.sources, means.stamps, config.limits, patient=True)
    paths = _changed(sources, last)
    if not paths or not _is_known(last.problems, paths, last):
        return prepare(root, config, means)
    made_from, in_lock = recorded(root, sources)
    if in_lock:
        return prepare(root, config, means)
    reading = ReadMeans(bodies, last.files, inspect)
    means = replace(means, read=read_some(root, paths, sources, config, means.executor, reading))
    site = _with_new_texts(before, means, made_from)
    return _prepared(root, sources, site, means) if site else prepare(root, config, means)


def _with_new_texts(before: Site, means: Means, made_from: Mapping[str, str]) -> Site | None:
    """The site with what was read now; none where anything but texts is another."""
    files = {path: fresh.file for path, fresh in means.read.items()}
    documents = {document.key: document for document in _with_same_facts(files, before, means.last)}
    if len(documents) < len(files):
        return None
    site = replace(before, documents=with_values(before.documents, documents), made_from=made_from)
    site = replace(site, outdated=outdated_again(site, {found.entry for found in documents.values()}))
    others = site.outdated ^ means.last.outdated
    return site if others <= site.pages.keys() else None  # a text above an index is shown by several pages


def _prepared(root: Path, sources: Sources, site: Site, means: Means) -> Prepared:
    last = means.last
    assert means.bodies is not None
    fresh = {path: found.file for path, found in means.read.items()}
    digests = {path: found.digest for path, found in means.read.items()}
    seconds = {path: found.seconds for path, found in means.read.items()}
    known = with_values(last.files, fresh)
    library = Library(site.documents, site.media, known, frozenset(fresh), digests, seconds, ())
    files = sources.files
    files |= {path: replace(files[path], digest=digest) for path, digest in digests.items()}
    templates = read_templates(root, sources, last.templates)
    assets = assets_of(sources.static, means.fingerprints)
    of_files = {path: file.digest for path, file in files.items()}
    recipes = Recipes(site, templates, means.bodies, assets, of_files)
    documents = tuple(file.document for file in fresh.values() if file.document)
    shown = {*(document.key for document in documents), *(site.outdated ^ last.outdated)}
    feeds = feeds_with(site, {document.key for document in documents})
    plan = Plan((*_pages_of(site, sorted(shown)), *feeds), ())
    read, locked = partial(read_bytes, root), LOCK in sources.content
    checked = Checked(site, plan, last.paths, templates, documents, read, locked)
    problems = [problem for problem in last.problems if problem.location.path not in fresh]
    problems += (remark for file in fresh.values() for remark in file.remarks)
    problems += run_on_texts(BEFORE_RENDERING, checked)
    names, facts, history = last.names, last.facts, last.history
    found = tuple(problems)
    return Prepared(
        files, library, site, plan, recipes, names, facts, checked, history, found,
        only_texts=True, young=sources.young,
    )  # fmt: skip


def _can_go_on(before: Site, config: Config, last: Snapshot, bodies: Bodies) -> bool:
    """Whether the last build says all of the site: it left nothing, and everything is as it was written."""
    whole = last.complete and len(last.records) == len(last.paths)
    same_rules = before.config == config and not config.git_dates
    return whole and same_rules and not before.problems and not bodies.are_scattered


def _changed(sources: Sources, last: Snapshot) -> tuple[str, ...]:
    """The documents that are others now; none where other files are, or where there are very many."""
    files = sources.files
    if sources.problems or files.keys() != last.sources.keys():
        return ()
    changed = tuple(path for path, file in files.items() if file is not last.sources[path])
    sound = len(changed) <= MOST_TEXTS and all(is_document(path) and path in last.files for path in changed)
    return changed if sound else ()


def _is_known(problems: Iterable[Problem], paths: Collection[str], last: Snapshot) -> bool:
    """Whether all that was said of these files was found by reading them, and will be found again."""
    of_paths = (problem for problem in problems if problem.location.path in paths)
    return all(problem in last.files[problem.location.path].remarks for problem in of_paths)


def _with_same_facts(files: Mapping[str, ReadFile], before: Site, last: Snapshot) -> Iterator[Document]:
    """The documents of which only the text is another than in the last build."""
    for path, file in files.items():
        document, known = file.document, last.files[path].document
        if document is None or known is None or file.problems or last.files[path].problems:
            continue
        shown = known.key in before.documents and known.name != INTRO
        if shown and _facts_of(before, document) == _facts_of(before, known):
            yield document


def _facts_of(site: Site, document: Document) -> tuple[object, ...]:
    """All that other pages, the plan and the rules of scope FACTS can know of a document."""
    files = files_in_text(site.media, document)
    return (document.key, document.facts, document.positions, files, pictures_of(site, document))


def _pages_of(site: Site, documents: Iterable[str]) -> Iterator[Output]:
    """The pages that show these documents, given by their keys."""
    pages = (site.pages[key] for key in documents)
    return (entry_output(site, page) for page in pages if page.output)
