"""Joins documents and configuration into one immutable `Site`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec.structs import replace

from sitegen.definition.menus import every_item, suggest_target
from sitegen.model.data_addresses import positions
from sitegen.model.dates import at, publication
from sitegen.model.filter_pages import named_filters
from sitegen.model.folder_addresses import folder_addresses, unaddressed_folders
from sitegen.model.lifecycle import check_successors, check_translations, retirements
from sitegen.model.limits import check_limits, languages_of, limits, source_among
from sitegen.model.listings import (
    group_by_facets,
    group_by_pairs,
    most_common,
    rule_of,
    scopes,
    section_scopes,
)
from sitegen.model.media_addresses import folder_bases
from sitegen.model.moves import order_key, orders_of
from sitegen.model.page_urls import hidden_urls
from sitegen.model.pages import PageContext, page_context, page_of
from sitegen.model.relations import (
    Mention,
    check_mentions,
    mentions,
    related_entries,
    reverse,
    without_mentions,
)
from sitegen.model.sections import tree_of
from sitegen.model.selections import select_all
from sitegen.model.sorting import chosen
from sitegen.model.translations import orphans
from sitegen.model.versions import key_in
from sitegen.read.entry_places import INTRO, is_section
from sitegen.store.single import Single
from sitegen.types import (
    Config,
    Document,
    DocumentKey,
    EntryKey,
    Library,
    ListRule,
    Page,
    Picture,
    Problem,
    Site,
)
from sitegen.types.keys import kind_and_key, type_of


def build_site(library: Library, config: Config, pictures: Mapping[str, Picture] | None = None) -> Site:
    """Joins these documents into a site; pure."""
    problems: list[Problem] = [*config.warnings, *orphans(library, config)]
    shown, hidden = _shown(library.documents.values(), config)
    entries, sources = _entries(shown, config)
    found = tuple(mentions((d for d in shown if d.name != INTRO), config))
    titles = {entry: str(source.fields.get("title", "")) for entry, source in sources.items()}
    problems += check_mentions(found, titles, hidden, config)
    if gone := {mention.target for mention in found if mention.target not in titles}:
        shown = [without_mentions(document, gone) for document in shown]
        found = tuple(mention for mention in found if mention.target not in gone)
        entries, sources = _entries(shown, config)
    retired = retirements(sources, config)
    only_in = limits(sources)
    problems += (
        *check_limits(entries, sources),
        *check_successors(sources),
        *check_translations(_translations(entries, sources)),
    )
    folders = folder_addresses(entries, config)
    problems += unaddressed_folders((d for group in entries.values() for d in group.values()), entries)
    context = page_context(config, retired, folders)
    pages = {page.key: page for page in _pages(entries, sources, context, problems)}
    versions = _versions(pages.values())
    offered = {entry: found for entry, found in versions.items() if entry not in retired}
    problems += _check_menus(entries, hidden, config)
    masters = {page.entry: page for page in _default_pages(pages, offered, config)}
    orders = orders_of(masters.values(), config)
    whole = _by_type(orders, config)
    with_pages = {name: found for name, found in whole.items() if config.types[name].page}
    sections = frozenset(entry for entry, source in sources.items() if is_section(source))
    tree = tree_of(with_pages, retired, sections)
    ordered = whole
    if sections:
        ordered = {name: tuple(e for e in found if e not in sections) for name, found in whole.items()}
    public = frozenset(page.entry for page in pages.values() if page.output and page.retired is None)
    site = Site(
        config=config,
        pages=pages,
        versions=versions,
        entries=ordered,
        orders=orders,
        relations=reverse(found, whole, config),
        positions={},
        mentions=_targets(found),
        terms=_terms(pages, versions, config),
        lists={
            rule.name: tuple(_listed(rule, masters, orders, tree.sections)) for rule in config.lists.values()
        },
        facets={},
        pairs={},
        related=related_entries(found, public),
        intros=_intros(shown),
        documents=_by_key(shown, library),
        paths={d.path: d.key for d in shown},
        retired=retired,
        hidden=hidden_urls(library.documents.values(), {d.path for d in shown}, config),
        media=library.media,
        pictures=pictures or {},
        problems=tuple(problems),
        only_in=only_in,
        folders=folders,
        bases=folder_bases(shown, pages),
        parents=tree.parents,
        children=tree.children,
        sections=tree.sections,
    )
    return _with_indexes(site)


def _with_indexes(site: Site) -> Site:
    """The site with the filters of its indexes, the rows of its data, and the selections of features."""
    config = site.config
    pairs = {scope: group_by_pairs(site, scope) for scope in scopes(config)}
    site = replace(
        site,
        pairs={
            scope: most_common(found, rule_of(config, scope).most_pairs) for scope, found in pairs.items()
        },
        facets={scope: group_by_facets(site, scope) for scope in (*scopes(config), *section_scopes(site))},
        positions={
            t.name: {language: positions(site, t.name, language) for language in config.languages}
            for t in config.types.values()
            if not t.page
        },
    )
    site = replace(site, named=named_filters(site))
    return replace(site, selections=select_all(site))


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


def _by_key(shown: Sequence[Document], library: Library) -> Mapping[DocumentKey, Document]:
    """The documents to publish, by key: those of the library itself if they are the same, to save memory."""
    found = library.documents
    are_same = isinstance(found, dict) and [*found.values()] == shown
    return found if are_same else {document.key: document for document in shown}


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
    context: PageContext,
    problems: list[Problem],
) -> Iterable[Page]:
    for entry, group in entries.items():
        for language in context.config.languages:
            if language in group:
                yield page_of(context, sources[entry], group[language], problems)


def _entries(
    shown: Iterable[Document], config: Config
) -> tuple[dict[EntryKey, dict[str, Document]], dict[EntryKey, Document]]:
    """The documents of each entry, and its source."""
    entries = _by_entry(d for d in shown if d.name != INTRO)
    return entries, {entry: source_among(group, config) for entry, group in entries.items()}


def _versions(pages: Iterable[Page]) -> dict[EntryKey, Mapping[str, DocumentKey]]:
    versions: dict[EntryKey, Mapping[str, DocumentKey]] = {}
    for page in pages:
        known = versions.get(page.entry)
        own = Single(page.language, page.key)
        versions[page.entry] = {**known, **own} if known else own
    return versions


def _default_pages(
    pages: Mapping[DocumentKey, Page], versions: Mapping[EntryKey, Mapping[str, DocumentKey]], config: Config
) -> list[Page]:
    """One page for each entry, in the default language if there is one."""
    return [pages[key_in(found, config.default_language, config)] for found in versions.values()]


# --- order and terms -----------------------------------------------------------------------


def _by_type(orders: Mapping[str, Iterable[EntryKey]], config: Config) -> dict[str, tuple[EntryKey, ...]]:
    """The entries of each type, in its order."""
    found: dict[tuple[str, str], list[EntryKey]] = defaultdict(list)
    for sort, order in orders.items():
        for entry in order:
            found[sort, type_of(entry)].append(entry)
    types = config.types.items()
    return {name: tuple(found[order_key(content_type.sort), name]) for name, content_type in types}


def _listed(
    rule: ListRule,
    masters: Mapping[EntryKey, Page],
    orders: Mapping[str, Iterable[EntryKey]],
    left_out: Container[EntryKey],
) -> Iterator[EntryKey]:
    """The entries of a list."""
    pages = (masters[entry] for entry in orders[order_key(rule.sort)] if entry not in left_out)
    return (page.entry for page in islice(chosen(rule, pages), rule.limit))


def _terms(
    pages: Mapping[DocumentKey, Page], versions: Mapping[EntryKey, Mapping[str, DocumentKey]], config: Config
) -> dict[str, dict[str, tuple[EntryKey, ...]]]:
    """Terms in use by taxonomy, sorted, each with its entries that have a page.

    A term that only retired entries have is kept without entries, since its page must keep its address.
    """
    masters = [p for p in _default_pages(pages, versions, config) if p.output or p.outside]
    found: dict[str, dict[str, tuple[EntryKey, ...]]] = {}
    for taxonomy in config.taxonomies.values():
        terms: dict[str, dict[EntryKey, None]] = defaultdict(dict)
        for page in masters:
            for name in taxonomy.fields:
                for term in page.terms.get(name, ()):
                    terms[term] |= {} if page.retired else {page.entry: None}
        found[taxonomy.name] = {term: tuple(terms[term]) for term in sorted(terms)}
    return found
