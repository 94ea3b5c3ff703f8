"""Subjects of pages, and the page of each subject as templates see it.

A subject is a kind and a key: `entry:topics/food`, `listing:type:projects#1`, `term:countries/NO`, `home:`, …
Each kind has a function that makes its `PageView`; planners use the same subjects. `subject_kinds` is the
register: `SUBJECTS` here and of each feature.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model.lifecycle import WITHDRAWN
from sitegen.model.listings import filtered, types_of, url_of
from sitegen.model.occurrences import occurrences_of
from sitegen.model.terms import term_page_url
from sitegen.model.urls import MISSING, taxonomy_url, timeline_url
from sitegen.model.versions import intro_key
from sitegen.types import Config, Digest, EntryKey, Page, ScopeKey, Site, SubjectKey
from sitegen.types.keys import (
    RELATION,
    SECTION,
    Listing,
    kind_and_key,
    name_of,
    owner_of,
    parse_listing,
    parse_term,
    relation_of,
)
from sitegen.types.registers import by_name, per_extensions
from sitegen.views.numbers import show_number
from sitegen.views.reads import Kept
from sitegen.views.titled import ALPHABET, ENTRY, HOME, LISTING, TAXONOMY, TERM, TIMELINE
from sitegen.views.viewer import Viewer
from sitegen.views.views import PageView, RepeatsView, RetiredView
from sitegen.views.words import Words

ERROR = "error"

THIN = 3
"""Least number of entries for a filtered list to be offered to search engines."""


class ViewContext(Struct, frozen=True):
    """Context for views in one language: its viewer and words."""

    viewer: Viewer
    words: Words
    last: Kept[SubjectKey, PageView]
    """The last view that was made, by subject."""


def page_view(context: ViewContext, name: SubjectKey) -> PageView:
    """The page of a subject in the language of the context; kept for the other inputs of the same page."""
    return context.last.get(name, _page_view, context, name)


def _page_view(context: ViewContext, name: SubjectKey) -> PageView:
    kind, key = kind_and_key(name)
    view = subject_kinds()[kind].view(context, key)
    return replace(
        view,
        title=context.viewer.isolated(view.title, view.lang),
        summary=context.viewer.isolated(view.summary, view.lang),
        **{attribute: part.value(context, name) for attribute, part in page_parts().items()},
    )


class PagePart(Struct, frozen=True):
    """An attribute of pages that a feature gives, made from the subject of the page."""

    value: Callable[[ViewContext, SubjectKey], object]
    digest: Callable[[ViewContext, SubjectKey], Digest] | None = None
    """Digest of what it is made from for an entry; None if that is the document of the entry."""


@per_extensions
def page_parts() -> Mapping[str, PagePart]:
    """Attributes of `PageView` that features give; their register is `PAGE_PARTS`."""
    return dict(by_name({}, "PAGE_PARTS"))


def title_of(context: ViewContext, name: SubjectKey) -> str:
    """Title of the page of a subject, as plain text."""
    kind, key = kind_and_key(name)
    return subject_kinds()[kind].view(context, key).title


def generated(context: ViewContext, kind: str, name: str, url: str, title: str, summary: str) -> PageView:
    """A page that no document has; `url` is its address without a language prefix."""
    viewer = context.viewer
    return PageView(
        kind=kind,
        type="",
        type_label="",
        type_plural="",
        type_url=None,
        name=name,
        title=title,
        summary=summary,
        url=viewer.href(viewer.here(url)),
        permalink=viewer.permalink(viewer.here(url)),
        lang=viewer.language.code,
        dir=viewer.language.direction,
        date=None,
        end=None,
        updated=None,
        state=None,
        terms={},
        fields={},
        facts=(),
        source="",
        indexed=True,
    )


def _with_intro(context: ViewContext, view: PageView, folder: str) -> PageView:
    """Replaces title and summary by those of the `_index.md`, if there is one in this language."""
    key = intro_key(context.viewer.site, folder, view.lang)
    if not key:
        return view
    document = context.viewer.site.documents[key]
    return replace(
        view,
        title=str(document.fields.get("title", view.title)),
        summary=str(document.fields.get("summary", view.summary)),
        updated=document.fields.get("updated"),
        source=document.path,
        indexed=document.fields.get("noindex") is not True,
    )


def _entry(context: ViewContext, key: EntryKey) -> PageView:
    viewer = context.viewer
    page: Page = viewer.page(key)
    content_type = viewer.config.types[page.type]
    values, facts = viewer.values(page)
    card = viewer.card(key)
    return PageView(
        kind=SECTION if key in viewer.site.sections else ENTRY,
        type=page.type,
        type_label=card.type_label,
        type_plural=viewer.text(content_type.plural),
        type_url=viewer.type_url(page.type),
        name=card.name,
        title=page.title,
        summary=page.summary,
        url=card.url,
        permalink=card.permalink,
        lang=page.language,
        dir=viewer.direction(page.language),
        date=page.date,
        end=card.end,
        updated=page.fields.get("updated"),  # type: ignore[arg-type]
        state=card.state,
        terms=card.terms,
        fields=values,
        facts=facts,
        source=viewer.site.documents[page.document].path,
        indexed=page.indexed,
        draft=page.fields.get("draft") is True,
        retired=_retired(viewer, page, values),
        picture=card.picture,
        repeats=_repeats(viewer, page),
    )


NEXT_DATES = 10
"""Limit on the dates of an event that its page shows."""


def _repeats(viewer: Viewer, page: Page) -> RepeatsView | None:
    """The remaining dates of an event; None if it does not repeat, or is over."""
    found = occurrences_of(viewer.config.types[page.type], page.fields)
    if not found or page.retired:
        return None
    shown = found[page.past : page.past + NEXT_DATES]
    more = max(len(found) - page.past - NEXT_DATES, 0)
    return RepeatsView(shown, more, found[-1]) if shown else None


def _retired(viewer: Viewer, page: Page, values: Mapping[str, object]) -> RetiredView | None:
    if page.retired is None:
        return None
    successor = page.retired.successor
    reason = values.get(WITHDRAWN, "")
    assert isinstance(reason, str)  # with its language if it differs from the page's
    return RetiredView(reason, page.retired.expired, viewer.card(successor) if successor else None)


def _home(context: ViewContext, _: str) -> PageView:
    viewer = context.viewer
    title, summary = viewer.text(viewer.config.title), viewer.text(viewer.config.description)
    return _with_intro(context, generated(context, HOME, "home", "/", title, summary), "home")


def _listing(context: ViewContext, key: str) -> PageView:
    viewer, listing = context.viewer, parse_listing(key)
    config = viewer.config
    if owner_of(listing.scope):
        return _of_entry(context, listing)
    url = url_of(viewer.site, listing, viewer.language.code)
    if listing.type:
        content_type = config.types[listing.name]
        title, summary = viewer.text(content_type.plural), viewer.text(content_type.description)
        view = generated(context, "index", listing.name, url, title, summary)
        view = replace(
            view, type=listing.name, type_label=viewer.text(content_type.singular), type_plural=title
        )
        view = _with_intro(context, view, listing.name)
    else:
        rule = config.lists[listing.name]
        view = generated(
            context, "list", listing.name, url, viewer.text(rule.title), viewer.text(rule.description)
        )
    base = Listing(listing.scope)
    address = url_of(viewer.site, base, viewer.language.code)
    view = replace(view, type_url=viewer.href(viewer.here(address)))
    return _filtered(context, view, listing) if listing.filters else _numbered(context, view, listing.number)


def _of_entry(context: ViewContext, listing: Listing) -> PageView:
    """A page of the entries of a relation; or a further or filtered page of a section, whose first page is
    that of its entry."""
    viewer = context.viewer
    page = viewer.page(owner_of(listing.scope))
    content_type = viewer.config.types[page.type]
    url = url_of(viewer.site, listing, viewer.language.code)
    relation, kind, title, summary = relation_of(listing.scope), SECTION, page.title, page.summary
    if relation:
        known = next(it for it in viewer.site.relations[page.entry] if it.name == relation[1])
        kind, title, summary = RELATION, context.words.joined_title(title, viewer.text(known.label)), ""
    view = generated(context, kind, name_of(page.entry), url, title, summary)
    view = replace(
        view,
        type=page.type,
        type_label=viewer.text(content_type.singular),
        type_plural=viewer.text(content_type.plural),
        type_url=viewer.href(page.url),
        indexed=page.indexed,
    )
    return _filtered(context, view, listing) if listing.filters else _numbered(context, view, listing.number)


def _filtered(context: ViewContext, view: PageView, listing: Listing) -> PageView:
    title = context.words.joined_title(view.title, filter_label(context.viewer, listing))
    indexed = view.indexed and not is_thin(context.viewer.site, listing)
    return _numbered(context, replace(view, kind="facet", title=title, indexed=indexed), listing.number)


def filter_label(viewer: Viewer, listing: Listing) -> str:
    """The label of a listing's filters for readers."""
    labels = (facet_value_label(viewer, listing.scope, facet, value) for facet, value in listing.filters)
    return " · ".join(labels)


