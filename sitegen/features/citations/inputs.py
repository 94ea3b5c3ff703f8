"""The inputs of citations: of an entry, of the rows of a list, of a list with charts, and of files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.digest import digest_of_parts
from sitegen.features.citations.addresses import file_url
from sitegen.features.citations.definition import rule_of
from sitegen.features.citations.formats import FORMATS, WORK
from sitegen.features.citations.names import group
from sitegen.features.citations.publications import DATASET
from sitegen.features.citations.views import CitationView, citation_view
from sitegen.features.citations.work import Work, work_of
from sitegen.model.listings import rule_of as rule_of_list
from sitegen.types import Digest, EntryKey
from sitegen.types.keys import name_of, parse_listing, subject_key
from sitegen.views.inputs.indexes import listed
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.pagers import on_page
from sitegen.views.subjects import page_view
from sitegen.views.titled import LISTING


def _work(inputs: InputSource, entry: EntryKey) -> Work | None:
    return work_of(inputs.context, entry)


def _work_digest(inputs: InputSource, entry: EntryKey) -> Digest:
    """The digest of a work, kept because several outputs are made from it."""
    return inputs.digest_once(WORK, entry, lambda: _work(inputs, entry))


def _citation(inputs: InputSource, entry: EntryKey) -> CitationView | None:
    work = _work(inputs, entry)
    return citation_view(inputs.context, work, entry) if work else None


def _citation_digest(inputs: InputSource, entry: EntryKey) -> Digest:
    site, page = inputs.site, inputs.viewer.page(entry)
    if rule_of(site.config.types[page.type]) is None:
        return ""
    return digest_of_parts(_work_digest(inputs, entry), file_url(site, page, FORMATS[0].ending))


def _citations(inputs: InputSource, key: str) -> Mapping[str, CitationView]:
    """Citations of the entries on a page of an index whose entries have no pages, by name."""
    found = ((name_of(entry), _citation(inputs, entry)) for entry in _rows(inputs, key))
    return {name: citation for name, citation in found if citation}


def _citations_digest(inputs: InputSource, key: str) -> Digest:
    return digest_of_parts(*(_citation_digest(inputs, entry) for entry in _rows(inputs, key)))


def _rows(inputs: InputSource, key: str) -> Iterator[EntryKey]:
    listing, config = parse_listing(key), inputs.site.config
    content_type = config.types.get(listing.type)
    if content_type and not content_type.page and rule_of(content_type):
        size = rule_of_list(config, listing.scope).paginate_by
        yield from on_page(listed(inputs, listing), listing.number, size)


def _list_citation(inputs: InputSource, key: str) -> CitationView | None:
    """The citation of an index with a map or charts, as data that the site publishes."""
    listing, viewer = parse_listing(key), inputs.viewer
    rule = rule_of_list(viewer.config, listing.scope)
    if listing.filters or listing.number > 1 or not (rule.charts or rule.map):
        return None
    view = page_view(inputs.context, subject_key(LISTING, key))
    site = group(viewer.text(viewer.config.title))
    described = inputs.context.words.gettext("Data set")
    work = Work(
        name=view.name,
        kind=DATASET,
        title=view.title,
        page=view.permalink,
        authors=(site,),
        publisher=site.literal,
        date=view.updated,
        url=view.permalink,
        described=described,
    )
    return citation_view(inputs.context, work)


KINDS = {
    "citation": InputKind(_citation, _citation_digest),
    "citations": InputKind(_citations, _citations_digest),
    "list_citation": InputKind(_list_citation),
    WORK: InputKind(_work, _work_digest),
}
