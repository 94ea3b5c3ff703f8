"""The inputs of the page for searching: what can be filtered by, and the ways for those who do not search."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.listings import SAME
from sitegen.model.versions import is_offered, master
from sitegen.types.keys import LIST, TAXONOMY, TYPE
from sitegen.views.facet_views import FacetTerm, FacetView
from sitegen.views.inputs.indexes import in_reading_order, word_of_facet
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.menus import TARGETS
from sitegen.views.views import Crumb


def _filters(inputs: InputSource, _: str) -> tuple[FacetView, ...]:
    """The filters of the search, each with the values that something found has; they lead nowhere.

    Their labels are bare texts, because nothing else may stand in an `option`.
    """
    rule, site = inputs.site.config.searched, inputs.site
    found: dict[str, dict[str, FacetTerm]] = {name: {} for name in (rule.filters if rule else ())}
    for entry in site.versions:
        page = master(site, entry)
        offered = is_offered(site, entry, inputs.viewer.language.code)
        if not page.output or not page.indexed or not offered:
            continue
        for name, terms in found.items():
            own = name if name in page.terms else SAME.get(name, "")
            for value in page.terms.get(own, ()):
                known = terms.get(value)
                label = known.label if known else str(inputs.viewer.term_label(page.type, own, value))
                terms[value] = FacetTerm(value, label, "", known.count + 1 if known else 1, current=False)
    types = tuple(site.config.types)
    return tuple(
        FacetView(
            name,
            word_of_facet(inputs, types, name),
            tuple(in_reading_order(inputs.viewer, name, list(terms.values()))),
        )
        for name, terms in found.items()
        if terms
    )


def _ways(inputs: InputSource, _: str) -> tuple[Crumb, ...]:
    """The A to Z, the taxonomies and the indexes of the site."""
    return tuple(_links(inputs))


def _links(inputs: InputSource) -> Iterator[Crumb]:
    config = inputs.site.config
    if config.alphabet:
        yield _way(inputs, "alphabet", "")
    yield from (_way(inputs, TAXONOMY, name) for name in config.taxonomies)
    yield from (_way(inputs, LIST, rule.name) for rule in config.lists.values() if rule.permalink)
    yield from (_way(inputs, TYPE, t.name) for t in config.types.values() if t.index)


def _way(inputs: InputSource, kind: str, name: str) -> Crumb:
    title, url, language = TARGETS[kind](inputs.context, name)
    return Crumb(title, inputs.viewer.href(url), language)


KINDS = {"filters": InputKind(_filters), "ways": InputKind(_ways)}
