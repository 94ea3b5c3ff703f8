"""The inputs that are made from the subject of a page: the page itself, and the ways from it to others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.digest import digest_of_parts
from sitegen.model.filter_pages import entry_instead
from sitegen.model.links import link_attributes, picture_part
from sitegen.model.listings import filtered, rule_of, url_of
from sitegen.model.media_addresses import media_url
from sitegen.model.offered import offered_in
from sitegen.model.outbound import addresses_in, rel_of
from sitegen.model.picture_plans import pictures_in, version_of
from sitegen.model.urls import in_language
from sitegen.types import Digest, EntryKey, Page, RichText, Site, SubjectKey
from sitegen.types.keys import (
    Listing,
    kind_and_key,
    number_of,
    numbered,
    owner_of,
    parse_listing,
    parse_term,
    scope_of,
    subject_key,
    type_of,
)
from sitegen.views.breadcrumbs import breadcrumbs, entries_above
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.pagers import page_count
from sitegen.views.subjects import filter_label, is_thin, page_parts, page_view, subject_kinds
from sitegen.views.titled import ENTRY, LISTING, TERM
from sitegen.views.views import Crumb, LanguageLink, PageView

# --- the page itself ------------------------------------------------------------------------------


def _page(inputs: InputSource, subject: SubjectKey) -> PageView:
    return page_view(inputs.context, subject)


def _page_digest(inputs: InputSource, subject: SubjectKey) -> Digest:
    """The digest of a page, kept for the other inputs that are made from the page."""
    return inputs.last_page.get(subject, _digest_of_page, inputs, subject)


def _digest_of_page(inputs: InputSource, subject: SubjectKey) -> Digest:
    kind, key = kind_and_key(subject)
    if kind == ENTRY:
        digests = (part.digest for part in page_parts().values() if part.digest)
        of_features = (digest(inputs.context, subject) for digest in digests)
        return digest_of_parts(*_entry_parts(inputs, key), *of_features)
    first, number = _first(subject)
    view = inputs.digest_once("page", first, lambda: _list_parts(inputs, first))
    return digest_of_parts(view, number)


def _entry_parts(inputs: InputSource, entry: EntryKey) -> Iterator[str]:
    """Everything that the page of an entry is made from except its text: facts of its document and of the
    source, and what its references, addresses and pictures show."""
    site, page = inputs.site, inputs.viewer.page(entry)
    document = site.documents[page.document]
    source = site.versions[entry].get(page.source_language, page.key)
    of_type = inputs.type_parts(page.type)
    yield from (document.path, document.facts, site.documents[source].facts, page.source_language)
    yield from (inputs.card_digest(entry), repr(page.current), str(page.past), of_type.definition)
    if of_type.has_countries:
        yield inputs.terms
    yield from map(inputs.card_digest, site.mentions.get(entry, ()))
    for value in page.fields.values():
        if isinstance(value, RichText):
            yield from (link_attributes(site, document, link.target) for link in value.links)
            yield from (picture_part(site, document, link.target) for link in value.links)
    yield from _addresses(inputs, page)
    yield from _pictures(inputs, page)
    yield from _retired(inputs, page)


def _retired(inputs: InputSource, page: Page) -> Iterator[str]:
    """The reason why a page is no longer offered, and the card of its successor."""
    if page.retired:
        yield repr(page.retired)
        if page.retired.successor:
            yield inputs.card_digest(page.retired.successor)


def _pictures(inputs: InputSource, page: Page) -> Iterator[str]:
    """Versions of the pictures in its fields, which are part of their addresses."""
    site = inputs.site
    if site.pictures:
        for image in pictures_in(page.fields):
            yield version_of(site.pictures[image.path], site.config.images)
            if site.bases:
                yield media_url(site, image.path)


def _addresses(inputs: InputSource, page: Page) -> Iterator[str]:
    """The `rel` of each address on the web in its fields."""
    for field in inputs.type_parts(page.type).addressed:
        for address in addresses_in(field, page.fields.get(field.name)):
            yield rel_of(address, inputs.viewer.config.hosts)


def _first(subject: SubjectKey) -> tuple[SubjectKey, str]:
    """The first page of a list in pages, and the number of this one; no number for other subjects."""
    if kind_and_key(subject)[0] not in (LISTING, TERM):
        return subject, ""
    rest, number = number_of(subject)
    return SubjectKey(numbered(rest, 1)), str(number)


def _list_parts(inputs: InputSource, subject: SubjectKey) -> object:
    """The view of a page that is not an entry's; of a filtered list the whole list and its filters."""
    kind, key = kind_and_key(subject)
    listing = parse_listing(key) if kind == LISTING else None
    if listing is None or not listing.filters:
        return page_view(inputs.context, subject)
    whole = _digest_of_page(inputs, subject_key(LISTING, Listing(listing.scope).key))
    return (whole, key, filter_label(inputs.viewer, listing), is_thin(inputs.site, listing))


