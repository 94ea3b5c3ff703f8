"""From an output's named inputs to the values its template sees. One function a kind of input.

A template's context is made here and nowhere else, so that what it can see and what the plan
recorded cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from sitegen.model.addresses import addresses
from sitegen.model.data import index_data, type_data
from sitegen.model.dates import is_when, order
from sitegen.model.feeds import feeds_of, plan_feeds, title_of
from sitegen.model.links import fill_links
from sitegen.model.listings import (
    Listing,
    entries_of,
    page_count,
    parse,
    rule_of,
    sort_of,
    types_of,
    url_of,
)
from sitegen.model.lists import collation
from sitegen.model.menus import menus
from sitegen.model.subjects import (
    ENTRY,
    ERROR,
    Speaker,
    breadcrumbs,
    facet_value_label,
    page_view,
    taxonomy_term_label,
    timeline_url,
)
from sitegen.model.urls import in_language, term_url
from sitegen.model.viewer import FIGURES, Viewer
from sitegen.model.views import (
    Call,
    Card,
    Crumb,
    FacetTerm,
    FacetView,
    FeedView,
    FigureView,
    Group,
    LanguageLink,
    Moment,
    Pager,
    PagerLink,
    RelationView,
    TermCount,
    TocItem,
    UnfilledBody,
)
from sitegen.model.words import Words
from sitegen.types import Body, Catalogue, Digest, Document, Input, Page, Shortcode, Site, When

NUMBER = "number"
"""The shortcode that prints a figure."""


class Inputs:
    """The inputs of a site's outputs in one language; what many outputs share is made once."""

    def __init__(
        self,
        site: Site,
        language: str,
        catalogue: Catalogue | None,
        bodies: Mapping[Digest, Body],
        assets: Mapping[str, str],
    ) -> None:
        self.site = site
        self.viewer = Viewer(site, language)
        feeds = {feed.key: feed for feed in plan_feeds(site)}
        self.speaker = Speaker(self.viewer, Words(catalogue), feeds)
        self.bodies = bodies
        self.assets = {path: self.viewer.href(url) for path, url in assets.items()}
        self._kept: dict[tuple[str, str], object] = {}
        self._sorted: dict[str, list[Page]] = {}
        self._facets: dict[str, tuple[FacetView, ...]] = {}

    def resolve(self, wanted: Input) -> object:
        """The value of an input."""
        if wanted.kind not in SHARED:
            return INPUT_KINDS[wanted.kind](self, wanted.key)
        key = (wanted.kind, wanted.key)
        if key not in self._kept:
            self._kept[key] = INPUT_KINDS[wanted.kind](self, wanted.key)
        return self._kept[key]

    def sorted_pages(self, scope: str) -> list[Page]:
        if scope not in self._sorted:
            entries = entries_of(self.site, scope)
            self._sorted[scope] = self.viewer.sorted(entries, sort_of(self.site.config, scope))
        return self._sorted[scope]

    def facets(self, scope: str) -> tuple[FacetView, ...]:
        """The facets of an index with none of their values chosen."""
        if scope not in self._facets:
            self._facets[scope] = tuple(_all_facets(self, scope))
        return self._facets[scope]

    @cached_property
    def lists(self) -> dict[str, tuple[Card, ...]]:
        found = {}
        for rule in self.site.config.lists.values():
            pages = self.viewer.sorted(self.site.lists[rule.name], rule.sort)
            found[rule.name] = self.viewer.cards(page.entry for page in pages)
        return found


# --- on every page -------------------------------------------------------------------------


def _site(inputs: Inputs, _: str) -> object:
    return inputs.viewer.site_view


def _page(inputs: Inputs, key: str) -> object:
    return page_view(inputs.speaker, key)


def _menus(inputs: Inputs, _: str) -> object:
    return menus(inputs.speaker)


def _assets(inputs: Inputs, _: str) -> object:
    return inputs.assets


def _lists(inputs: Inputs, _: str) -> object:
    return inputs.lists


def _figures(inputs: Inputs, _: str) -> object:
    return inputs.viewer.figures


def _types(inputs: Inputs, _: str) -> dict[str, Crumb]:
    """Each type that has an index: its name and where that is."""
    viewer = inputs.viewer
    found = {}
    for name, content_type in inputs.site.config.types.items():
        url = viewer.type_url(name)
        if url is not None:
            found[name] = Crumb(viewer.text(content_type.plural), url, viewer.language.code)
    return found


