"""Reads `search` of `site.yaml`: the address of its page, and the filters of results."""

from __future__ import annotations

from importlib.util import find_spec

from sitegen.definition.reader import Key, Keys
from sitegen.definition.selections import PATH
from sitegen.definition.values import COMPUTED, TEXT, TEXTS, WORDS, fields_of, known_names, mapping
from sitegen.types import SearchRule
from sitegen.types.registers import missing

FEATURE = "sitegen.features.search"
PAGEFIND = ("pagefind_bin_extended", "pagefind_bin")
"""Packages with the search program; the first one also splits Chinese and Japanese texts into words."""
SHORT = 16


def _search(own: Keys) -> SearchRule:
    types = own.context.types
    facets = dict.fromkeys(facet for t in types.values() if t.index for facet in t.index.facets)
    rule = SearchRule(
        **own.values(filters=("type", *(name for name in facets if name != "type"))),
        installed=FEATURE not in missing() and bool(find_spec("cbor2")) and any(map(find_spec, PAGEFIND)),
        location=own.place,
    )
    known_names(own, "filters", rule.filters, (*fields_of(types, types), *COMPUTED))
    known_names(own, "names", rule.names, fields_of(types, types))
    for text in rule.short_name.values():
        if len(text) > SHORT:
            message = f'"{text}" is longer than the {SHORT} characters that OpenSearch allows'
            own.report("config.value", message, own.place_of("short_name"))
    return rule


SEARCH = mapping(
    "the search",
    (
        Key("permalink", PATH, "The address of the page.", "/search/"),
        Key("template", TEXT, "Its template.", "search.html"),
        Key(
            "filters",
            WORDS,
            "What the results can be filtered by.",
            otherwise="`type` and every facet of an index",
            example="[type, topics, countries, year]",
        ),
        Key(
            "names",
            WORDS,
            "Fields with other names of an entry. Their words count as much as those of its title.",
            example="also_known_as",
        ),
        Key(
            "short_name",
            TEXTS,
            "The name of the site in a browser's list of searches, of at most 16 characters.",
            otherwise="the beginning of the title",
        ),
    ),
    _search,
)
