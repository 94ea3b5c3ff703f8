"""The digest of an input from what it is made of, without making it.

In every build the digest of every input of every output is asked for, and few of the values. So
each kind that many outputs have says here what its value is made from: cards by their parts, pages
by the facts of their documents. Whatever can change a value must be part of its digest; a kind that
is not in the register has the digest of its value.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import partial

from msgspec.structs import replace

from sitegen.digest import digest_of_parts
from sitegen.model.figures import FIGURES
from sitegen.model.links import led_to
from sitegen.model.listings import Listing, first_url, parse, rule_of
from sitegen.model.outbound import addresses_in, rel_of
from sitegen.model.pictures import pictures_in, version_of
from sitegen.model.terms import parse_term
from sitegen.model.versions import intro_key
from sitegen.types import Digest, Page, RichText
from sitegen.views import world
from sitegen.views.addresses import made_from
from sitegen.views.alphabet import letters
from sitegen.views.facet_views import FacetView
from sitegen.views.feeds import calendars_of, feed_view, feeds_of
from sitegen.views.inputs.archives import term_entries
from sitegen.views.inputs.entries import NUMBER, neighbour, outdated
from sitegen.views.inputs.every_page import made_in
from sitegen.views.inputs.indexes import listed, listing_entries, shown, shows_intro
from sitegen.views.inputs.seeing import on_listing_map, on_map
from sitegen.views.inputs.source import InputSource
from sitegen.views.maps import Counted
from sitegen.views.social_cards import card_digest as card_digest_of
from sitegen.views.social_cards import draws, subject_of
from sitegen.views.subjects import breadcrumbs, card_text, filter_label, is_thin, page_view
from sitegen.views.titled import ENTRY, LISTING, TERM


def card_digest(inputs: InputSource, entry: str) -> Digest:
    """Of what other pages may know of an entry, in the language of the inputs."""
    known = inputs.cards.get(entry)
    if known is None:
        known = inputs.cards[entry] = _card_digest(inputs, entry)
    return known


def _card_digest(inputs: InputSource, entry: str) -> Digest:
    viewer = inputs.viewer
    page = viewer.page(entry)
    if not viewer.config.types[page.type].page:
        return inputs.digester.digest_of(viewer.card(entry))  # with its fields, which data has on its card
    parts = [page.title, page.summary, page.url, page.language, repr(page.date)]
    parts.append(inputs.type_parts(page.type).names)
    parts += [rel_of(page.url, viewer.config.hosts)] if page.outside else []
    parts += _end(inputs, page)
    parts += (repr(page.current), str(page.past)) if page.current else ()
    for name, values in page.terms.items():
        parts.append(name)
        parts += map(inputs.term_parts(page.type, name).__getitem__, values)
    return digest_of_parts(*parts)


def _end(inputs: InputSource, page: Page) -> Iterator[str]:
    rule = inputs.viewer.config.types[page.type].state
    if rule:
        yield from (repr(page.dated(name)) for name in rule.end)


def _cards(inputs: InputSource, entries: Iterable[str]) -> Digest:
    return digest_of_parts(*(card_digest(inputs, entry) for entry in entries))


def _own(inputs: InputSource, entry: str) -> Digest:
    """Of all that an entry's own page shows of its fields."""
    site, viewer = inputs.site, inputs.viewer
    page = viewer.page(entry)
    document = site.documents[page.document]
    source = site.versions[entry].get(page.source_language, page.key)
    facts = (document.facts, site.documents[source].facts)
    mentioned = [card_digest(inputs, target) for target in site.mentions.get(entry, ())]
    links = [
        led_to(site, document, link.target)
        for value in page.fields.values()
        if isinstance(value, RichText)
        for link in value.links
    ]
    of_type = inputs.type_parts(page.type)
    countries = inputs.terms if of_type.has_countries else ""
    own = (document.path, card_digest(inputs, entry), page.source_language, of_type.definition)
    more = (*_rels(inputs, page), *_pictures(inputs, page), *_retired(inputs, page))
    return digest_of_parts(*own, countries, *facts, *mentioned, *links, *more)