def _breadcrumbs(inputs: Inputs, key: str) -> tuple[Crumb, ...]:
    return breadcrumbs(inputs.speaker, key)


def _feeds(inputs: Inputs, key: str) -> object:
    return feeds_of(inputs.speaker, key)


def _languages(inputs: Inputs, key: str) -> tuple[LanguageLink, ...]:
    """A link for each language: to this page where it has a version, else to that language's home."""
    kind, _, name = key.partition(":")
    viewer, config = inputs.viewer, inputs.site.config
    neutral = page_view_url(inputs, key)
    versions = _versions(inputs.site, kind, name)
    links = []
    for code, language in config.languages.items():
        exists = code in versions
        if kind == ENTRY and exists:
            url = inputs.site.pages[versions[code]].url
        else:
            url = in_language(config, neutral if exists else "/", code)
        current = code == viewer.language.code
        links.append(
            LanguageLink(
                code,
                language.name,
                language.direction,
                viewer.href(url),
                viewer.permalink(url),
                current,
                exists,
            )
        )
    return tuple(links)


def _versions(site: Site, kind: str, name: str) -> Mapping[str, str]:
    """The languages in which a page exists; what is generated exists in all, the error page in one."""
    if kind == ENTRY:
        return site.versions.get(name, {})
    return dict.fromkeys((site.config.default_language,) if kind == ERROR else site.config.languages, "")


def page_view_url(inputs: Inputs, key: str) -> str:
    """The address of a generated page without the prefix of its language."""
    url = page_view(inputs.speaker, key).url.removeprefix(inputs.site.config.base_path)
    home = inputs.viewer.here("/")
    return "/" + url.removeprefix(home) if home != "/" else url


# --- entries -------------------------------------------------------------------------------


def _body(inputs: Inputs, key: str) -> UnfilledBody:
    document = inputs.site.documents.get(key)
    if document is None:
        return UnfilledBody("", 0, ())
    body = inputs.bodies[document.body]

    calls = tuple(_call(inputs, document, shortcode) for shortcode in document.shortcodes)
    filled = fill_links(inputs.site, document, body.html, document.links)
    return UnfilledBody(filled, document.words, calls)


def _call(inputs: Inputs, document: Document, shortcode: Shortcode) -> Call:
    figure: FigureView | None = None
    if shortcode.name == NUMBER and shortcode.args:
        entry = f"{FIGURES}/{shortcode.args[0]}"
        figure = inputs.viewer.figure(entry) if entry in inputs.site.versions else None
    return Call(shortcode, document.path, figure)


def _toc(inputs: Inputs, key: str) -> tuple[TocItem, ...]:
    document = inputs.site.documents.get(key)
    headings = document.headings if document else ()
    return tuple(TocItem(h.level, h.text, h.anchor) for h in headings if h.level <= 3)


def _relations(inputs: Inputs, entry: str) -> dict[str, RelationView]:
    viewer = inputs.viewer
    return {
        relation.name: RelationView(
            relation.name, viewer.text(relation.label), viewer.cards(relation.entries)
        )
        for relation in inputs.site.relations.get(entry, ())
    }


def _entry_figures(inputs: Inputs, entry: str) -> tuple[FigureView, ...]:
    """The figures about an entry, the newest first."""
    found = [
        inputs.viewer.figure(name)
        for relation in inputs.site.relations.get(entry, ())
        for name in relation.entries
        if name.startswith(f"{FIGURES}/") and relation.name == FIGURES
    ]
    return tuple(sorted(found, key=lambda figure: order(figure.as_of), reverse=True))


def _related(inputs: Inputs, entry: str) -> tuple[Card, ...]:
    return inputs.viewer.cards(inputs.site.related.get(entry, ()))


def _neighbour(inputs: Inputs, entry: str, step: int) -> Card | None:
    ordered = inputs.site.entries[entry.partition("/")[0]]
    at = ordered.index(entry) + step
    return inputs.viewer.card(ordered[at]) if 0 <= at < len(ordered) else None


def _previous(inputs: Inputs, entry: str) -> Card | None:
    return _neighbour(inputs, entry, -1)


def _next(inputs: Inputs, entry: str) -> Card | None:
    return _neighbour(inputs, entry, 1)


# --- indexes -------------------------------------------------------------------------------


def _listed(inputs: Inputs, listing: Listing) -> list[Page]:
    pages = inputs.sorted_pages(listing.scope)
    if not listing.facet:
        return pages
    chosen = set(inputs.site.facets[listing.scope][listing.facet][listing.value])
    return [page for page in pages if page.entry in chosen]


