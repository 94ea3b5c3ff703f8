"""The inputs of terms, timelines and the A–Z."""

from __future__ import annotations

from sitegen.model.dates import is_when, order
from sitegen.model.inputs.indexes import in_reading_order
from sitegen.model.inputs.source import InputSource
from sitegen.model.subjects import (
    taxonomy_term_label,
)
from sitegen.model.urls import term_url
from sitegen.model.viewer import Viewer
from sitegen.model.views import (
    FacetTerm,
    Group,
    Moment,
    TermCount,
)
from sitegen.types import Page, When


def _terms(inputs: InputSource, name: str) -> tuple[TermCount, ...]:
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
    return tuple(TermCount(t.value, t.label, t.url, t.count) for t in in_reading_order(facet, counts))


def _groups(inputs: InputSource, key: str) -> tuple[Group, ...]:
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


def _letters(inputs: InputSource, _: str) -> tuple[Group, ...]:
    viewer, alphabet = inputs.viewer, inputs.site.config.alphabet
    types = alphabet.types if alphabet else ()
    return tuple(
        Group(letter, letter, None, viewer.cards(page.entry for page in pages))
        for letter, pages in viewer.letters(types)
    )


def _moments(inputs: InputSource, type_name: str) -> tuple[Moment, ...]:
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


INPUTS = {
    "terms": _terms,
    "groups": _groups,
    "letters": _letters,
    "moments": _moments,
}
