"""Pages that search finds in each language, and the documents to index for them.

Entries are found by the text of their pages and by their fields; generated pages, such as indexes and pages
of terms, by title and introduction. An entry without a version in a language is found through the page that
replaces it, unless the entry is limited to other languages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.digest import digest_of_parts
from sitegen.features.search.elision import first_word, html_with_breaks, with_breaks
from sitegen.model.listings import SAME
from sitegen.model.offered import offered_in
from sitegen.model.urls import href, in_language, output_path
from sitegen.model.versions import intro_key, is_offered, version
from sitegen.render.facts import text_of
from sitegen.types import Digest, EntryKey, Page, SearchRule, Site, SubjectKey
from sitegen.types.keys import kind_and_key, subject_key
from sitegen.views.titled import ALPHABET, ENTRY, folder_of, titled, titled_url


class SearchPage(Struct, frozen=True):
    """A page in the search index of one language."""

    name: str
    """Its address in the index, unique in the language; that of an untranslated page in all languages."""
    language: str
    output: str
    """Output with the page's text; empty for an entry whose page is on another site."""
    subject: SubjectKey


def search_pages(site: Site) -> Iterator[SearchPage]:
    """Yields the pages that search finds: those that search engines may index."""
    for language in site.config.languages:
        for entry in site.versions:
            page = version(site, entry, language)
            if page.indexed and (page.output or page.outside) and is_offered(site, entry, language):
                subject = subject_key(ENTRY, entry)
                yield SearchPage(page.output or _outside(page), language, page.output, subject)
        for subject in titled(offered_in(site, language)):
            if kind_and_key(subject)[0] != ALPHABET and not _is_hidden(site, subject, language):
                url = in_language(site.config, titled_url(site.config, subject), language)
                yield SearchPage(output_path(url), language, output_path(url), subject)


def _outside(page: Page) -> str:
    """Name for an entry that links to another site; no output has this prefix."""
    return f"_outside/{page.entry}/index.html"


def _is_hidden(site: Site, subject: SubjectKey, language: str) -> bool:
    intro = site.documents.get(intro_key(site, folder_of(subject), language))
    return intro is not None and intro.fields.get("noindex") is True


def details(found: SearchPage, site: Site, rule: SearchRule) -> str:
    """Further searchable data of a page, as HTML."""
    kind, key = kind_and_key(found.subject)
    if kind == ENTRY:
        return _facts(version(site, EntryKey(key), found.language), rule, site.config.base_path)
    url = in_language(site.config, titled_url(site.config, found.subject), found.language)
    return "".join(_meta({"url": href(site.config.base_path, url), "lang": found.language}))


def _facts(page: Page, rule: SearchRule, base_path: str) -> str:
    """Address, language, title and summary of a page, its other names and its filter values, as HTML."""
    url = page.url if page.outside else href(base_path, page.url)
    texts = {"title": with_breaks(page.title), "start": first_word(page.title)}
    if page.summary:
        texts["summary"] = with_breaks(page.summary)
    parts = _meta({"url": url, "lang": page.language, **texts})
    if page.outside:
        parts += (f"<h1>{html.escape(page.title)}</h1>", f"<p>{html.escape(page.summary)}</p>")
    for name in rule.filters:
        values = terms_of(page, name)
        parts += [_span(value, f"data-pagefind-filter='{name}[data-v]'") for value in values]
    names = (value for name in rule.names for value in _texts(page.fields.get(name, ())))
    parts += (f'<p data-pagefind-weight="{AS_A_TITLE}">{html.escape(name)}</p>' for name in names)
    return "".join(parts)


def _meta(values: Mapping[str, str]) -> list[str]:
    return [_span(value, f"data-pagefind-meta='{name}[data-v]'") for name, value in values.items()]


def _texts(value: object) -> Iterator[str]:
    yield from map(str, value if isinstance(value, tuple) else (value,))


AS_A_TITLE = 7
"""Pagefind's weight for words of an `h1`."""


def terms_of(page: Page, name: str) -> tuple[str, ...]:
    """Values of a page for a filter; `country` and `countries` are the same filter."""
    return page.terms.get(name) or page.terms.get(SAME.get(name, ""), ())


def _span(value: str, attribute: str) -> str:
    return f'<span {attribute} data-v="{html.escape(value)}"></span>'


Details = Callable[[SearchPage], str]


def recipe(
    found: Iterable[SearchPage], texts: Callable[[str], Digest], details: Details, program: str
) -> Digest:
    """Digest of everything that an index is made from; `texts` returns the digest of an output's text."""
    parts = (f"{it.language} {it.name} {texts(it.output) if it.output else ''} {details(it)}" for it in found)
    return digest_of_parts(program, *parts)


def documents(
    found: Iterable[SearchPage], read: Callable[[str], bytes], details: Details
) -> Mapping[str, bytes]:
    """Documents to index, by name; `read` returns the bytes of an output."""
    return {it.name: _document(it, text_of(read(it.output)) if it.output else b"", details) for it in found}


_LIMITED = re.compile(rb"<[^<>]*\sdata-pagefind-body")


def _document(entry: SearchPage, text: bytes, details: Details) -> bytes:
    # Pagefind leaves out pages without the attribute if a page of the same part has it.
    body = "<body>" if _LIMITED.search(text) else "<body data-pagefind-body>"
    start = f'<!doctype html><html lang="{entry.language}">{body}{details(entry)}'
    return html_with_breaks(start.encode("utf-8") + text) + b"</body></html>"