def is_thin(site: Site, listing: Listing) -> bool:
    """True if the filters of a listing leave so few entries that search engines should ignore it."""
    return len(filtered(site, listing)) < THIN


def _numbered(context: ViewContext, view: PageView, number: int) -> PageView:
    if number == 1:
        return view
    page = context.words.gettext("Page %(n)s") % {"n": show_number(number, context.viewer.locale)}
    return replace(view, title=f"{view.title} – {page}")


def facet_value_label(viewer: Viewer, scope: ScopeKey, facet: str, value: str) -> str:
    """The label of a facet value for readers."""
    for type_name in types_of(viewer.config, scope):
        content_type = viewer.config.types[type_name]
        known = facet in content_type.fields or (facet == "state" and content_type.state)
        if known or facet in ("type", "year"):
            label = viewer.term_label(type_name, facet, value)
            if label != value:
                return label
    return viewer.country(value) if facet in ("country", "countries") else value


def _taxonomy(context: ViewContext, key: str) -> PageView:
    viewer, taxonomy = context.viewer, context.viewer.config.taxonomies[key]
    title, summary = viewer.text(taxonomy.title), viewer.text(taxonomy.description)
    return generated(context, TAXONOMY, key, taxonomy_url(taxonomy), title, summary)


def _term(context: ViewContext, key: str) -> PageView:
    viewer = context.viewer
    page = parse_term(key)
    taxonomy = viewer.config.taxonomies[page.taxonomy]
    title = taxonomy_term_label(viewer, page.taxonomy, page.term)
    view = generated(context, TERM, page.taxonomy, term_page_url(viewer.config, page), title, "")
    parent = viewer.taxonomy_href(page.taxonomy)
    indexed = bool(viewer.site.terms[page.taxonomy].get(page.term))
    view = replace(view, type_plural=viewer.text(taxonomy.title), type_url=parent, indexed=indexed)
    return _numbered(context, view, page.number)


