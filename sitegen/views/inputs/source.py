"""Everything that inputs in one language are made from, and caches of what many of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from sitegen.definition.digests import digest_of_type
from sitegen.digest import Digester, digest_of_parts
from sitegen.kinds import KINDS
from sitegen.kinds.kind import COUNTRY
from sitegen.model.listings import entries_of, shown_of, sort_of
from sitegen.model.outbound import can_hold_addresses
from sitegen.model.places import Places, places_of
from sitegen.store.bodies import Bodies
from sitegen.types import Catalogue, Digest, DocumentKey, EntryKey, Field, Filter, Input, ScopeKey, SubjectKey
from sitegen.types.keys import TAXONOMY, kind_and_key, relation_of, type_of
from sitegen.views.cards import LazyCard, digest_of_card
from sitegen.views.facet_views import FacetView
from sitegen.views.figure_views import Figures
from sitegen.views.reads import Kept
from sitegen.views.subjects import ViewContext
from sitegen.views.viewer import Viewer
from sitegen.views.views import Card, FigureView
from sitegen.views.words import Words


class TypeParts(Struct, frozen=True):
    """Parts of the digests of entries that all entries of a type share."""

    names: Digest
    """Digest of the names of the type and of the address of its index."""
    definition: Digest
    """Digest of everything that its `_type.yaml` declares."""
    has_countries: bool
    addressed: tuple[Field, ...]
    """The fields that can have addresses on the web."""


class InputSource:
    """A site, its files and its words in one language, from which values and digests of inputs are made."""

    def __init__(
        self,
        viewer: Viewer,
        catalogues: Mapping[str, Catalogue],
        bodies: Bodies,
        assets: Mapping[str, str],
        files: Mapping[str, Digest],
    ) -> None:
        self.viewer = viewer
        self.reads = reads = viewer.reads
        self.figures = Figures(self.viewer)
        self.site = self.viewer.site
        self.context = ViewContext(self.viewer, Words(catalogues.get(viewer.language.code)), Kept(reads, 1))
        self.catalogues = catalogues
        self.bodies = bodies
        self.files = files
        self.data: Mapping[str, str] = {}
        """Texts of the files below `data/` that templates name."""
        self.digester = Digester((Card, FacetView, FigureView), LazyCard)
        self._digests: Kept[tuple[str, str], Digest] = Kept(reads)
        self._card_digests: Kept[EntryKey, Digest] = Kept(reads)
        self._crumb_digests: Kept[EntryKey, Digest] = Kept(reads)
        self.assets = {path: self.viewer.href(url) for path, url in assets.items()}
        self.shared: Kept[Input, object] = Kept(reads)
        self.facets: Kept[ScopeKey, tuple[FacetView, ...]] = Kept(reads)
        self.paired: Kept[ScopeKey, Mapping[Filter, Mapping[str, FacetView]]] = Kept(reads)
        self.last_links: Kept[DocumentKey, tuple[str, ...]] = Kept(reads, 1)
        """The attributes of the links of the text that was digested last."""
        self.last_page: Kept[SubjectKey, Digest] = Kept(reads, 1)
        """The digest of the page that was digested last, by its subject."""
        self._latest: Kept[str, Sequence[EntryKey]] = Kept(reads, 1)
        self._ordered: Kept[ScopeKey, dict[EntryKey, int]] = Kept(reads)
        self._places_in: dict[str, dict[EntryKey, int]] = {}
        self._places_of: Kept[EntryKey, Places] = Kept(reads)
        self._types: dict[str, TypeParts] = {}

    # --- orders ---

    def ordered(self, scope: ScopeKey) -> Sequence[EntryKey]:
        """The entries on the pages of an index in the order of this language."""
        shown = shown_of(self.site, scope)
        if relation_of(scope):
            return shown
        if shown is entries_of(self.site, scope):
            return self.latest(scope, lambda: tuple(self._positions(scope)))
        sort = sort_of(self.site.config, scope)
        return self.latest(scope, lambda: self._in_language(shown, sort))

    def in_order(self, entries: Iterable[EntryKey], scope: ScopeKey) -> Sequence[EntryKey]:
        """Some of the entries of an index, in its order."""
        return sorted(entries, key=self._positions(scope).__getitem__)

    def siblings(self, entry: EntryKey) -> tuple[Sequence[EntryKey], int | None]:
        """The entries beside an entry: those of its type, or of its section; and its position there.

        The position is None if it is retired.
        """
        site, name = self.site, type_of(entry)
        above = site.parents.get(entry, name)
        found = site.children.get(above, ()) if name in site.children else site.entries[name]
        if above not in self._places_in:
            self._places_in[above] = {other: number for number, other in enumerate(found)}
        return found, self._places_in[above].get(entry)

    def places_of(self, entry: EntryKey) -> Places:
        """The countries and points of an entry, which many listings count."""
        return self._places_of.get(entry, places_of, self.site, entry)

    def latest(self, key: str, make: Callable[[], Sequence[EntryKey]]) -> Sequence[EntryKey]:
        """The entries of a list, kept until another list is asked for: its pages follow each other."""
        return self._latest.get(key, make)

    def _positions(self, scope: ScopeKey) -> dict[EntryKey, int]:
        return self._ordered.get(scope, self._numbered, scope)

    def _numbered(self, scope: ScopeKey) -> dict[EntryKey, int]:
        return {entry: number for number, entry in enumerate(self._whole(scope))}

    def _whole(self, scope: ScopeKey) -> Sequence[EntryKey]:
        """The entries of an index, or of all terms of a taxonomy (`taxonomy:countries`), in their order."""
        kind, name = kind_and_key(scope)
        if kind != TAXONOMY:
            return self._in_language(entries_of(self.site, scope), sort_of(self.site.config, scope))
        entries = {entry: None for found in self.site.terms[name].values() for entry in found}
        return self.viewer.ordered(entries, self.site.config.taxonomies[name].sort)

    def _in_language(self, entries: Sequence[EntryKey], sort: Sequence[str]) -> Sequence[EntryKey]:
        """Entries that the site has in the order of its default language, in the order of this one."""
        if self.viewer.language.code == self.site.config.default_language:
            return entries
        return self.viewer.ordered(entries, sort)

    def lists(self) -> dict[str, tuple[Card, ...]]:
        """The cards of each list, by its name."""
        lists, rules = self.site.lists, self.site.config.lists.values()
        return {
            rule.name: self.viewer.cards(self._in_language(lists[rule.name], rule.sort)) for rule in rules
        }

    # --- cards ---

    def card(self, entry: EntryKey) -> Card:
        return self.viewer.card(entry)

    def card_digest(self, entry: EntryKey) -> Digest:
        """The digest of an entry's card; data has its fields on its card, which then counts as a whole."""
        return self._card_digests.get(entry, self._digest_of_card, entry)

    def _digest_of_card(self, entry: EntryKey) -> Digest:
        parts = self.viewer.card_parts(entry)
        is_page = self.site.config.types[parts.type].page
        return digest_of_card(parts) if is_page else self.digester.digest_of(self.viewer.card(entry))

    def crumb_digest(self, entry: EntryKey) -> Digest:
        """The digest of the title and the address of an entry."""
        return self._crumb_digests.get(entry, self._digest_of_crumb, entry)

    def _digest_of_crumb(self, entry: EntryKey) -> Digest:
        page = self.viewer.page(entry)
        return digest_of_parts(page.title, page.url, page.language)

    def lazy_card(self, entry: EntryKey) -> LazyCard:
        return LazyCard(entry, self)

    def lazy_cards(self, entries: Iterable[EntryKey]) -> tuple[LazyCard, ...]:
        return tuple(LazyCard(entry, self) for entry in entries)

    # --- parts of digests ---

    @cached_property
    def frame_digest(self) -> Digest:
        """The digest of everything that addresses are made with."""
        permalinks = [rule.permalink for rule in self.site.config.taxonomies.values()]
        return self.digester.digest_of((self.viewer.frame, permalinks))

    @cached_property
    def terms(self) -> Digest:
        """The digest of the terms that have a page."""
        found = self.site.terms.items()
        return digest_of_parts(*(f"{name} {term}" for name, terms in found for term in terms))

    def type_parts(self, name: str) -> TypeParts:
        if name not in self._types:
            viewer, content_type = self.viewer, self.site.config.types[name]
            names = viewer.text(content_type.singular), viewer.text(content_type.plural)
            fields = content_type.fields.values()
            self._types[name] = TypeParts(
                digest_of_parts(*names, str(viewer.type_url(name))),
                digest_of_type(content_type),
                _has_countries(fields),
                tuple(filter(can_hold_addresses, fields)),
            )
        return self._types[name]

    def digest_once(self, kind: str, key: str, make: Callable[[], object]) -> Digest:
        """The digest of a value that several outputs share."""
        return self._digests.get((kind, key), lambda: self.digester.digest_of(make()))


def _has_countries(fields: Iterable[Field]) -> bool:
    return any(KINDS[it.kind].place == COUNTRY or _has_countries(it.fields.values()) for it in fields)
