"""The page of a document: its fields with those of its source, its address, its state and its terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from sitegen.definition.built_in import ONLY_IN
from sitegen.kinds import KINDS
from sitegen.kinds.addresses import is_on_the_web
from sitegen.markdown.typography import typeset
from sitegen.model.dates import at, first_given
from sitegen.model.occurrences import repeated_today, states_of
from sitegen.model.page_urls import page_url
from sitegen.model.sorting import year_of
from sitegen.model.terms import as_term
from sitegen.model.translations import merge, without_unnamed_pictures
from sitegen.model.urls import output_path
from sitegen.types import (
    Config,
    ContentType,
    Document,
    DocumentKey,
    EntryKey,
    Page,
    Problem,
    Reference,
    Retired,
)


class PageContext(Struct, frozen=True):
    """Facts of the site that pages are made with, besides their documents."""

    config: Config
    facets: Mapping[str, tuple[str, ...]]
    """Type → fields whose values are filters."""
    retired: Mapping[EntryKey, Retired]
    folders: Mapping[DocumentKey, str]
    """See `Site.folders`."""


def page_context(
    config: Config, retired: Mapping[EntryKey, Retired], folders: Mapping[DocumentKey, str]
) -> PageContext:
    facets = {content_type.name: facets_of(content_type) for content_type in config.types.values()}
    return PageContext(config, facets, retired, folders)


NOTHING_INHERITED = frozenset[str]()
"""Shared by all pages, since each set would take as much memory as the rest of a page."""


def page_of(context: PageContext, source: Document, document: Document, problems: list[Problem]) -> Page:
    """The page of a document."""
    config, retired = context.config, context.retired.get(document.entry)
    content_type, facets = config.types[document.type], context.facets[document.type]
    fields, inherited = document.fields, NOTHING_INHERITED
    if document is not source:
        merged, found = merge(content_type, source, document)
        fields, inherited = merged.fields, merged.inherited
        problems += found
    if document.language != config.default_language:
        fields = without_unnamed_pictures(document, fields, problems)
    now = repeated_today(content_type, fields, config)
    when = first_given({**fields, **now.current} if now.current else fields, content_type.dates)
    with_state = content_type.state and retired is None  # a withdrawn entry must not be shown as "open"
    state = at(states_of(content_type, fields, config), config.today) if with_state else None
    url = page_url(source, document, content_type, config, fields, context.folders.get(document.key, ""))
    return Page(
        key=document.key,
        entry=document.entry,
        type=document.type,
        language=document.language,
        title=typeset(str(fields.get("title", document.name)), document, config),
        summary=typeset(
            str(fields.get("summary", "")), source if "summary" in inherited else document, config
        ),
        url=url,
        output=output_path(url) if content_type.page and not is_on_the_web(url) else "",
        fields=fields,
        inherited=inherited,
        source_language=source.language,
        date=when,
        state=state,
        terms=_page_terms(content_type.name, facets, fields, now.years or year_of(when), state),
        aliases=tuple(str(alias) for alias in fields.get("aliases", ())),  # type: ignore[attr-defined]
        document=document.key,
        retired=retired,
        sort_as=sort_as(source, document, content_type),
        current=now.current,
        past=now.past,
    )


def facets_of(content_type: ContentType) -> tuple[str, ...]:
    """Fields of a type whose values are filters."""
    wanted = (*(content_type.index.facets if content_type.index else ()), *content_type.sections.facets)
    fields = content_type.fields.items()
    return tuple(
        name for name, known in fields if (KINDS[known.kind].term and name != ONLY_IN) or name in wanted
    )


def _page_terms(
    type_name: str,
    facets: Iterable[str],
    fields: Mapping[str, object],
    years: tuple[str, ...],
    state: str | None,
) -> dict[str, tuple[str, ...]]:
    terms: dict[str, tuple[str, ...]] = {"type": _alone(type_name), "year": years}
    if state is not None:
        terms["state"] = _alone(state)
    for name in facets:
        if name in fields:
            value = fields[name]
            if isinstance(value, tuple):
                found = tuple(dict.fromkeys(map(_term_of, value)))
                terms[name] = value if found == value else found  # one of them, to save memory
            else:
                terms[name] = _alone(_term_of(value))
    return terms


def _term_of(value: object) -> str:
    return value.target if isinstance(value, Reference) else as_term(str(value))


@lru_cache(maxsize=4096)
def _alone(term: str) -> tuple[str]:
    """A tuple of one term, shared by the many pages that have it."""
    return (term,)


def sort_as(source: Document, document: Document, content_type: ContentType) -> str:
    """The sort text of a page in place of its title. A translation with its own title has its own."""
    named = ("sort_as",) if "sort_as" in document.fields else content_type.sort_as or ("sort_as",)
    found = " ".join(str(document.fields[name]) for name in named if name in document.fields)
    if found or document is source or document.fields.get("title") != source.fields.get("title"):
        return found
    return sort_as(source, source, content_type)
