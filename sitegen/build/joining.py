"""The join as a remembered function: documents are joined again only if one of their facts has changed.

The facts of documents are all that a site is joined from and planned by. The text of a document is only used
by the pages and feeds that show it. If nothing but texts has changed, the site of the previous build is still
valid with the changed documents in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build.cached_site import rows_of
from sitegen.build.changed_documents import changes_of
from sitegen.build.context import Context
from sitegen.build.previous import Previous
from sitegen.build.reading import SiteFiles
from sitegen.model.picture_plans import pictures_of
from sitegen.model.shown import files_in_text
from sitegen.model.site import build_site
from sitegen.model.translations import outdated_again, with_records
from sitegen.plan.changes import Changes
from sitegen.read.entry_places import INTRO
from sitegen.read.scan import is_document
from sitegen.store.lazy import with_values
from sitegen.types import FOUND_AGAIN, Config, Document, DocumentKey, Problem, Site, Snapshot
from sitegen.types.registers import digest_of_code


class Joined(Struct, frozen=True):
    """A site, and how much of it has changed since the previous build."""

    site: Site
    texts: frozenset[DocumentKey] | None = None
    """Keys of the documents whose pages have to be compared, if nothing but texts has changed."""
    changes: Changes | None = None
    """Changed names that recipes can have read, if nothing but some documents has changed."""
    rows: Mapping[str, str] = {}
    """The site as rows of the cache, if they were made to compare it."""


def join(files: SiteFiles, config: Config, context: Context) -> Joined:
    """The site that these files make."""
    context.progress("joining", 0, 0)
    previous = context.previous
    before = previous.site if _has_same_files(files, config, previous) else None
    changed = _changed_texts(files, before, previous.snapshot) if before else None
    if before is not None and changed is not None:
        documents = {document.key: document for document in changed}
        entries = {document.entry for document in changed}
        site = replace(
            before,
            documents=with_values(before.documents, documents),
            made_from=files.translated_from,
        )
        site = replace(site, outdated=outdated_again(site, entries))
        stale = site.outdated ^ previous.snapshot.outdated
        if stale <= site.pages.keys():  # several pages show a text above an index
            return Joined(site, stale | documents.keys())
    site = with_records(build_site(files.library, config, files.media.pictures), files.translated_from)
    rows = rows_of(site) if before else {}
    if before is None or not rows or rows != previous.state.rows["site"]:
        return Joined(site, rows=rows)
    return Joined(site, changes=changes_of(files.library, site, before, previous.snapshot), rows=rows)


def _has_same_files(files: SiteFiles, config: Config, previous: Previous) -> bool:
    """True if the site has the same files as before, and nothing but the content of documents differs."""
    site, library = previous.site, files.library
    if site is None or site.problems or config.git_dates or files.sources.problems:
        return False
    has_rows = any(path in library.rows for path in library.fresh)
    return not has_rows and _are_documents(files, previous.snapshot)


FROM_ANY_TEXT = ("PLANNERS", "INPUTS", "SHARED_INPUTS", "SUBJECTS")
"""Registers whose functions may use any text of the site."""


def _changed_texts(files: SiteFiles, site: Site, last: Snapshot) -> list[Document] | None:
    """The documents that were read in this build; None if anything else than their text may have changed."""
    fresh = files.library.fresh
    if digest_of_code(*FROM_ANY_TEXT) or not _is_found_again(last.problems, fresh, last):
        return None
    documents = list(_with_same_facts(files, site, last))
    return documents if len(documents) == len(fresh) else None


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


def _with_same_facts(files: SiteFiles, site: Site, last: Snapshot) -> Iterator[Document]:
    """The documents that were read in this build and differ from the previous ones in their text only."""
    for path in files.library.fresh:
        now, before = files.library.files[path], last.files[path]
        document, known = now.document, before.document
        if document is None or known is None or now.problems or before.problems:
            continue
        shown = known.key in site.documents and known.name != INTRO
        if shown and _facts_of(site, document) == _facts_of(site, known):
            yield document


def _facts_of(site: Site, document: Document) -> tuple[object, ...]:
    """All that other pages, the plan and the rules of scope FACTS can know of a document."""
    files = files_in_text(site.media, document, site.config.folder_codes)
    is_empty = document.place is None  # which a translation without a text depends on
    return (document.key, document.facts, document.positions, is_empty, files, pictures_of(site, document))
