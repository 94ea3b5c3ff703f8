"""Social cards: pictures with the titles of pages, which social networks show beside links.

Every page with its own title has a card, but of entries only those of the types in `types`. Filtered lists
and later pages of lists use the card of the whole list. Retired entries, the search page and the error page
use that of the home page.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from sitegen.digest import digest_of_parts, fingerprint
from sitegen.model.offered import offered_in
from sitegen.model.picture_plans import SocialCard
from sitegen.model.urls import in_language, output_path
from sitegen.model.versions import intro_key
from sitegen.types import Digest, Document, EntryKey, Location, Site, SubjectKey
from sitegen.types.keys import Listing, kind_and_key, parse_term, scope_of, subject_key, type_of
from sitegen.views.card_fields import drawing_for, picture_in
from sitegen.views.subjects import PagePart, ViewContext, title_of
from sitegen.views.titled import (
    ALPHABET,
    ENTRY,
    HOME,
    LISTING,
    TAXONOMY,
    TERM,
    TIMELINE,
    folder_of,
    titled,
    titled_url,
)
from sitegen.views.viewer import Viewer

WIDTH, HEIGHT = 1200, 630
SITE_FILE = "content/site.yaml"


class CardText(Struct, frozen=True):
    """The texts on a card."""

    title: str
    label: str
    """Kind of the page; empty for the home page."""
    site: str
    """Title of the site; empty if it is the page's title already."""
    language: str
    direction: str


def subjects(site: Site) -> Iterator[tuple[SubjectKey, str]]:
    """Yields the subjects that have a card, each with a language."""
    if not has_social_cards(site):
        return
    for page in site.pages.values():
        if page.output and page.retired is None and _has_own(site, page.entry):
            yield subject_key(ENTRY, page.entry), page.language
    for language in site.config.languages:
        yield from ((subject, language) for subject in titled(offered_in(site, language)))


def has_social_cards(site: Site) -> bool:
    """True if the site has social cards."""
    rule = site.config.social_cards
    return rule is not None and bool(rule.fonts) and not rule.missing


def _has_own(site: Site, entry: EntryKey) -> bool:
    """True if entries of this type have cards of their own."""
    types = site.config.social_cards.types if site.config.social_cards else ()
    return not types or type_of(entry) in types


def subject_of(site: Site, subject: SubjectKey) -> SubjectKey:
    """The subject whose card a page uses."""
    kind, key = kind_and_key(subject)
    if kind == LISTING:
        return subject_key(LISTING, Listing(scope_of(key)).key)
    if kind == TERM:
        term = parse_term(key)
        offered = site.terms[term.taxonomy].get(term.term)
        return subject_key(TERM, replace(term, number=1).key) if offered else subject_key(HOME)
    if kind == ENTRY:
        return subject if key not in site.retired and _has_own(site, key) else subject_key(HOME)
    return subject if kind in (TAXONOMY, TIMELINE, ALPHABET) else subject_key(HOME)


def card_path(site: Site, subject: SubjectKey, language: str) -> str:
    """The output path of a subject's card."""
    kind, key = kind_and_key(subject)
    if kind == ENTRY:
        page = site.pages[site.versions[key][language]].output
    else:
        page = output_path(in_language(site.config, titled_url(site.config, subject), language))
    return f"cards/{page.removesuffix('.html').removesuffix('/index')}.png"


def card_text(context: ViewContext, subject: SubjectKey) -> CardText:
    """The texts on the card of a subject that has one, in the language of the context."""
    viewer = context.viewer
    kind, key = kind_and_key(subject)
    name = viewer.text(viewer.config.title)
    if kind == ENTRY:
        page = viewer.page(key)
        own = viewer.config.languages[page.language]
        label = viewer.text(viewer.config.types[page.type].singular)
        return CardText(page.title, label, name, own.locale, own.direction)
    title, here = title_of(context, subject), viewer.language
    return CardText(title, "", "" if title == name else name, here.locale, here.direction)


def place_of_title(viewer: Viewer, subject: SubjectKey) -> Location:
    """Place of the card's title in the sources, for messages."""
    kind, key = kind_and_key(subject)
    document = viewer.site.documents[viewer.page(key).document] if kind == ENTRY else _intro(viewer, subject)
    if document and "title" in document.positions:
        return Location(document.path, *document.positions["title"])
    if kind == TIMELINE:
        return Location(viewer.config.types[key].path)
    of_type = kind == LISTING and folder_of(subject)
    return Location(viewer.config.types[of_type].path if of_type else SITE_FILE)


def _intro(viewer: Viewer, subject: SubjectKey) -> Document | None:
    """The document with the text above an index, or of the home page; None if there is none."""
    key = intro_key(viewer.site, folder_of(subject), viewer.language.code)
    return viewer.site.documents.get(key)


def picture_digest(viewer: Viewer, subject: SubjectKey) -> Digest:
    """Digest of the picture on the card of a subject, with its focal point; empty if there is none."""
    kind, key = kind_and_key(subject)
    if kind != ENTRY:
        return ""
    page = viewer.page(key)
    found = picture_in(page, viewer.images[page.type])
    if found:
        return digest_of_parts(viewer.site.pictures[found[1].path].digest, found[1].focus)
    drawing = drawing_for(viewer.site, page, str)
    return drawing.url if drawing else ""


def card_digest(viewer: Viewer, text: CardText, picture: Digest) -> Digest:
    """Digest of everything that a card is drawn from."""
    rule = viewer.config.social_cards
    assert rule is not None
    fonts = (font.digest for font in rule.fonts)
    said = (text.title, text.label, text.site, text.language, text.direction)
    return digest_of_parts(picture, *said, rule.background, rule.colour, rule.accent, *fonts)


def social_card(context: ViewContext, subject: SubjectKey) -> SocialCard | None:
    """The card that the page of a subject uses; None if the site has no cards."""
    viewer = context.viewer
    if not has_social_cards(viewer.site):
        return None
    shown = subject_of(viewer.site, subject)
    text = card_text(context, shown)
    version = fingerprint(card_digest(viewer, text, picture_digest(viewer, shown)))
    path = card_path(viewer.site, shown, viewer.language.code)
    alt = " – ".join(part for part in (text.title, text.site) if part)
    return SocialCard(f"{viewer.permalink(f'/{path}')}?v={version}", WIDTH, HEIGHT, alt)


def digest_of_card(context: ViewContext, subject: SubjectKey) -> Digest:
    """Digest of the card that the page of a subject uses; empty if the site has no cards."""
    if not has_social_cards(context.viewer.site):
        return ""
    viewer, shown = context.viewer, subject_of(context.viewer.site, subject)
    return card_digest(viewer, card_text(context, shown), picture_digest(viewer, shown))


PAGE_PART = PagePart(social_card, digest_of_card)