def _entries(inputs: Inputs, key: str) -> tuple[Card, ...]:
    listing = parse(key)
    size = rule_of(inputs.site.config, listing.scope).paginate_by
    pages = _listed(inputs, listing)[(listing.number - 1) * size : listing.number * size]
    return inputs.viewer.cards(page.entry for page in pages)


def _pager(inputs: Inputs, key: str) -> Pager:
    listing = parse(key)
    config, viewer = inputs.site.config, inputs.viewer
    entries = len(_listed(inputs, listing))
    total = page_count(entries, rule_of(config, listing.scope).paginate_by)

    def url(number: int) -> str:
        page = Listing(listing.scope, listing.facet, listing.value, number)
        return viewer.href(viewer.here(url_of(config, page)))

    number = listing.number
    return Pager(
        number=number,
        total=total,
        entries=entries,
        previous=url(number - 1) if number > 1 else None,
        next=url(number + 1) if number < total else None,
        pages=tuple(PagerLink(n, url(n), n == number) for n in range(1, total + 1)),
    )


def _facets(inputs: Inputs, key: str) -> tuple[FacetView, ...]:
    """The facets of an index; each value leads to the list with this filter alone."""
    listing = parse(key)
    found = inputs.facets(listing.scope)
    return tuple(_chosen(inputs, facet, listing) if facet.name == listing.facet else facet for facet in found)


def _chosen(inputs: Inputs, facet: FacetView, listing: Listing) -> FacetView:
    """The facet with one value chosen, which then leads back to the whole list."""
    viewer = inputs.viewer
    back = viewer.href(viewer.here(url_of(viewer.config, Listing(listing.scope))))
    terms = (replace(t, url=back, current=True) if t.value == listing.value else t for t in facet.terms)
    return replace(facet, terms=tuple(terms))


def _all_facets(inputs: Inputs, scope: str) -> Iterator[FacetView]:
    for name, values in inputs.site.facets[scope].items():
        terms = [_facet_term(inputs, scope, name, value, len(entries)) for value, entries in values.items()]
        if terms:
            yield FacetView(name, _facet_label(inputs, scope, name), tuple(_in_reading_order(name, terms)))


def _facet_term(inputs: Inputs, scope: str, name: str, value: str, count: int) -> FacetTerm:
    viewer = inputs.viewer
    url = viewer.href(viewer.here(url_of(viewer.config, Listing(scope, name, value))))
    label = facet_value_label(viewer, scope, name, value)
    return FacetTerm(value, label, url, count, current=False)


def _facet_label(inputs: Inputs, scope: str, name: str) -> str:
    words = inputs.speaker.words
    fixed = {"type": words.gettext("Kind"), "year": words.gettext("Year"), "state": words.gettext("State")}
    return fixed.get(name) or inputs.viewer.facet_label(types_of(inputs.site.config, scope), name) or name


def _in_reading_order(name: str, terms: list[FacetTerm]) -> list[FacetTerm]:
    """Years from the newest; everything else by the alphabet of the language."""
    if name == "year":
        return sorted(terms, key=lambda term: term.value, reverse=True)
    return sorted(terms, key=lambda term: (collation(term.label), term.value))


def _listing_body(inputs: Inputs, key: str) -> UnfilledBody:
    listing = parse(key)
    if listing.facet or listing.number > 1 or not listing.scope.startswith("type:"):
        return UnfilledBody("", 0, ())
    return _intro(inputs, listing.name)


def _intro(inputs: Inputs, folder: str) -> UnfilledBody:
    key = inputs.site.intros.get(folder, {}).get(inputs.viewer.language.code, "")
    return _body(inputs, key)


def _intro_toc(inputs: Inputs, folder: str) -> tuple[TocItem, ...]:
    return _toc(inputs, inputs.site.intros.get(folder, {}).get(inputs.viewer.language.code, ""))


def _links(inputs: Inputs, key: str) -> tuple[Crumb, ...]:
    listing = parse(key)
    viewer = inputs.viewer
    if not listing.scope.startswith("type:") or not viewer.config.types[listing.name].timeline:
        return ()
    title = page_view(inputs.speaker, f"timeline:{listing.name}").title
    return (Crumb(title, viewer.href(viewer.here(timeline_url(viewer, listing.name))), viewer.language.code),)


# --- terms, timelines, the alphabet ----------------------------------------------------------


