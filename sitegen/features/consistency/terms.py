"""Two terms of an index or taxonomy must not have almost the same spelling or the same address.

keywords: [open data]   beside   keywords: [Open Data]   →   term.spelling
keywords: [R D]         beside   keywords: [R&D]         →   term.address
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.model.listings import base_url, scopes
from sitegen.model.terms import as_term
from sitegen.model.urls import facet_url, term_segment, term_url
from sitegen.read.decoding import decode
from sitegen.types import Config, Location, Problem, Site
from sitegen.types.keys import entry_parts
from sitegen.yaml.nodes import Node, Scalar, Sequence


def check(checked: Checked) -> Iterator[Problem]:
    clashes = tuple(_clashes(checked.site))
    if not clashes:
        return
    uses = _uses(
        checked.site, {(name, term) for clash in clashes for name in clash.fields for term in clash.terms}
    )
    written = _Written(checked)
    reported: set[frozenset[str]] = set()
    for clash in clashes:
        for kept, other in _pairs(clash, uses):
            pair = frozenset((kept, other))
            if pair not in reported:
                reported.add(pair)
                places = (
                    written.place(_used(clash, uses, term)[0], clash.fields, term) for term in (kept, other)
                )
                yield _problem(clash, kept, other, *places)


class _Clash(Struct, frozen=True):
    fields: tuple[str, ...]
    """Fields with these terms as values."""
    terms: tuple[str, ...]
    """Terms with almost the same spelling, or with the same address."""
    address: str
    """Address of the first of them."""
    same_word: bool
    """True if they differ only in case or Unicode normalisation."""


def _clashes(site: Site) -> Iterator[_Clash]:
    config = site.config
    for taxonomy in config.taxonomies.values():
        for terms, same in _groups(config, site.terms[taxonomy.name]):
            yield _Clash(taxonomy.fields, terms, term_url(config, taxonomy, terms[0]), same)
    for scope in scopes(config):
        for facet, values in site.facets[scope].items():
            for terms, same in _groups(config, values):
                url = facet_url(config, base_url(config, scope), facet, terms[0])
                yield _Clash((facet, *ALSO.get(facet, ())), terms, url, same)


ALSO = {"countries": ("country",), "country": ("countries",)}
"""Fields that an index counts as a facet of the other name."""


def _groups(config: Config, terms: Iterable[str]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Groups of terms that are the same word, and groups of words with the same address."""
    words: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        words[unicodedata.normalize("NFKC", term).casefold()].append(term)
    addresses: dict[str, list[str]] = defaultdict(list)
    for spellings in words.values():
        addresses[term_segment(config, spellings[0])].append(spellings[0])
        if len(spellings) > 1:
            yield tuple(spellings), True
    yield from ((tuple(found), False) for found in addresses.values() if len(found) > 1)


Uses = Mapping[tuple[str, str], list[str]]
"""Field and term → paths of the documents that contain it."""


def _uses(site: Site, wanted: Container[tuple[str, str]]) -> Uses:
    uses: dict[tuple[str, str], list[str]] = defaultdict(list)
    for page in site.pages.values():
        document = site.documents[page.document]
        for name, terms in page.terms.items():
            for term in terms if name in document.fields else ():
                if (name, term) in wanted:
                    uses[name, term].append(document.path)
    return uses


def _used(clash: _Clash, uses: Uses, term: str) -> list[str]:
    return sorted(path for name in clash.fields for path in uses.get((name, term), ()))


def _pairs(clash: _Clash, uses: Uses) -> Iterator[tuple[str, str]]:
    """Pairs of the most frequent term, or else the first, with each of the others."""
    used = {term: _used(clash, uses, term) for term in clash.terms}
    kept, *others = sorted(used, key=lambda term: (-len(used[term]), used[term], term))
    return ((kept, other) for other in others)


class _Written:
    """Fields of documents as written; each document is read once."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.known: dict[str, dict[str, dict[str, Scalar]]] = {}

    def place(self, path: str, fields: Iterable[str], term: str) -> Location:
        """Location of a term in a document."""
        if path not in self.known:
            self.known[path] = {name: _by_text(node) for name, node in self._fields(path)}
        for name in fields:
            for text in (term, entry_parts(term)[1]):
                item = self.known[path].get(name, {}).get(text)
                if item is not None:
                    return Location(path, item.line, item.column)
        return Location(path)

    def _fields(self, path: str) -> Iterator[tuple[str, Node]]:
        from sitegen.read.front_matter import data_mapping, split

        limits = self.checked.site.config.limits
        try:
            text, _ = decode(self.checked.read(path), path, limits.page_bytes)
        except OSError:  # the file will be moved there
            return
        if path.endswith(".yaml"):
            node = data_mapping(text, path, 1, [])
        else:
            node = split(text, path, limits.front_matter_bytes).fields
        yield from ((key.text, value) for key, value in node.entries)


def _by_text(node: Node) -> dict[str, Scalar]:
    return {as_term(item.text): item for item in reversed(tuple(_scalars(node)))}


def _scalars(node: Node) -> Iterator[Scalar]:
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar):
            yield item


def _problem(clash: _Clash, kept: str, term: str, first: Location, place: Location) -> Problem:
    where = ":".join(str(part) for part in (first.path, first.line) if part is not None)
    if clash.same_word:
        alike = kept.casefold() == term.casefold()
        difference = "only in capital letters" if alike else "only in how their characters are stored"
        message = f'"{term}" is "{kept}" in {where}; the two differ {difference}'
        return Problem("term.spelling", message, place, f'write "{kept}" here, or the other way there')
    message = f'"{term}" and "{kept}" in {where} would have one address, {clash.address}'
    hint = "if they mean the same, write both in the same way; if not, add a word to one of them"
    return Problem("term.address", message, place, hint)


RULE = Rule(check, Scope.FACTS)