def taxonomy_term_label(viewer: Viewer, name: str, value: str) -> str:
    for facet in viewer.config.taxonomies[name].fields:
        for type_name in viewer.config.types:
            label = viewer.term_label(type_name, facet, value)
            if label != value:
                return label
    return value


def _timeline(context: ViewContext, key: str) -> PageView:
    viewer, content_type = context.viewer, context.viewer.config.types[key]
    title = context.words.gettext("Timeline: %(what)s") % {"what": viewer.text(content_type.plural)}
    summary = viewer.text(content_type.description)
    view = generated(context, TIMELINE, key, timeline_url(content_type), title, summary)
    return replace(
        view, type=key, type_plural=viewer.text(content_type.plural), type_url=viewer.type_url(key)
    )


def _alphabet(context: ViewContext, _: str) -> PageView:
    viewer, alphabet = context.viewer, context.viewer.config.alphabet
    assert alphabet is not None
    title = viewer.text(alphabet.title)
    summary = context.words.gettext("Titles of this site in alphabetical order.")
    return generated(context, ALPHABET, "alphabet", alphabet.permalink, title, summary)


def _error(context: ViewContext, _: str) -> PageView:
    title = context.words.gettext("Page not found")
    return replace(generated(context, ERROR, "404", MISSING, title, title), indexed=False)


def every_language(config: Config) -> tuple[str, ...]:
    return tuple(config.languages)


def default_language(config: Config) -> tuple[str, ...]:
    return (config.default_language,)


def no_language(_: Config) -> tuple[str, ...]:
    return ()


class SubjectKind(Struct, frozen=True):
    view: Callable[[ViewContext, Any], PageView]
    """Page of a subject, by its key."""
    languages: Callable[[Config], tuple[str, ...]] = every_language
    """Languages that have the page and between which readers can switch."""
    is_made: Callable[[Site, Any], bool] | None = None
    """Whether the site, as offered in a language, has the page of a key; None if every language has it."""


SUBJECTS: Mapping[str, SubjectKind] = {
    ENTRY: SubjectKind(_entry),
    HOME: SubjectKind(_home),
    LISTING: SubjectKind(_listing),
    TAXONOMY: SubjectKind(_taxonomy),
    TERM: SubjectKind(_term),
    TIMELINE: SubjectKind(_timeline),
    ALPHABET: SubjectKind(_alphabet),
    ERROR: SubjectKind(_error, no_language),  # its readers look for something else
}


@per_extensions
def subject_kinds() -> Mapping[str, SubjectKind]:
    """Kinds of subjects, of the core and of the features; their register is `SUBJECTS`."""
    return by_name(SUBJECTS, "SUBJECTS")