def _retired(inputs: InputSource, page: Page) -> Iterator[str]:
    """Why a page is no longer offered, and what is known of the one that takes its place."""
    if page.retired:
        yield repr(page.retired)
        if page.retired.successor:
            yield card_digest(inputs, page.retired.successor)


def _pictures(inputs: InputSource, page: Page) -> Iterator[str]:
    """What the addresses of the pictures that its fields show are made of."""
    site = inputs.site
    if site.pictures:
        for image in pictures_in(page.fields):
            yield version_of(site.pictures[image.path], site.config.images)


def _rels(inputs: InputSource, page: Page) -> Iterator[str]:
    """What the links that fields of a page are tell of their hosts."""
    for field in inputs.type_parts(page.type).addressed:
        for address in addresses_in(field, page.fields.get(field.name)):
            yield rel_of(address, inputs.viewer.config.hosts)


def _first(subject: str) -> tuple[str, str]:
    """The first page of a list in pages, and the number of this one; no number for other subjects."""
    kind = subject.partition(":")[0]
    if kind not in (LISTING, TERM):
        return subject, ""
    rest, _, number = subject.rpartition("#")
    return f"{rest}#1", number


def _page(inputs: InputSource, subject: str) -> Digest:
    kind, _, key = subject.partition(":")
    if kind == ENTRY:
        own = _own(inputs, key)
        card = subject_of(inputs.site, subject)
        return digest_of_parts(own, _social_card(inputs, card)) if draws(inputs.site) else own
    first, number = _first(subject)
    view = inputs.kept_digest("page of", first, lambda: _seen(inputs, first))
    return digest_of_parts(view, number)


def _seen(inputs: InputSource, subject: str) -> object:
    """What a page shows that is not an entry's; a filtered list shows of itself only its filters."""
    kind, _, key = subject.partition(":")
    if kind != LISTING or "?" not in key:
        return page_view(inputs.speaker, subject)
    listing = parse(key)
    whole = _page(inputs, f"{LISTING}:{Listing(listing.scope).key}")
    label = filter_label(inputs.viewer, listing)
    return (whole, key, label, str(is_thin(inputs.site, listing)))


def _languages(inputs: InputSource, subject: str) -> Digest:
    kind, _, key = subject.partition(":")
    if kind == ENTRY:
        site = inputs.site
        return digest_of_parts(*(f"{code} {site.pages[p].url}" for code, p in site.versions[key].items()))
    made = made_in(inputs.viewer.whole, subject) if inputs.site.only_in else ()
    return digest_of_parts(_page(inputs, subject), *made)


def _breadcrumbs(inputs: InputSource, subject: str) -> Digest:
    kind, _, key = subject.partition(":")
    if kind == ENTRY:
        return inputs.type_parts(key.partition("/")[0]).names
    first, number = _first(subject)
    # All pages behind the first have the same, and all that are filtered.
    further = first if number in ("", "1") else f"{first[:-1]}2"
    if kind == LISTING and "?" in key:
        further = subject.partition("?")[0] + "?"
    return inputs.kept_digest("breadcrumbs of", further, lambda: breadcrumbs(inputs.speaker, subject))


def _linked_data(inputs: InputSource, subject: str) -> Digest:
    return digest_of_parts(_page(inputs, subject), _breadcrumbs(inputs, subject), inputs.schemas)


def _feeds(inputs: InputSource, subject: str) -> Digest:
    shared = _shared(subject, inputs.speaker.feeds)
    return inputs.kept_digest("feeds of", shared, lambda: feeds_of(inputs.speaker, subject))


def _calendars(inputs: InputSource, subject: str) -> Digest:
    shared = _shared(subject, inputs.speaker.calendars)
    return inputs.kept_digest("calendars of", shared, lambda: calendars_of(inputs.speaker, subject))


def _feed(inputs: InputSource, key: str) -> Digest:
    return inputs.kept_digest("feed", key, lambda: feed_view(inputs.speaker, inputs.speaker.feeds[key]))