def _terms(inputs: Inputs, name: str) -> tuple[TermCount, ...]:
    viewer, taxonomy = inputs.viewer, inputs.site.config.taxonomies[name]
    counts = [
        FacetTerm(
            term,
            taxonomy_term_label(viewer, name, term),
            viewer.href(viewer.here(term_url(taxonomy, term))),
            len(entries),
            current=False,
        )
        for term, entries in inputs.site.terms[name].items()
    ]
    facet = "year" if "year" in taxonomy.fields else name
    return tuple(TermCount(t.value, t.label, t.url, t.count) for t in _in_reading_order(facet, counts))


def _groups(inputs: Inputs, key: str) -> tuple[Group, ...]:
    """What has a term, by type."""
    name, _, term = key.partition("/")
    viewer = inputs.viewer
    entries = set(inputs.site.terms[name][term])
    groups = []
    for content_type in inputs.site.config.types.values():
        chosen = [entry for entry in inputs.site.entries[content_type.name] if entry in entries]
        if chosen:
            pages = viewer.sorted(chosen, content_type.sort)
            cards = viewer.cards(page.entry for page in pages)
            label = viewer.text(content_type.plural)
            groups.append(Group(content_type.name, label, viewer.type_url(content_type.name), cards))
    return tuple(groups)


def _letters(inputs: Inputs, _: str) -> tuple[Group, ...]:
    viewer, alphabet = inputs.viewer, inputs.site.config.alphabet
    types = alphabet.types if alphabet else ()
    return tuple(
        Group(letter, letter, None, viewer.cards(page.entry for page in pages))
        for letter, pages in viewer.letters(types)
    )


def _moments(inputs: Inputs, type_name: str) -> tuple[Moment, ...]:
    """The points of a type's timeline, the earliest first."""
    viewer: Viewer = inputs.viewer
    rule = inputs.site.config.types[type_name].timeline
    assert rule is not None
    moments = []
    for entry in inputs.site.entries[type_name]:
        page = viewer.page(entry)
        for group in page.fields.get(rule.field, ()):  # type: ignore[attr-defined]
            when = group.get(rule.date)
            if is_when(when):
                moments.append(_moment(viewer, page, when, str(group.get(rule.text, ""))))
    return tuple(sorted(moments, key=lambda moment: (order(moment.date), moment.card.key)))


def _moment(viewer: Viewer, page: Page, when: When, text: str) -> Moment:
    return Moment(
        date=when,
        text=text,
        lang=page.language,
        dir=viewer.direction(page.language),
        foreign=page.language != viewer.language.code,
        card=viewer.card(page.entry),
    )


# --- files for programs --------------------------------------------------------------------


def _feed(inputs: Inputs, key: str) -> FeedView:
    viewer, feed = inputs.viewer, inputs.speaker.feeds[key]
    site = viewer.site_view
    url = viewer.permalink(viewer.here(feed.url))
    title = title_of(inputs.speaker, feed)
    return FeedView(title, site.description, url, site.url, site.lang, viewer.cards(feed.entries))


def _addresses(inputs: Inputs, _: str) -> object:
    return addresses(inputs.viewer)


def _address(inputs: Inputs, key: str) -> Card:
    return inputs.viewer.card(inputs.site.pages[key].entry)


def _data(inputs: Inputs, type_name: str) -> object:
    return type_data(inputs.viewer, type_name)


def _data_index(inputs: Inputs, _: str) -> object:
    return index_data(inputs.viewer)


def _file(inputs: Inputs, path: str) -> str:
    return path


InputKind = Callable[[Inputs, str], object]

INPUT_KINDS: Mapping[str, InputKind] = {
    "site": _site,
    "page": _page,
    "languages": _languages,
    "menus": _menus,
    "breadcrumbs": _breadcrumbs,
    "feeds": _feeds,
    "assets": _assets,
    "lists": _lists,
    "figures": _figures,
    "types": _types,
    "body": _body,
    "toc": _toc,
    "relations": _relations,
    "entry_figures": _entry_figures,
    "related": _related,
    "previous": _previous,
    "next": _next,
    "entries": _entries,
    "pager": _pager,
    "facets": _facets,
    "listing_body": _listing_body,
    "intro": _intro,
    "intro_toc": _intro_toc,
    "links": _links,
    "terms": _terms,
    "groups": _groups,
    "letters": _letters,
    "moments": _moments,
    "feed": _feed,
    "addresses": _addresses,
    "address": _address,
    "data": _data,
    "data_index": _data_index,
    "file": _file,
}

SHARED = frozenset({"site", "menus", "assets", "lists", "figures", "types"})
"""Inputs that are the same for every page of a language."""
