"""Social cards: the pictures of titles that networks show beside a link to a page.

Every page with a title of its own has one; a filtered list, and the later pages of a list, show that of the
whole list. Retired entries, and pages that are for nobody else, show that of the home page.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from sitegen.digest import digest_of_parts, fingerprint
from sitegen.model.listings import Listing, parse
from sitegen.model.offered import offered_in
from sitegen.model.pictures import SocialCard
from sitegen.model.terms import parse_term
from sitegen.model.urls import in_language, output_path
from sitegen.model.versions import intro_key
from sitegen.types import Digest, Document, Location, Site
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
    """What stands on a card."""

    title: str
    label: str
    """What kind of page it is; empty for the home page."""
    site: str
    """The site's title; empty where it is the title already."""
    language: str
    direction: str


def subjects(site: Site) -> Iterator[tuple[str, str]]:
    """What has a card of its own: each subject with a language."""
    if not draws(site):
        return
    for page in site.pages.values():
        if page.output and page.retired is None:
            yield f"{ENTRY}:{page.entry}", page.language
    for language in site.config.languages:
        yield from ((subject, language) for subject in titled(offered_in(site, language)))


def draws(site: Site) -> bool:
    """Whether the site has cards."""
    rule = site.config.social_cards
    return rule is not None and bool(rule.fonts) and not rule.missing


def subject_of(site: Site, subject: str) -> str:
    """The subject whose card a page shows."""
    kind, _, key = subject.partition(":")
    if kind == LISTING:
        return f"{LISTING}:{Listing(parse(key).scope).key}"
    if kind == TERM:
        term = parse_term(key)
        offered = site.terms[term.taxonomy].get(term.term)
        return f"{TERM}:{replace(term, number=1).key}" if offered else f"{HOME}:"
    if kind == ENTRY:
        return f"{HOME}:" if key in site.retired else subject
    return subject if kind in (TAXONOMY, TIMELINE, ALPHABET) else f"{HOME}:"


def card_path(site: Site, subject: str, language: str) -> str:
    """The output that is the card of a subject."""
    kind, _, key = subject.partition(":")
    if kind == ENTRY:
        page = site.pages[site.versions[key][language]].output
    else:
        page = output_path(in_language(site.config, titled_url(site.config, subject), language))
    return f"cards/{page.removesuffix('.html').removesuffix('/index')}.png"


def text_of_entry(viewer: Viewer, entry: str) -> CardText:
    """What stands on the card of an entry, in the viewer's language."""
    page = viewer.page(entry)
    own = viewer.config.languages[page.language]
    label = viewer.text(viewer.config.types[page.type].singular)
    return CardText(page.title, label, viewer.text(viewer.config.title), own.locale, own.direction)


def text_titled(viewer: Viewer, title: str) -> CardText:
    """What stands on the card of another page with this title."""
    name, here = viewer.text(viewer.config.title), viewer.language
    return CardText(title, "", "" if title == name else name, here.locale, here.direction)


def place_of_title(viewer: Viewer, subject: str) -> Location:
    """Where an editor changes the title on a card."""
    kind, _, key = subject.partition(":")
    document = viewer.site.documents[viewer.page(key).document] if kind == ENTRY else _intro(viewer, subject)
    if document and "title" in document.positions:
        return Location(document.path, *document.positions["title"])
    if kind == TIMELINE:
        return Location(viewer.config.types[key].path)
    of_type = kind == LISTING and folder_of(subject)
    return Location(viewer.config.types[of_type].path if of_type else SITE_FILE)


def _intro(viewer: Viewer, subject: str) -> Document | None:
    """The text above an index, or of the home page."""
    key = intro_key(viewer.site, folder_of(subject), viewer.language.code)
    return viewer.site.documents.get(key)


def card_digest(viewer: Viewer, text: CardText) -> Digest:
    """Of all that a card is drawn from."""
    rule = viewer.config.social_cards
    assert rule is not None
    fonts = (font.digest for font in rule.fonts)
    said = (text.title, text.label, text.site, text.language, text.direction)
    return digest_of_parts(*said, rule.background, rule.colour, rule.accent, *fonts)


def social_card(viewer: Viewer, subject: str, text: CardText) -> SocialCard:
    """The card of a subject as a page shows it, where the site has cards."""
    version = fingerprint(card_digest(viewer, text))
    path = card_path(viewer.site, subject, viewer.language.code)
    alt = " – ".join(part for part in (text.title, text.site) if part)
    return SocialCard(f"{viewer.permalink(f'/{path}')}?v={version}", WIDTH, HEIGHT, alt)