def _shared(subject: str, own: Container[str]) -> str:
    """What all pages have in common that the same feeds concern; `own` are the entries with one."""
    kind, _, key = subject.partition(":")
    if kind == ENTRY:
        return subject if key in own else subject.partition("/")[0]
    return subject.partition("?")[0].partition("#")[0] if kind == LISTING else kind


def _pager(inputs: InputSource, key: str) -> Digest:
    listing = parse(key)
    size = rule_of(inputs.site.config, listing.scope).paginate_by
    url = first_url(inputs.site.config, listing)
    return digest_of_parts(url, str(listing.number), str(len(listed(inputs, listing))), str(size))


def _term_pager(inputs: InputSource, key: str) -> Digest:
    page = parse_term(key)
    size = inputs.site.config.taxonomies[page.taxonomy].paginate_by
    return digest_of_parts(key, str(len(inputs.site.terms[page.taxonomy][page.term])), str(size))


def _body(inputs: InputSource, key: str) -> Digest:
    """Of a text: its HTML, where its links lead, and the figures that its shortcodes print."""
    document = inputs.site.documents.get(key)
    if document is None:
        return ""
    parts = [document.body]
    parts += (led_to(inputs.site, document, target) for target in document.targets)
    for call in document.calls:
        parts += call
        entry = f"{FIGURES}/{call[1]}" if call[0] == NUMBER and len(call) > 1 else ""
        if entry in inputs.site.versions:
            parts.append(inputs.digester.digest_of(inputs.viewer.figure(entry)))
    return digest_of_parts(*parts)


def _toc(inputs: InputSource, key: str) -> Digest:
    document = inputs.site.documents.get(key)
    return document.body if document else ""


def _intro(inputs: InputSource, folder: str) -> Digest:
    return _body(inputs, intro_key(inputs.site, folder, inputs.viewer.language.code))


def _intro_toc(inputs: InputSource, folder: str) -> Digest:
    return _toc(inputs, intro_key(inputs.site, folder, inputs.viewer.language.code))


def _outdated(inputs: InputSource, key: str) -> Digest:
    if key not in inputs.site.outdated:
        return ""
    return inputs.kept_digest("outdated", key, lambda: outdated(inputs, key))


def _outdated_intro(inputs: InputSource, folder: str) -> Digest:
    return _outdated(inputs, intro_key(inputs.site, folder, inputs.viewer.language.code))


def _outdated_listing(inputs: InputSource, key: str) -> Digest:
    listing = parse(key)
    return _outdated_intro(inputs, listing.name) if shows_intro(listing) else ""


def _relations(inputs: InputSource, entry: str) -> Digest:
    parts: list[str] = []
    for relation in inputs.site.relations.get(entry, ()):
        parts += [relation.name, inputs.viewer.text(relation.label), _cards(inputs, relation.entries)]
    return digest_of_parts(*parts)


def _related(inputs: InputSource, entry: str) -> Digest:
    return _cards(inputs, inputs.site.related.get(entry, ()))


def _neighbour(step: int) -> DigestOf:
    def digest(inputs: InputSource, entry: str) -> Digest:
        found = neighbour(inputs, entry, step)
        return card_digest(inputs, found) if found else ""

    return digest


def _entries(inputs: InputSource, key: str) -> Digest:
    return _cards(inputs, listing_entries(inputs, parse(key)))


def _facets(inputs: InputSource, key: str) -> Digest:
    listing = parse(key)
    parts = [listing.key.rpartition("#")[0]]
    for facet in shown(inputs, listing):
        beside = "&".join(f"{name}={value}" for name, value in listing.filters if name != facet.name)
        key = f"{listing.scope}?{facet.name} {'' if facet.replaces else beside}"
        parts += [str(facet.replaces), inputs.kept_digest("facet", key, partial(_same, facet))]
    return digest_of_parts(*parts)


def _same(facet: FacetView) -> FacetView:
    return replace(facet, replaces=False)


