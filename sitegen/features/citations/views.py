"""Citations for templates: the reference as text and HTML, files, and meta tags."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from sitegen.features.citations.addresses import file_url
from sitegen.features.citations.apa import as_html, as_text, reference
from sitegen.features.citations.dates import slashed
from sitegen.features.citations.formats import FORMATS
from sitegen.features.citations.publications import REPORT
from sitegen.features.citations.work import Work
from sitegen.types import EntryKey
from sitegen.views.subjects import ViewContext


class CitationFile(Struct, frozen=True):
    """A file with a citation."""

    title: str
    """`BibTeX`, `RIS` or `CSL-JSON`."""
    url: str
    type: str
    """Media type."""


class MetaTag(Struct, frozen=True):
    name: str
    content: str


class CitationView(Struct, frozen=True):
    """Citation of a page, or of the work that it is about."""

    text: str
    """Reference in APA style."""
    html: Markup
    """Reference with its title as `<cite>` and its address as a link."""
    files: tuple[CitationFile, ...]
    """The reference for programs; empty for a page that is no entry."""
    meta: tuple[MetaTag, ...]
    """Meta tags `citation_…` of Highwire Press, which search engines and reference managers read."""


def citation_view(context: ViewContext, work: Work, entry: EntryKey | None = None) -> CitationView:
    viewer = context.viewer
    parts = reference(work, context.words, viewer.locale)
    attributes = Markup(' dir="auto"')
    if work.title_language not in ("", viewer.language.code):
        direction = viewer.direction(work.title_language)
        attributes = Markup(' lang="{}" dir="{}"').format(work.title_language, direction)
    html = as_html(parts, attributes, viewer.site_view.origin)
    files = tuple(_files(context, entry)) if entry else ()
    return CitationView(as_text(parts), html, files, tuple(_meta(work)))


def _files(context: ViewContext, entry: EntryKey) -> Iterator[CitationFile]:
    viewer = context.viewer
    for form in FORMATS:
        url = viewer.href(file_url(viewer.site, viewer.page(entry), form.ending))
        yield CitationFile(form.title, url, form.type)


def _meta(work: Work) -> Iterator[MetaTag]:
    publisher = "citation_technical_report_institution" if work.kind == REPORT else "citation_publisher"
    values = (
        ("citation_title", work.title),
        *(("citation_author", name.inverted) for name in work.authors),
        ("citation_publication_date", slashed(work.date)),
        (publisher, work.publisher),
        ("citation_technical_report_number", work.number if work.kind == REPORT else ""),
        ("citation_doi", work.doi),
        ("citation_isbn", work.isbn),
        ("citation_language", work.language),
        ("citation_abstract_html_url", work.page),
        ("citation_pdf_url", work.pdf),
    )
    return (MetaTag(name, content) for name, content in values if content)
