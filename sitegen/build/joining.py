"""The join as a remembered function: documents are joined again only if more than their words has changed.

The facts of documents are all that a site is joined from and planned by. Texts, and fields that are words
(`sitegen/model/words.py`), are only used by the outputs that show them. If nothing else has changed and every
order is the same, the site and the plan of the previous build are still valid with the changed documents.
If only templates and static files have changed, the site is that of the previous build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build.cached_site import ORDERS, rows_of
from sitegen.build.changed_documents import MOST_SORTED, changes_of, orders_of_data
from sitegen.build.context import Context
from sitegen.build.previous import Previous
from sitegen.build.site_files import SiteFiles
from sitegen.model.filter_pages import addresses_in_text
from sitegen.model.limits import source_among
from sitegen.model.moves import is_in_place
from sitegen.model.pages import page_context, page_of
from sitegen.model.picture_plans import pictures_of
from sitegen.model.shown import files_in_text
from sitegen.model.site import build_site
from sitegen.model.translations import outdated_again, with_records
from sitegen.model.words import are_words, is_reworded, words_of
from sitegen.plan.changes import Changes
from sitegen.read.entry_places import INTRO
from sitegen.read.scan import is_document
from sitegen.store.lazy import with_values
from sitegen.types import (
    FOUND_AGAIN,
    Config,
    Document,
    DocumentKey,
    EntryKey,
    Page,
    Problem,
    Site,
    Snapshot,
    Templates,
)
from sitegen.types.keys import type_of
from sitegen.types.paths import CONTENT, EXTENSIONS
from sitegen.types.registers import digest_of_code

JOINED = (CONTENT, f"{EXTENSIONS}/")
"""Folders whose files a site is made from."""


class Joined(Struct, frozen=True):
    """A site, and how much of it has changed since the previous build."""

    site: Site
    holds: bool = False
    """True if the join of the previous build holds: no content has changed, or nothing but its words."""
    is_kept: bool = False
    """True if its plan holds as well: nothing but words has changed."""
    texts: frozenset[DocumentKey] | None = None
    """Keys of the documents whose pages have to be compared, if nothing but texts has changed."""
    changes: Changes | None = None
    """Changed names that recipes can have read, if nothing but some documents has changed."""
    has_same_inputs: bool = False
    """True if nothing has changed but templates that ask for what they asked for."""
    rows: Mapping[str, str] = {}
    """The site as rows of the cache, if they were made to compare it."""


def join(files: SiteFiles, config: Config, context: Context) -> Joined:
    """The site that these files make."""
    context.progress("joining", 0, 0)
    previous = context.previous
    before = previous.site if _has_same_files(files, config, previous) else None
    kept = _kept(files, before, previous.snapshot) if before else None
    if kept:
        return kept
    if previous.site and before is None and _is_made_from_the_same(files, config, previous):
        site = replace(previous.site, made_from=files.translated_from)
        same = _has_same_inputs(files, previous.snapshot)
        return Joined(site, holds=True, has_same_inputs=same, rows=previous.state.rows["site"])
    site = with_records(build_site(files.library, config, files.media.pictures), files.translated_from)
    rows = rows_of(site) if before else {}
    if before is None or not _are_same(rows, previous.state.rows["site"]):
        return Joined(site, rows=rows)
    return Joined(site, changes=changes_of(files.library, site, before, previous.snapshot), rows=rows)


def _is_made_from_the_same(files: SiteFiles, config: Config, previous: Previous) -> bool:
    """True if nothing has changed but templates, static files and data, which no site is made from."""
    if files.library.fresh or config.git_dates or files.sources.problems or not previous.state.rows["site"]:
        return False
    now, before = {**files.sources.content, **files.sources.extensions}, previous.snapshot.sources
    known = {path for path in before if path.startswith(JOINED)}
    return now.keys() == known and all(file.digest == before[path].digest for path, file in now.items())


def _has_same_inputs(files: SiteFiles, last: Snapshot) -> bool:
    """True if the templates alone have changed, and none of what inputs are made from is in them."""
    now, own = files.sources.files, {file.path for file in files.sources.templates.values()}
    if last.templates is None or now.keys() != last.sources.keys():
        return False
    others = ((path, file) for path, file in now.items() if path not in own)
    are_same = all(file.digest == last.sources[path].digest for path, file in others)
    return are_same and _asked_by(files.templates) == _asked_by(last.templates)


def _asked_by(templates: Templates) -> tuple[object, ...]:
    """The parts of templates that inputs are made from: words, data, names, calls and shortcodes."""
    words = {language: catalogue.digest for language, catalogue in templates.catalogues.items()}
    every = templates.templates
    names = {name: it.names for name, it in every.items()}
    calls = {(call.name, call.input_of("")) for it in every.values() for call in it.calls}
    shortcodes = {name: it.digest for name, it in every.items() if name.startswith("shortcodes/")}
    return words, templates.data, names, calls, shortcodes


def _are_same(rows: Mapping[str, str], before: Mapping[str, str]) -> bool:
    """True if the rows of a site are those of the previous build; its orders are compared by themselves."""
    same = (row == before.get(name) for name, row in rows.items() if name != ORDERS)
    return bool(rows) and rows.keys() == before.keys() and all(same)


def _has_same_files(files: SiteFiles, config: Config, previous: Previous) -> bool:
    """True if the site has the same files as before, and nothing but the content of documents differs."""
    site, library = previous.site, files.library
    if site is None or site.problems or config.git_dates or files.sources.problems:
        return False
    has_rows = any(path in library.rows for path in library.fresh)
    return not has_rows and _are_documents(files, previous.snapshot)


FROM_ANY_TEXT = ("PLANNERS", "INPUTS", "SHARED_INPUTS", "SUBJECTS")
"""Registers whose functions may use any text of the site."""
FROM_ANY_WORDS = (*FROM_ANY_TEXT, "RULES", "TURNS")
"""Registers whose functions may use any words in fields."""


def _kept(files: SiteFiles, before: Site, last: Snapshot) -> Joined | None:
    """The previous site with the documents that were read now; None if these files can make another site."""
    fresh = files.library.fresh
    if digest_of_code(*FROM_ANY_TEXT) or not _is_found_again(last.problems, fresh, last):
        return None
    edits = tuple(_edits(files, before, last))
    if len(edits) != len(fresh):
        return None
    documents = {document.key: document for document, _ in edits}
    reworded = {document.entry for document, known in edits if document.facts != known.facts}
    known = with_values(before.documents, documents)
    site = replace(before, documents=known, made_from=files.translated_from)
    if reworded:
        pages = _pages_of(site, reworded)
        if pages is None:
            return None
        site = replace(site, pages=with_values(before.pages, pages))
        if len(reworded) > MOST_SORTED or not all(is_in_place(site, entry) for entry in reworded):
            return None
    site = replace(site, outdated=outdated_again(site, {document.entry for document, _ in edits}))
    stale = site.outdated ^ last.outdated
    if not stale <= site.pages.keys():  # several pages show a text above an index
        return None
    if not reworded:
        texts = frozenset((*stale, *documents))
        return Joined(site, holds=True, is_kept=True, texts=texts, changes=Changes(texts))
    changes = changes_of(files.library, site, before, last)
    if changes is None or changes.names & orders_of_data(site.config, map(type_of, reworded)):
        return None
    return Joined(site, holds=True, is_kept=True, changes=changes)


def _pages_of(site: Site, entries: Iterable[EntryKey]) -> Mapping[DocumentKey, Page] | None:
    """All pages of these entries, made again; None if more than words differs from the old pages."""
    context = page_context(site.config, site.retired, site.folders)
    named = {*site.retired, *(retired.successor for retired in site.retired.values())}
    pages: dict[DocumentKey, Page] = {}
    problems: list[Problem] = []
    for entry in entries:
        group = {language: site.documents[key] for language, key in site.versions[entry].items()}
        source = source_among(group, site.config)
        for document in group.values():
            page = pages[document.key] = page_of(context, source, document, problems)
            if entry in named or not is_reworded(page, site.pages[page.key]):
                return None
    return None if problems or digest_of_code(*FROM_ANY_WORDS) else pages


def _are_documents(files: SiteFiles, last: Snapshot) -> bool:
    """True if the site has the same files as before, and only known documents differ."""
    now, before = files.sources.files, last.sources
    if now.keys() != before.keys():
        return False
    changed = (
        path for path, file in now.items() if file is not before[path] and file.digest != before[path].digest
    )
    return all(is_document(path) and path in last.files for path in changed)


def _is_found_again(problems: Iterable[Problem], fresh: Iterable[str], last: Snapshot) -> bool:
    """True if reading these files finds every problem that the last build reported for them."""
    paths = frozenset(fresh)
    of_paths = (p for p in problems if p.location.path in paths and p.code not in FOUND_AGAIN)
    return all(problem in last.files[problem.location.path].remarks for problem in of_paths)


def _edits(files: SiteFiles, site: Site, last: Snapshot) -> Iterator[tuple[Document, Document]]:
    """The documents that were read in this build, each with the previous one; they differ in words alone."""
    words = words_of(site.config)
    for path in files.library.fresh:
        now, before = files.library.files[path], last.files[path]
        document, known = now.document, before.document
        if document is None or known is None or now.problems or before.problems:
            continue
        shown = known.key in site.documents and known.name != INTRO
        if not shown or _facts_of(site, document) != _facts_of(site, known):
            continue
        if document.facts == known.facts or are_words(document.fields, known.fields, words[document.type]):
            yield document, known


def _facts_of(site: Site, document: Document) -> tuple[object, ...]:
    """Facts that other pages, the plan and rules of scope FACTS can use, besides the fields of a document."""
    files = files_in_text(site.media, document, site.config.folder_codes)
    is_empty = document.place is None  # which a translation without a text depends on
    named = addresses_in_text(document)
    return (document.key, document.positions, is_empty, files, named, pictures_of(site, document))