def _term_entries(inputs: InputSource, key: str) -> Digest:
    return _cards(inputs, term_entries(inputs, parse_term(key)))


def _groups(inputs: InputSource, key: str) -> Digest:
    entries = term_entries(inputs, parse_term(key))
    types = dict.fromkeys(entry.partition("/")[0] for entry in entries)
    return digest_of_parts(_cards(inputs, entries), *(inputs.type_parts(name).names for name in types))


def _on_map(counted_of: Callable[[InputSource, str], Counted | None]) -> DigestOf:
    def digest(inputs: InputSource, key: str) -> Digest:
        counted = counted_of(inputs, key)
        if counted is None:
            return ""
        cards = (card_digest(inputs, entry) for entry, _ in counted.points)
        url = inputs.viewer.country_url
        countries = (f"{code} {number} {url(code)}" for code, number in sorted(counted.countries.items()))
        points = (f"{entry} {where} {number}" for (entry, where), number in counted.points.items())
        told = (counted.label, str(counted.csv), str(counted.placed), str(counted.without))
        return digest_of_parts(world.address(), *told, *countries, "", *points, *cards)

    return digest


def _letters(inputs: InputSource, _: str) -> Digest:
    alphabet = inputs.site.config.alphabet
    parts: list[str] = []
    for letter, pages in letters(inputs.viewer, alphabet.types if alphabet else ()):
        parts += [letter, *(card_digest(inputs, page.entry) for page in pages)]
    return digest_of_parts(*parts)


def _data(inputs: InputSource, type_name: str) -> Digest:
    site = inputs.viewer.whole
    parts = [inputs.type_parts(type_name).names, repr(site.config.licence)]
    for entry in site.entries[type_name]:
        for key in site.versions[entry].values():
            page = site.pages[key]
            parts += [site.documents[page.document].facts, page.key, page.url, str(page.state)]
        if not site.config.types[type_name].page:
            parts.append(inputs.viewer.url_of(inputs.viewer.page(entry)))
    return digest_of_parts(*parts)


def _shared_data(inputs: InputSource, type_name: str) -> Digest:
    return inputs.kept_digest("data of", type_name, lambda: _data(inputs, type_name))


def _table(inputs: InputSource, type_name: str) -> Digest:
    return digest_of_parts(_shared_data(inputs, type_name), *inputs.site.config.types[type_name].fields)


def _addresses(inputs: InputSource, _: str) -> Digest:
    return digest_of_parts(*made_from(inputs.viewer.whole))


def _social_card(inputs: InputSource, subject: str) -> Digest:
    return card_digest_of(inputs.viewer, card_text(inputs.speaker, subject))


def _outlines(inputs: InputSource, _: str) -> Digest:
    return world.address()


def _file(inputs: InputSource, path: str) -> Digest:
    return digest_of_parts(path, inputs.files[path])


DigestOf = Callable[[InputSource, str], Digest]

DIGESTS: Mapping[str, DigestOf] = {
    "page": _page,
    "languages": _languages,
    "breadcrumbs": _breadcrumbs,
    "feed": _feed,
    "event": _own,
    "feeds": _feeds,
    "calendars": _calendars,
    "linked_data": _linked_data,
    "body": _body,
    "toc": _toc,
    "outdated": _outdated,
    "outdated_intro": _outdated_intro,
    "outdated_listing": _outdated_listing,
    "intro": _intro,
    "intro_toc": _intro_toc,
    "relations": _relations,
    "related": _related,
    "previous": _neighbour(-1),
    "next": _neighbour(1),
    "pager": _pager,
    "term_pager": _term_pager,
    "entries": _entries,
    "facets": _facets,
    "term_entries": _term_entries,
    "groups": _groups,
    "letters": _letters,
    "data": _shared_data,
    "table": _table,
    "addresses": _addresses,
    "file": _file,
    "social_card": _social_card,
    "map": _on_map(on_map),
    "map_table": _on_map(on_map),
    "listing_map": _on_map(on_listing_map),
    "listing_map_table": _on_map(on_listing_map),
    "outlines": _outlines,
}
