"""An edit of texts alone: what editors do most, and what needs no site to be joined and planned again.

Facts are all that a site is joined from and planned by; the text of a document is only looked up, by the
page that shows it. So where nothing but texts has changed, the site and the addresses of the last build still
hold. What is made then is to the byte what a build of everything makes; where that is not sure, nothing is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from sitegen.check import OF_TEXTS, inspect
from sitegen.check.checked import Checked
from sitegen.lazy import having
from sitegen.model.pictures import pictures_of
from sitegen.model.released import LOCK
from sitegen.model.translations import outdated_again
from sitegen.pipeline import Means, Prepared, assets_of, recorded, run
from sitegen.plan.pages import entry_output
from sitegen.plan.recipes import Recipes
from sitegen.plan.stale import Stale
from sitegen.read.bodies import Bodies
from sitegen.read.documents import INTRO, ReadMeans, read_some
from sitegen.read.scan import is_document, read_bytes, scan
from sitegen.read.templates import read_templates
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

MOST_TEXTS = 100
"""With more, reading them is most of the work."""


def prepare_texts(root: Path, config: Config, means: Means, before: Site | None) -> Prepared | None:
    """A site of which nothing but texts has changed since the last build, or none where that is not sure.

    `before` is the site of the last build. The plan has only what shows these texts. Raises DamagedBody.
    """
    last, bodies = means.last, means.bodies
    assert bodies is not None
    if before is None or not _can_go_on(before, config, last, bodies):
        return None
    sources = scan(root, last.sources, means.stamps)
    paths = _changed(sources, last)
    made_from, in_lock = recorded(root, sources)
    if not paths or in_lock or not _is_known(last.problems, paths, last):
        return None
    reading = ReadMeans(bodies, last.files, inspect)
    read = read_some(root, paths, sources, config, means.executor, reading)
    files = {path: file for path, (_, file) in read.items()}
    documents = {document.key: document for document in _with_same_facts(files, before, last)}
    if len(documents) < len(paths):
        return None
    site = replace(before, documents=having(before.documents, documents), made_from=made_from)
    site = replace(site, outdated=outdated_again(site, {d.entry for d in documents.values()}))
    shown = {*documents, *(site.outdated ^ last.outdated)}
    if not shown <= site.pages.keys():  # a text above an index
        return None
    templates = read_templates(root, sources)
    digests = {path: digest for path, (digest, _) in read.items()}
    everything = {**sources.content, **sources.templates, **sources.static}
    everything |= {path: replace(everything[path], digest=digest) for path, digest in digests.items()}
    assets = assets_of(sources.static, means.fingerprints)
    recipes = Recipes(site, templates, bodies, assets, {p: file.digest for p, file in everything.items()})
    plan = Plan(tuple(_pages_of(site, sorted(shown))), ())
    of_texts = tuple(documents.values())
    read_source = partial(read_bytes, root)
    locked = LOCK in sources.content
    checked = Checked(site, plan, last.paths, templates, of_texts, read_source, locked)
    problems = [problem for problem in last.problems if problem.location.path not in files]
    problems += (remark for file in files.values() for remark in file.remarks)
    return Prepared(
        files=everything,
        library=Library(
            site.documents, site.media, having(last.files, files), frozenset(files), digests, {}, ()
        ),
        site=site,
        plan=plan,
        recipes=recipes,
        names=last.names,
        facts=last.facts,
        checked=checked,
        history=last.history,
        problems=(*problems, *run(OF_TEXTS, checked)),
        stale=_stale(plan, recipes, last),
    )


def _can_go_on(before: Site, config: Config, last: Snapshot, bodies: Bodies) -> bool:
    """Whether the last build says all of the site: it left nothing, and everything is as it was written."""
    whole = last.complete and len(last.records) == len(last.paths)
    ages = bool(before.retired) or config.git_dates
    return whole and not ages and before.config == config and not before.problems and not bodies.are_scattered


def _changed(sources: Sources, last: Snapshot) -> tuple[str, ...]:
    """The documents that are others now; none where other files are, or where there are very many."""
    files = {**sources.content, **sources.templates, **sources.static}
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
        same = (document.key, document.facts) == (known.key, known.facts)
        if shown and same and pictures_of(before, document) == pictures_of(before, known):
            yield document


def _pages_of(site: Site, documents: Iterable[str]) -> Iterator[Output]:
    """The pages that show these documents, given by their keys."""
    pages = (site.pages[key] for key in documents)
    return (entry_output(site, page) for page in pages if page.output)


def _stale(plan: Plan, recipes: Recipes, last: Snapshot) -> Stale:
    records = ((output, last.records[output.path]) for output in plan.outputs)
    outputs = tuple(output for output, record in records if record.recipe != recipes.recipe(output))
    anew = {output.path for output in outputs}
    return Stale(outputs, tuple(path for path in last.records if path not in anew))
