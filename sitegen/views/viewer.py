"""From the site to what templates see, in one language. Pure; what was made once is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from babel import Locale
from markupsafe import Markup
from msgspec.structs import replace

from sitegen.kinds import KINDS
from sitegen.kinds.addresses import is_on_the_web
from sitegen.kinds.files import FILE, IMAGE
from sitegen.kinds.kind import ENTRY
from sitegen.markdown.typography import typography_of
from sitegen.model.collation import collator
from sitegen.model.data_addresses import data_address
from sitegen.model.dates import first_given
from sitegen.model.filter_pages import entry_instead
from sitegen.model.links import fill_links
from sitegen.model.listings import filtered, url_of
from sitegen.model.media_addresses import media_url
from sitegen.model.offered import offered_in
from sitegen.model.outbound import rel_of
from sitegen.model.picture_plans import ImageView, image_view
from sitegen.model.places import Coordinates
from sitegen.model.sorting import sort_pages
from sitegen.model.translated_pictures import is_inherited
from sitegen.model.urls import MANIFEST, index_url, taxonomy_url, term_url
from sitegen.model.versions import version
from sitegen.types import Config, EntryKey, Field, File, Image, Page, RichText, Site, Texts
from sitegen.types.keys import TYPE, Listing, name_of, scope_key
from sitegen.views.card_fields import drawing_for, fields_of_kind, files_of, picture_in
from sitegen.views.cards import CardParts, card
from sitegen.views.entry_link import EntryLink
from sitegen.views.frame import frame_of
from sitegen.views.language_names import language_name
from sitegen.views.orders import Orders
from sitegen.views.policy import policy
from sitegen.views.reads import Kept, Reads
from sitegen.views.translated_pictures import with_language
from sitegen.views.views import (
    Card,
    Choice,
    Country,
    Fact,
    FileView,
    ForeignText,
    GroupView,
    LanguageName,
    OutsideAddress,
    SiteView,
    Term,
)

NO_FIELDS: tuple[dict[str, object], tuple[Fact, ...]] = ({}, ())
MOST_CARDS = MOST_TERMS = 100_000
"""Limits on what is kept for the next pages; there can be as many terms as entries that others name."""


class Viewer:
    """The views of a site in one language."""

    def __init__(self, site: Site, language: str, reads: Reads | None = None) -> None:
        """`reads` notes what is looked up in the site, if the site is watched."""
        self.reads = reads = reads or Reads()
        self.whole = site
        """The site including the entries limited to other languages."""
        self.site, _ = reads.of(offered_in, site, language)
        self.config: Config = site.config
        self.frame = frame_of(site.config, language)
        self.language = self.frame.language
        self.locale = Locale.parse(self.language.locale)
        self._typography = typography_of(self.language)
        self.ordered = Orders(self.site, self.language, reads, self.page).ordered
        self._pages: Kept[EntryKey, Page] = Kept(reads, MOST_CARDS)
        self._terms: Kept[tuple[str, str, str], tuple[Term]] = Kept(reads, MOST_TERMS)
        self._files, self.images = fields_of_kind(site.config, FILE), fields_of_kind(site.config, IMAGE)
        self._cards: Kept[EntryKey, Card] = Kept(reads, MOST_CARDS)
        self._unfinished: dict[EntryKey, Card] = {}
        self._parts: Kept[EntryKey, CardParts] = Kept(reads, MOST_CARDS)

    # --- texts and addresses ---

    def text(self, texts: Texts) -> str:
        """A text of the site definition in this language, or in the default one."""
        own = texts.get(self.language.code) or texts.get("")
        return self._typography.text(own) if own else texts.get(self.config.default_language, "")

    def here(self, url: str) -> str:
        """The address of this language's version of a page that every language has."""
        return self.frame.here(url)

    def href(self, url: str) -> str:
        return self.frame.href(url)

    def url_of(self, page: Page) -> str:
        """Address of a page without the base path; empty for data that no index shows.

        An entry may lead to another site.
        """
        content_type = self.config.types[page.type]
        if content_type.page:
            return page.url
        return data_address(self.site, page.entry, self.language.code)

    def permalink(self, url: str) -> str:
        return self.frame.permalink(url)

    def direction(self, language: str) -> str:
        return self.frame.direction(language)

    def isolated(self, text: str, language: str) -> str:
        return self.frame.isolated(text, language)

    @cached_property
    def site_view(self) -> SiteView:
        home, search = self.here("/"), self.config.searched
        return SiteView(
            title=self.text(self.config.title),
            description=self.text(self.config.description),
            lang=self.language.code,
            dir=self.language.direction,
            locale=self.language.locale,
            base_url=self.config.base_url,
            base_path=self.config.base_path,
            home=self.href(home),
            url=self.permalink(home),
            default_language=self.config.default_language,
            policy=policy(search is not None),
            search=self.href(self.here(search.permalink)) if search else None,
            origin=self.config.base_url.removesuffix(self.config.base_path),
            short_name=self.text(search.short_name) if search else "",
            manifest=self.href(f"/{MANIFEST}") if self.config.icon else None,
        )

    # --- cards ---

    def page(self, entry: EntryKey) -> Page:
        return self._pages.get(entry, version, self.site, entry, self.language.code)

    def card(self, entry: EntryKey) -> Card:
        if entry in self._unfinished:
            self.card_parts(entry)
            return self._unfinished[entry]
        return self._cards.get(entry, self._card, entry)

    def _card(self, entry: EntryKey) -> Card:
        parts = self.card_parts(entry)
        made = card(parts, self.frame)
        if not self.config.types[parts.type].page:
            self._unfinished[entry] = made  # data may refer to each other
            try:
                made = card(parts, self.frame, self.values(self.page(entry))[0])
            finally:
                del self._unfinished[entry]
        self._parts.drop(entry)
        return made

    def cards(self, entries: Iterable[EntryKey]) -> tuple[Card, ...]:
        return tuple(self.card(entry) for entry in entries)

    def card_parts(self, entry: EntryKey) -> CardParts:
        """Parts of the card of an entry, cached from the digest of the card until the card is made."""
        return self._parts.get(entry, self._card_parts, entry)

    def _card_parts(self, entry: EntryKey) -> CardParts:
        page = self.page(entry)
        content_type = self.config.types[page.type]
        url = self.url_of(page)
        fields, facts = _OnCards(self).values(page, content_type.card) if content_type.card else NO_FIELDS
        return CardParts(
            entry=entry,
            type=page.type,
            type_label=self.text(content_type.singular),
            title=page.title,
            summary=page.summary,
            url=url,
            rel=rel_of(url, self.config.hosts) if page.outside else "",
            language=page.language,
            date=page.date,
            end=first_given(page.dated_fields, content_type.state.end) if content_type.state else None,
            terms=self.terms(page, self.href(url)),
            files=tuple(map(self.file, files_of(page, self._files[page.type]))),
            picture=self.picture_of(page),
            fields=fields,
            facts=facts,
        )

    def sorted(self, entries: Iterable[EntryKey], sort: Iterable[str]) -> list[Page]:
        """The pages of these entries in this language, in its own alphabetical order."""
        return sort_pages(map(self.page, entries), sort, self.language.locale)

    # --- terms ---

    def terms(self, page: Page, own: str) -> dict[str, tuple[Term, ...]]:
        """The terms of a page by name. `own` is its address, to which none of them leads."""
        return {name: self._terms_of(page.type, name, it, own) for name, it in page.terms.items()}

    def _terms_of(self, type_name: str, name: str, values: Iterable[str], own: str) -> tuple[Term, ...]:
        """The terms of these values; a single one is in a tuple that all pages share, to save memory."""
        found = [self._term(type_name, name, value, own) for value in values]
        return found[0] if len(found) == 1 else tuple(term for (term,) in found)

    def _term(self, type_name: str, name: str, value: str, own: str) -> tuple[Term]:
        found = self._terms.get((type_name, name, value), self._made_term, type_name, name, value)
        return (replace(found[0], url=None),) if found[0].url == own else found

    def _made_term(self, type_name: str, name: str, value: str) -> tuple[Term]:
        return (Term(value, self.term_label(type_name, name, value), self.term_url(type_name, name, value)),)

    def term_label(self, type_name: str, name: str, value: str) -> str:
        """Label of a value of a facet."""
        content_type = self.config.types.get(type_name)
        if name == "type":
            return self.text(self.config.types[value].plural)
        if name == "state" and content_type and content_type.state:
            return self.text(content_type.state.values.get(value, {"": value}))
        known = content_type.fields.get(name) if content_type else None
        if known is None or name == "year":
            return value
        return KINDS[known.kind].label(self, known, value)

    def order_of_term(self, value: str, label: str) -> str:
        """The sort key of a term: that of the entry that it is, or of what readers call it."""
        sorted_by = self.page(EntryKey(value)).sort_title if value in self.site.versions else label
        return collator(self.language.locale).key(sorted_by)

    def term_url(self, type_name: str, name: str, value: str) -> str | None:
        """Address of the list of everything with a value (its own page, a taxonomy's, or a facet's)."""
        content_type = self.config.types[type_name]
        if name == "type":
            return self.type_url(value)
        known = content_type.fields.get(name)
        if known is not None and KINDS[known.kind].points_to == ENTRY and value in self.site.versions:
            url = self.url_of(self.page(EntryKey(value)))
            return self.href(url) if url else None
        for taxonomy in self.config.taxonomies.values():
            if name in taxonomy.fields and value in self.site.terms[taxonomy.name]:
                return self.href(self.here(term_url(self.config, taxonomy, value)))
        if content_type.index is None or name not in content_type.index.facets:
            return None
        listing = Listing(scope_key(TYPE, type_name), ((name, value),))
        may_be_empty = self.site.only_in or self.site.retired
        return None if may_be_empty and not filtered(self.site, listing) else self.list_url(listing)

    def list_url(self, listing: Listing) -> str:
        """Address of a list, or of the page of the only entry in it."""
        entry = entry_instead(self.site, listing)
        url = self.page(entry).url if entry else self.here(url_of(self.site, listing, self.language.code))
        return self.href(url)

    def type_url(self, type_name: str) -> str | None:
        content_type = self.config.types[type_name]
        return self.href(self.here(index_url(content_type))) if content_type.index else None

    def title(self, page: Page) -> str:
        """A page's title; where it is in another language, it says so."""
        if page.language == self.language.code:
            return self.isolated(page.title, page.language)
        return ForeignText(page.title, page.language, self.direction(page.language))

    def country(self, code: str) -> str:
        return str(self.locale.territories.get(code, code))

    def country_url(self, code: str) -> str | None:
        for taxonomy in self.config.taxonomies.values():
            if code in self.site.terms[taxonomy.name]:
                return self.href(self.here(term_url(self.config, taxonomy, code)))
        return None

    def language_name(self, code: str) -> str:
        return language_name(code, self.locale)

    def facet_label(self, types: Iterable[str], name: str) -> str:
        """The name of a facet: the label of the field, or the word for type, year or state."""
        for type_name in types:
            known = self.config.types[type_name].fields.get(name)
            if known is not None:
                return self.text(known.label)
        return ""

    # --- values of fields ---

    def values(
        self, page: Page, names: Iterable[str] | None = None
    ) -> tuple[dict[str, object], tuple[Fact, ...]]:
        """The fields of a page by name, all or those with these names, and those to be shown as facts."""
        known, fields = self.config.types[page.type].fields, page.dated_fields
        if names is not None:
            known = {name: known[name] for name in names}
            fields = {name: fields[name] for name in names if name in fields}
        return self._values(known, fields, page, "")

    def _values(
        self, known: Mapping[str, Field], fields: Mapping[str, object], page: Page, within: str
    ) -> tuple[dict[str, object], tuple[Fact, ...]]:
        """`within` is the place of a group whose fields these are: `FIELD/POSITION/`."""
        values: dict[str, object] = {}
        facts: list[Fact] = []
        for name, field in known.items():
            given = fields.get(name)
            if given is None:
                continue
            value = self._value(field, given, page, within + name)
            if value is None or value == ():
                continue
            values[name] = value
            if field.show:
                facts.append(Fact(name, self.text(field.label), field.kind, field.many, value))
        for name in fields.keys() - known.keys():
            values[name] = fields[name]
        return values, tuple(facts)

    def _value(self, field: Field, value: object, page: Page, place: str) -> object:
        if field.many and isinstance(value, tuple):
            found = (self._single(field, item, page, f"{place}/{n}") for n, item in enumerate(value))
            return tuple(item for item in found if item is not None)
        return self._single(field, value, page, f"{place}/0" if field.fields else place)

    def _single(self, field: Field, value: object, page: Page, place: str) -> object:
        return KINDS[field.kind].view(self, field, value, page, place)

    def group(self, known: Field, values: Mapping[str, object], page: Page, place: str) -> GroupView:
        return GroupView(*self._values(known.fields, values, page, f"{place}/"))

    def words(self, text: str, page: Page, place: str) -> str:
        """A text field with the blanks of its language; where that is not the page's, it says so."""
        foreign = is_inherited(page.inherited, place)
        language = page.source_language if foreign else page.language
        text = typography_of(self.config.languages.get(language)).field(text)
        return ForeignText(text, language, self.direction(language)) if foreign else text

    def rich(self, text: RichText, page: Page) -> Markup:
        document = self.site.documents[page.document]
        return Markup(fill_links(self.site, document, text.html, text.links))  # noqa: S704 - sanitised

    def choice(self, known: Field, value: str) -> Choice:
        return Choice(value, self.text(known.choices.get(value, {"": value})))

    def country_view(self, code: str) -> Country:
        return Country(code, self.country(code), self.country_url(code))

    def language_view(self, code: str) -> LanguageName:
        return LanguageName(code, self.language_name(code))

    def point(self, coordinates: str) -> Coordinates:
        return Coordinates(coordinates)

    def address(self, url: str) -> OutsideAddress:
        return OutsideAddress(url, rel_of(url, self.config.hosts))

    def entry(self, key: EntryKey) -> Card | EntryLink | None:
        return self.card(key) if key in self.site.versions else None

    def entry_title(self, key: EntryKey) -> str | None:
        return self.title(self.page(key)) if key in self.site.versions else None

    def picture(self, image: Image, page: Page, place: str) -> ImageView:
        return with_language(image_view(self.site, image), page, place, self.direction(page.source_language))

    def picture_of(self, page: Page) -> ImageView | None:
        """The picture that stands for an entry, on its page and its card."""
        found = picture_in(page, self.images[page.type])
        return self.picture(found[1], page, found[0]) if found else drawing_for(self.site, page, self.href)

    def file(self, file: File) -> FileView:
        name = self.language_name(file.language) if file.language else None
        outside = is_on_the_web(file.path)
        url = file.path if outside else self.href(media_url(self.site, file.path))
        rel = rel_of(file.path, self.config.hosts) if outside else ""
        return FileView(url, rel, file.language, name, file.format, file.size)

    def taxonomy_href(self, name: str) -> str:
        return self.href(self.here(taxonomy_url(self.config.taxonomies[name])))


class _OnCards(Viewer):
    """A viewer whose values on a card name other entries by title and address, and not by their cards."""

    def __init__(self, viewer: Viewer) -> None:
        self.__dict__ = viewer.__dict__  # the same caches

    def entry(self, key: EntryKey) -> EntryLink | None:
        if key not in self.site.versions:
            return None
        page = self.page(key)
        url = self.url_of(page)
        return EntryLink(
            key=key,
            name=name_of(key),
            type=page.type,
            title=self.isolated(page.title, page.language),
            url=self.href(url) if url else "",
            lang=page.language,
            dir=self.direction(page.language),
            foreign=page.language != self.language.code,
            outside=OutsideAddress(url, rel_of(url, self.config.hosts)) if page.outside else None,
        )
