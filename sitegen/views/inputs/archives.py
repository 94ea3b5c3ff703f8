"""The inputs of terms, timelines and the A–Z."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model.dates import is_when, order
from sitegen.model.terms import term_page_url
from sitegen.model.urls import term_url
from sitegen.types import EntryKey, Page, When
from sitegen.types.keys import TAXONOMY, TermPage, parse_term, scope_key, type_of
from sitegen.views.alphabet import letters
from sitegen.views.cards import LazyCard
from sitegen.views.facet_views import FacetTerm
from sitegen.views.frame import Frame
from sitegen.views.inputs.indexes import in_reading_order
from sitegen.views.inputs.kind import InputKind, cards_of, made_from
from sitegen.views.inputs.source import InputSource
from sitegen.views.pagers import PagerParts, on_page, pager
from sitegen.views.subjects import taxonomy_term_label
from sitegen.views.viewer import Viewer
from sitegen.views.views import Group, Moment, TermCount


def _terms(inputs: InputSource, name: str) -> tuple[TermCount, ...]:
    viewer, taxonomy = inputs.viewer, inputs.site.config.taxonomies[name]
    counts = [
        FacetTerm(
            term,
            taxonomy_term_label(viewer, name, term),
            viewer.href(viewer.here(term_url(viewer.config, taxonomy, term))),
            len(entries),
            current=False,
        )
        for term, entries in inputs.site.terms[name].items()
        if entries
    ]
    facet = "year" if "year" in taxonomy.fields else name
    return tuple(TermCount(t.value, t.label, t.url, t.count) for t in in_reading_order(viewer, facet, counts))


class GroupParts(Struct, frozen=True):
    name: str
    label: str
    url: str | None
    cards: tuple[LazyCard, ...]


def _group_views(parts: tuple[GroupParts, ...], _: Frame) -> tuple[Group, ...]:
    return tuple(
        Group(group.name, group.label, group.url, tuple(card.card() for card in group.cards))
        for group in parts
    )


def _groups(inputs: InputSource, key: str) -> tuple[GroupParts, ...]:
    """The entries on a page of a term, by type."""
    viewer = inputs.viewer
    by_type: dict[str, list[EntryKey]] = {}
    for entry in _term_entries(inputs, key):
        by_type.setdefault(type_of(entry), []).append(entry)
    return tuple(
        GroupParts(
            name, viewer.text(declared.plural), viewer.type_url(name), inputs.lazy_cards(by_type[name])
        )
        for name, declared in inputs.site.config.types.items()
        if name in by_type
    )


def _term_entries(inputs: InputSource, key: str) -> Sequence[EntryKey]:
    """The entries on a page of a term."""
    page = parse_term(key)
    size = inputs.site.config.taxonomies[page.taxonomy].paginate_by
    return on_page(with_term(inputs, page), page.number, size)


def _term_pager(inputs: InputSource, key: str) -> PagerParts:
    page, config = parse_term(key), inputs.site.config
    url = term_page_url(config, replace(page, number=1))
    entries = len(inputs.site.terms[page.taxonomy][page.term])
    return PagerParts(url, page.number, entries, config.taxonomies[page.taxonomy].paginate_by)


def with_term(inputs: InputSource, page: TermPage) -> Sequence[EntryKey]:
    """All entries with a term, in the order of the taxonomy."""
    return inputs.latest(replace(page, number=1).key, lambda: tuple(_ordered(inputs, page)))


def _ordered(inputs: InputSource, page: TermPage) -> Iterator[EntryKey]:
    viewer, config = inputs.viewer, inputs.site.config
    entries = inputs.site.terms[page.taxonomy][page.term]
    sort = config.taxonomies[page.taxonomy].sort
    if sort:
        yield from inputs.in_order(entries, scope_key(TAXONOMY, page.taxonomy))
        return
    for content_type in config.types.values():
        chosen = (entry for entry in entries if type_of(entry) == content_type.name)
        yield from viewer.ordered(chosen, content_type.sort)


def _letters(inputs: InputSource, _: str) -> tuple[GroupParts, ...]:
    alphabet = inputs.site.config.alphabet
    return tuple(
        GroupParts(letter, letter, None, inputs.lazy_cards(page.entry for page in pages))
        for letter, pages in letters(inputs.viewer, alphabet.types if alphabet else ())
    )


def moments_of(inputs: InputSource, type_name: str) -> tuple[Moment, ...]:
    """The points of a type's timeline, and those of its list, the earliest first."""
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
    for entry in inputs.site.lists.get(rule.list, ()):
        page = viewer.page(entry)
        if page.date is not None:
            moments.append(_moment(viewer, page, page.date, page.summary))
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


KINDS = {
    "terms": InputKind(_terms),
    "groups": made_from(_groups, _group_views),
    "term_entries": cards_of(_term_entries),
    "term_pager": made_from(_term_pager, pager),
    "letters": made_from(_letters, _group_views),
    "moments": InputKind(moments_of),
}
