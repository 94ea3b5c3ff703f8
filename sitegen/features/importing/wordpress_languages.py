"""Languages of entries and terms and what translates what, as Polylang and WPML write it into an export.

Polylang gives an entry a term of `language` and its translations a common term of `post_translations`;
`term_translations` lists terms by language. WPML Export and Import writes hidden fields.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from sitegen.features.importing.imported import ImportedLanguage
from sitegen.features.importing.languages import is_language, language_code
from sitegen.features.importing.wxr import Wxr, WxrItem

LANGUAGE, TRANSLATIONS, TERM_TRANSLATIONS = "language", "post_translations", "term_translations"
WPML_LANGUAGE, WPML_GROUP = "_wpml_import_language_code", "_wpml_import_translation_group"
TERM_IDS = re.compile(r's:[0-9]{1,3}:"([^"]{1,40})";i:([0-9]{1,18});')
LOCALE = re.compile(r's:6:"locale";s:[0-9]{1,3}:"([a-z]{2,3}(?:_[A-Z]{2})?)')

Term = tuple[str, str]
"""Domain and slug of a term."""


class Languages:
    """Languages of the entries and terms of an export, and the original of each translation."""

    def __init__(self, wxr: Wxr, items: Iterable[WxrItem], fallback: str) -> None:
        declared = {term.slug: term for term in wxr.terms if term.domain == LANGUAGE}
        self.declared = {slug: _code(slug, term.description) for slug, term in declared.items()}
        self.names = {self.declared[slug]: term.name for slug, term in declared.items()}
        found = list(items)
        codes = {item.id: code for item in found if (code := self._written(item))}
        self.default = _default(language_code(wxr.language or fallback), codes.values())
        self.codes: Mapping[str, str] = codes
        self.order = list(dict.fromkeys((self.default, *codes.values(), *self.declared.values())))
        self.originals = self._originals(found)
        """The original of each translation, by id."""
        self.terms: dict[Term, tuple[str, Term]] = {}
        """Language and original of each term that has a language."""
        self._read_terms(wxr)

    def of(self, item: WxrItem) -> str:
        return self.codes.get(item.id, self.default)

    def original_term(self, term: Term) -> Term:
        return self.terms[term][1] if term in self.terms else term

    def term_language(self, term: Term) -> str:
        return self.terms[term][0] if term in self.terms else self.default

    def all(self, used: Iterable[str]) -> tuple[ImportedLanguage, ...]:
        """The languages that are used, the default one first."""
        codes = {self.default, *used}
        return tuple(ImportedLanguage(code=c, name=self.names.get(c, "")) for c in self.order if c in codes)

    def _written(self, item: WxrItem) -> str:
        """Language of an entry; empty if it names none that is known."""
        slug = next((slug for domain, slug, _ in item.terms if domain == LANGUAGE), "")
        slug = slug or item.value(WPML_LANGUAGE)
        return self.declared.get(slug) or _code(slug, "")

    def _originals(self, items: Iterable[WxrItem]) -> Mapping[str, str]:
        groups: dict[tuple[str, str], dict[str, str]] = {}
        for item in items:
            group = next((slug for domain, slug, _ in item.terms if domain == TRANSLATIONS), "")
            group = group or item.value(WPML_GROUP)
            if group and item.id:
                groups.setdefault((item.type, group), {}).setdefault(self.of(item), item.id)
        return {id_: original for ids in groups.values() for id_, original in self._joined(ids)}

    def _joined(self, versions: Mapping[str, str]) -> list[tuple[str, str]]:
        """Each translation with its original: the version in the first language of the site."""
        original = next(versions[code] for code in self.order if code in versions)
        return [(version, original) for version in versions.values() if version != original]

    def _read_terms(self, wxr: Wxr) -> None:
        by_id = {term.id: (term.domain, term.slug) for term in wxr.terms}
        for group in wxr.terms:
            if group.domain != TERM_TRANSLATIONS:
                continue
            versions: dict[str, str] = {}
            for slug, id_ in TERM_IDS.findall(group.description):
                code = self.declared.get(slug) or _code(slug, "")
                if code in self.order and id_ in by_id:
                    versions.setdefault(code, id_)
            originals = dict(self._joined(versions)) if versions else {}
            for code, id_ in versions.items():
                original = by_id[originals.get(id_, id_)]
                same = original if original[0] == by_id[id_][0] else by_id[id_]
                self.terms.setdefault(by_id[id_], (code, same))


def _code(slug: str, description: str) -> str:
    """Code of a language of Polylang, by its slug or its locale; empty if it is not known."""
    locale = LOCALE.search(description)
    forms = (slug, locale[1] if locale else "")
    return next((language_code(form) for form in forms if form and is_language(form)), "")


def _default(written: str, codes: Iterable[str]) -> str:
    """The default language: that of the site, in the form in which entries name it, or the most frequent."""
    counts = Counter(codes)
    if not counts or written in counts:
        return written
    primary = written.partition("-")[0]
    near = next((code for code in counts if code.partition("-")[0] == primary), "")
    return near or counts.most_common(1)[0][0]