# --- the page in other languages ------------------------------------------------------------------


def _languages(inputs: InputSource, subject: SubjectKey) -> tuple[LanguageLink, ...]:
    """A link for each language: to this page where it has a version, else to that language's home."""
    kind, name = kind_and_key(subject)
    viewer, config = inputs.viewer, inputs.site.config
    neutral = _url_of_list(inputs, subject)
    versions = inputs.site.versions.get(name, {}) if kind == ENTRY else _made_in(viewer.whole, subject)
    links = []
    for code, language in config.languages.items():
        exists = code in versions
        if kind == ENTRY and exists:
            url = inputs.site.pages[inputs.site.versions[name][code]].url
        elif exists and kind == LISTING and owner_of(scope_of(name)):
            url = in_language(config, url_of(inputs.site, parse_listing(name), code), code)
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


def _languages_digest(inputs: InputSource, subject: SubjectKey) -> Digest:
    kind, key = kind_and_key(subject)
    if kind == ENTRY:
        site = inputs.site
        return digest_of_parts(*(f"{code} {site.pages[p].url}" for code, p in site.versions[key].items()))
    owner = owner_of(scope_of(key)) if kind == LISTING else ""
    made = _made_in(inputs.viewer.whole, subject) if inputs.site.only_in or owner else ()
    urls = _languages_digest(inputs, subject_key(ENTRY, owner)) if owner else ""
    return digest_of_parts(_page_digest(inputs, subject), *made, urls)


def _made_in(site: Site, subject: SubjectKey) -> tuple[str, ...]:
    """The languages that have a generated page; none for pages that no reader looks for."""
    kind, key = kind_and_key(subject)
    subject_kind = subject_kinds()[kind]
    codes, is_made = subject_kind.languages(site.config), subject_kind.is_made
    owner = owner_of(scope_of(key)) if kind == LISTING else EntryKey("")
    if owner:  # not in languages without a translation of its page
        codes = tuple(code for code in codes if code in site.versions[owner])
    if not site.only_in or not (is_made or kind in (LISTING, TERM)):
        return codes
    offered = ((code, offered_in(site, code)) for code in codes)
    return tuple(code for code, it in offered if (is_made(it, key) if is_made else _is_listed(it, kind, key)))


def _is_listed(site: Site, kind: str, key: str) -> bool:
    """True if the site, as offered in a language, has this page of a list or term."""
    entries: Sequence[EntryKey] | None
    if kind == TERM:
        page = parse_term(key)
        number, size = page.number, site.config.taxonomies[page.taxonomy].paginate_by
        entries = site.terms[page.taxonomy].get(page.term)
    else:
        listing = parse_listing(key)
        number, size = listing.number, rule_of(site.config, listing.scope).paginate_by
        found = filtered(site, listing)
        entries = None if listing.filters and (not found or entry_instead(site, listing)) else found
    return entries is not None and number <= page_count(len(entries), size)


def _url_of_list(inputs: InputSource, subject: SubjectKey) -> str:
    """The address of a generated page without the prefix of its language."""
    url = page_view(inputs.context, subject).url.removeprefix(inputs.site.config.base_path)
    home = inputs.viewer.here("/")
    return "/" + url.removeprefix(home) if home != "/" else url


# --- the way to it, and what goes with it ---------------------------------------------------------


def _breadcrumbs(inputs: InputSource, subject: SubjectKey) -> tuple[Crumb, ...]:
    return breadcrumbs(inputs.context, subject)


def _breadcrumbs_digest(inputs: InputSource, subject: SubjectKey) -> Digest:
    kind, key = kind_and_key(subject)
    if kind == ENTRY:
        names = inputs.type_parts(type_of(key)).names
        above = entries_above(inputs.viewer, key) if key in inputs.site.parents else ()
        return digest_of_parts(names, *map(inputs.crumb_digest, above)) if above else names
    first, number = _first(subject)
    # All pages behind the first have the same, and all that are filtered.
    further = f"{first} and further" if number not in ("", "1") else first
    if kind == LISTING and parse_listing(key).filters:
        further = f"{scope_of(key)} filtered"
    return inputs.digest_once("breadcrumbs", further, lambda: _breadcrumbs(inputs, subject))


KINDS = {
    "page": InputKind(_page, _page_digest),
    "languages": InputKind(_languages, _languages_digest),
    "breadcrumbs": InputKind(_breadcrumbs, _breadcrumbs_digest),
}
