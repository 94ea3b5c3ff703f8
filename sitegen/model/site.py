"""Joins documents and configuration into one immutable `Site`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec.structs import replace

from sitegen.definition.content_types import ONLY_IN
from sitegen.definition.menus import every_item, suggest_target
from sitegen.kinds import KINDS
from sitegen.kinds.addresses import is_on_the_web
from sitegen.markdown.typography import typeset
from sitegen.model.data_addresses import positions
from sitegen.model.dates import at, first_given, publication
from sitegen.model.lifecycle import check_successors, check_translations, retirements
from sitegen.model.limits import check_limits, languages_of, limits, source_among
from sitegen.model.listings import (
    group_by_facets,
    group_by_pairs,
    most_common,
    rule_of,
    scopes,
)
from sitegen.model.occurrences import repeated_today, states_of
from sitegen.model.page_urls import hidden_urls, page_url
from sitegen.model.relations import Mention, check_mentions, mentions, related_entries, reverse
from sitegen.model.selections import select_all
from sitegen.model.sorting import select, sort_pages, year_of
from sitegen.model.terms import as_term
from sitegen.model.translations import merge, orphans, without_unnamed_pictures
from sitegen.model.urls import output_path
from sitegen.model.versions import key_in
from sitegen.read.entry_places import INTRO
from sitegen.types import (
    Config,
    ContentType,
    Document,
    DocumentKey,
    EntryKey,
    Library,
    Page,
    Pair,
    Picture,
    Problem,
    Reference,
    Retired,
    ScopeKey,
    Severity,
    Site,
)
from sitegen.types.keys import kind_and_key


def build_site(library: Library, config: Config, pictures: Mapping[str, Picture] | None = None) -> Site:
    """Joins these documents into a site; pure."""
    problems: list[Problem] = [*config.warnings, *orphans(library, config)]
    shown, hidden = _shown(library.documents.values(), config)
    entries = _by_entry(d for d in shown if d.name != INTRO)
    sources = {entry: source_among(group, config) for entry, group in entries.items()}
    retired = retirements(sources, config)
    only_in = limits(sources)
    problems += (
        *check_limits(entries, sources),
        *check_successors(sources),
        *check_translations(_translations(entries, sources)),
    )
    pages = {page.key: page for page in _pages(entries, sources, retired, config, problems)}
    versions = _versions(pages.values())
    offered = {entry: found for entry, found in versions.items() if entry not in retired}
    found = tuple(mentions((d for d in shown if d.name != INTRO), config))
    titles = {entry: str(source.fields.get("title", "")) for entry, source in sources.items()}
    problems += check_mentions(found, titles, hidden, config)
    problems += _check_menus(entries, hidden, config)
    ordered, locale = _ordered(pages, offered, config), config.languages[config.default_language].locale
    public = frozenset(page.entry for page in pages.values() if page.output and page.retired is None)
    site = Site(
        config=config,
        pages=pages,
        versions=versions,
        entries=ordered,
        relations=reverse(found, ordered, config),
        positions={},
        mentions=_targets(found),
        terms=_terms(pages, versions, config),
        lists={
            rule.name: tuple(p.entry for p in select(rule, _default_pages(pages, offered, config), locale))
            for rule in config.lists.values()
        },
        facets={},
        pairs={},
        related=related_entries(found, public),
        intros=_intros(shown),
        documents={d.key: d for d in shown},
        paths={d.path: d.key for d in shown},
        retired=retired,
        hidden=hidden_urls(library.documents.values(), {d.path for d in shown}, config),
        media=library.media,
        pictures=pictures or {},
        problems=tuple(problems),
        only_in=only_in,
    )
    pairs = {scope: group_by_pairs(site, scope) for scope in scopes(config)}
    problems += (problem for scope, found in pairs.items() for problem in _check_pairs(config, scope, found))
    site = replace(
        site,
        problems=tuple(problems),
        pairs={
            scope: most_common(found, rule_of(config, scope).most_pairs) for scope, found in pairs.items()
        },
        facets={scope: group_by_facets(site, scope) for scope in scopes(config)},
        positions={
            t.name: {language: positions(site, t.name, language) for language in config.languages}
            for t in config.types.values()
            if not t.page
        },
    )
    return replace(site, selections=select_all(site))


def _check_pairs(
    config: Config, scope: ScopeKey, found: Mapping[Pair, tuple[EntryKey, ...]]
) -> Iterator[Problem]:
    """Problems for pairs of filters without a page, because the index has more pairs than its limit."""
    rule = rule_of(config, scope)
    most = rule.most_pairs
    if len(found) > most and rule.pairs_at:
        kept = most_common(found, most)
        out = sorted((pair for pair in found if pair not in kept), key=lambda pair: (-len(found[pair]), pair))
        named = ", ".join(" + ".join(f"{facet}={value}" for facet, value in pair) for pair in out[:3])
        message = (
            f"{len(found):,} pairs of filters are in use and {most:,} may have pages; without: "
            f"{named}{', …' if len(out) > 3 else ''}"
        )
        hint = 'raise "most_pairs", or declare fewer "pairs"'
        yield Problem("index.pairs", message, rule.pairs_at, hint, Severity.WARNING)


def _targets(found: Iterable[Mention]) -> dict[EntryKey, tuple[EntryKey, ...]]:
    targets: dict[EntryKey, dict[EntryKey, None]] = defaultdict(dict)
    for mention in found:
        targets[mention.source][mention.target] = None
    return {source: tuple(names) for source, names in targets.items()}


def _check_menus(entries: Iterable[EntryKey], hidden: Container[str], config: Config) -> Iterator[Problem]:
    """Problems for menu items that point to a missing entry or a draft."""
    entries = tuple(entries)
    for rule in every_item(config):
        kind, name = kind_and_key(rule.target)
        if kind == "page" and name in hidden:
            message = f'the menu points to "{rule.target}", which is a draft or not published yet'
            hint = "publish it, or take it out of the menu until it is; --drafts shows both"
            yield Problem("config.menu", message, rule.location, hint)
        elif kind == "page" and name not in entries:
            message = f'the menu points to "{rule.target}", which does not exist'
            yield Problem("config.menu", message, rule.location, suggest_target(kind, name, entries))


# --- which documents are shown -------------------------------------------------------------


def _shown(documents: Iterable[Document], config: Config) -> tuple[list[Document], set[EntryKey]]:
    """The documents to publish, and the entries whose source is a draft or scheduled."""
    documents = sorted(documents, key=lambda d: d.path)
    if config.drafts:
        return documents, set()
    hidden = {
        d.entry
        for d in documents
        if (d.language == config.default_language or languages_of(d)) and not _published(d, config)
    }
    return [d for d in documents if d.entry not in hidden and _published(d, config)], hidden


def _published(document: Document, config: Config) -> bool:
    return at(publication(document.fields), config.today)


def _by_entry(documents: Iterable[Document]) -> dict[EntryKey, dict[str, Document]]:
    entries: dict[EntryKey, dict[str, Document]] = defaultdict(dict)
    for document in documents:
        entries[document.entry][document.language] = document
    return entries


def _translations(
    entries: Mapping[EntryKey, Mapping[str, Document]], sources: Mapping[EntryKey, Document]
) -> Iterator[tuple[Document, Document]]:
    """Yields each translation with its source, as (source, translation)."""
    for entry, group in entries.items():
        yield from (
            (sources[entry], document) for document in group.values() if document is not sources[entry]
        )


def _intros(documents: Iterable[Document]) -> dict[str, dict[str, DocumentKey]]:
    intros: dict[str, dict[str, DocumentKey]] = defaultdict(dict)
    for document in documents:
        if document.name == INTRO:
            intros[document.type or "home"][document.language] = document.key
    return intros


# --- pages ---------------------------------------------------------------------------------


def _pages(
    entries: Mapping[EntryKey, Mapping[str, Document]],
    sources: Mapping[EntryKey, Document],
    retired: Mapping[EntryKey, Retired],
    config: Config,
    problems: list[Problem],
) -> Iterable[Page]:
    facets = {content_type.name: facets_of(content_type) for content_type in config.types.values()}
    for entry, group in entries.items():
        for language in config.languages:
            if language in group:
                document = group[language]
                names = facets[document.type]
                yield page_of(sources[entry], document, retired.get(entry), config, names, problems)


NOTHING_INHERITED = frozenset[str]()
"""Shared by all pages, since each set would take as much memory as the rest of a page."""


def page_of(
    source: Document,
    document: Document,
    retired: Retired | None,
    config: Config,
    facets: Iterable[str],
    problems: list[Problem],
) -> Page:
    """The page of a document; `facets` are those of its type."""
    content_type = config.types[document.type]
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
    url = page_url(source, document, content_type, config, fields)
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
    wanted = content_type.index.facets if content_type.index else ()
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
                terms[name] = tuple(dict.fromkeys(map(_term_of, value)))
            else:
                terms[name] = _alone(_term_of(value))
    return terms


def _term_of(value: object) -> str:
    return value.target if isinstance(value, Reference) else as_term(str(value))


@lru_cache(maxsize=4096)
def _alone(term: str) -> tuple[str]:
    """A tuple of one term, shared by the many pages that have it."""
    return (term,)


def _versions(pages: Iterable[Page]) -> dict[EntryKey, dict[str, DocumentKey]]:
    versions: dict[EntryKey, dict[str, DocumentKey]] = defaultdict(dict)
    for page in pages:
        versions[page.entry][page.language] = page.key
    return versions


def _default_pages(
    pages: Mapping[DocumentKey, Page], versions: Mapping[EntryKey, Mapping[str, DocumentKey]], config: Config
) -> list[Page]:
    """One page for each entry, in the default language if there is one."""
    return [pages[key_in(found, config.default_language, config)] for found in versions.values()]


# --- order and terms -----------------------------------------------------------------------


def _ordered(
    pages: Mapping[DocumentKey, Page], versions: Mapping[EntryKey, Mapping[str, DocumentKey]], config: Config
) -> dict[str, tuple[EntryKey, ...]]:
    locale = config.languages[config.default_language].locale
    by_type: dict[str, list[Page]] = defaultdict(list)
    for page in _default_pages(pages, versions, config):
        by_type[page.type].append(page)
    return {
        name: tuple(page.entry for page in sort_pages(by_type[name], content_type.sort, locale))
        for name, content_type in config.types.items()
    }


def _terms(
    pages: Mapping[DocumentKey, Page], versions: Mapping[EntryKey, Mapping[str, DocumentKey]], config: Config
) -> dict[str, dict[str, tuple[EntryKey, ...]]]:
    """Terms in use by taxonomy, sorted, each with its entries that have a page.

    A term that only retired entries have is kept without entries, since its page must keep its address.
    """
    locale = config.languages[config.default_language].locale
    addressed = (p for p in _default_pages(pages, versions, config) if p.output or p.outside)
    masters = sort_pages(addressed, ("title",), locale)
    found: dict[str, dict[str, tuple[EntryKey, ...]]] = {}
    for taxonomy in config.taxonomies.values():
        terms: dict[str, dict[EntryKey, None]] = defaultdict(dict)
        for page in masters:
            for name in taxonomy.fields:
                for term in page.terms.get(name, ()):
                    terms[term] |= {} if page.retired else {page.entry: None}
        found[taxonomy.name] = {term: tuple(terms[term]) for term in sorted(terms)}
    return found


def sort_as(source: Document, document: Document, content_type: ContentType) -> str:
    """The sort text of a page in place of its title. A translation with its own title has its own."""
    named = ("sort_as",) if "sort_as" in document.fields else content_type.sort_as or ("sort_as",)
    found = " ".join(str(document.fields[name]) for name in named if name in document.fields)
    if found or document is source or document.fields.get("title") != source.fields.get("title"):
        return found
    return sort_as(source, source, content_type)
