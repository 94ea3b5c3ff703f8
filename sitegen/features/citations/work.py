"""A work: everything that a citation of an entry is made from."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.features.citations.addresses import can_be_cited
from sitegen.features.citations.definition import CitationRule, rule_of
from sitegen.features.citations.names import Name, group, one_line, person
from sitegen.features.citations.publications import DATASET, PUBLICATIONS
from sitegen.model.dates import first_given
from sitegen.types import EntryKey, Field, Page, Reference, When
from sitegen.types.keys import name_of
from sitegen.views.subjects import ViewContext
from sitegen.views.viewer import Viewer

PERSON = "Person"
"""Type of schema.org of entries that are people."""
PDF = "PDF"


class Work(Struct, frozen=True):
    """A publication; parts that are not known are empty."""

    name: str
    """Its name in files: `aalborg-charter`, and in another language `aalborg-charter-fr`."""
    kind: str
    title: str
    page: str
    """Address of its page on the site."""
    authors: tuple[Name, ...] = ()
    publisher: str = ""
    date: When | None = None
    number: str = ""
    doi: str = ""
    isbn: str = ""
    language: str = ""
    """Its language, if it has one."""
    url: str = ""
    pdf: str = ""
    """Address of the work as PDF."""
    described: str = ""
    """Name for readers, such as `Interview`; empty for kinds that a citation does not name."""
    title_language: str = ""
    """Language of the title."""


def work_of(context: ViewContext, entry: EntryKey) -> Work | None:
    """The work that the page of an entry is about; None if its type does not say how it is cited."""
    viewer = context.viewer
    page = viewer.page(entry)
    rule = rule_of(viewer.config.types[page.type])
    if rule is None or not can_be_cited(viewer.site, page):
        return None
    kind = rule.kinds.get(_word(page, rule.kind_from), rule.kind)
    publishers = _names(viewer, page, rule.publisher)
    publisher = "; ".join(name.literal or f"{name.given} {name.whole_family}" for name in publishers)
    own_publisher = group(viewer.text(viewer.config.title))
    address = viewer.permalink(viewer.url_of(page))
    language = page.fields.get(rule.language)
    return Work(
        name=_name(viewer, page),
        kind=kind,
        title=_title(context, page, rule),
        page=address,
        authors=_names(viewer, page, rule.authors) or publishers or ((own_publisher,) if rule.own else ()),
        publisher=own_publisher.literal if rule.own else publisher,
        date=_date(viewer, page, rule),
        number=_word(page, rule.number),
        doi=_word(page, rule.doi),
        isbn=_word(page, rule.isbn),
        language=_only(language),
        url=_word(page, rule.url) or address,
        pdf=next((_whole(viewer, file.url) for file in viewer.card(entry).files if file.format == PDF), ""),
        described=_described(context, page, rule, kind),
        title_language=page.language,
    )


def _name(viewer: Viewer, page: Page) -> str:
    name = name_of(page.entry)
    return name if page.language == viewer.config.default_language else f"{name}-{page.language}"


def _title(context: ViewContext, page: Page, rule: CitationRule) -> str:
    title, subtitle = one_line(_word(page, rule.title) or page.title), one_line(_word(page, rule.subtitle))
    return context.words.joined_title(title, subtitle) if subtitle else title


def _date(viewer: Viewer, page: Page, rule: CitationRule) -> When | None:
    return first_given(page.fields, (rule.date,) if rule.date else viewer.config.types[page.type].dates)


def _described(context: ViewContext, page: Page, rule: CitationRule, kind: str) -> str:
    if not PUBLICATIONS[kind].described:
        return ""
    viewer, value = context.viewer, _word(page, rule.kind_from)
    content_type = viewer.config.types[page.type]
    if value:
        return viewer.term_label(page.type, rule.kind_from, value)
    return context.words.gettext("Data set") if kind == DATASET else viewer.text(content_type.singular)


def _word(page: Page, name: str) -> str:
    """The value of a field as one line; the first if it has many."""
    value = page.fields.get(name) if name else None
    value = value[0] if isinstance(value, tuple) and value else value
    return one_line(str(value)) if value else ""


def _only(value: object) -> str:
    """The language of a work in one language."""
    values = value if isinstance(value, tuple) else (value,)
    return str(values[0]) if len(values) == 1 and values[0] else ""


def _whole(viewer: Viewer, url: str) -> str:
    return viewer.frame.whole(url) if url.startswith("/") else url


def _names(viewer: Viewer, page: Page, fields: tuple[str, ...]) -> tuple[Name, ...]:
    """The names in the first of some fields that has a value."""
    known = viewer.config.types[page.type].fields
    for name in fields:
        value = page.fields.get(name)
        if value:
            values = value if isinstance(value, tuple) else (value,)
            return tuple(_each(viewer, known[name], values))
    return ()


def _each(viewer: Viewer, field: Field, values: tuple[object, ...]) -> Iterator[Name]:
    for value in values:
        if not isinstance(value, Reference):
            yield person(str(value))
        elif value.target in viewer.site.versions:
            named = viewer.page(value.target)
            schema = viewer.config.types[named.type].schema
            yield (person if schema and schema.type == PERSON else group)(named.title)
