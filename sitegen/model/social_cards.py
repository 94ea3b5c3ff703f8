"""Social cards: the pictures of titles that networks show beside a link to a page.

Entries, indexes and the home page have one of their own; every other page shows that of the index it
belongs to, or of the home page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.digest import digest_of_parts, fingerprint
from sitegen.model.listings import Listing, parse, scopes, url_of
from sitegen.model.pictures import SocialCard
from sitegen.model.urls import in_language, output_path
from sitegen.model.versions import intro_key
from sitegen.model.viewer import Viewer
from sitegen.types import Digest, Document, Location, Site, Texts

WIDTH, HEIGHT = 1200, 630
HOME, ENTRY, LISTING = "home", "entry", "listing"
SITE_FILE = "content/site.yaml"


@dataclass(frozen=True, slots=True)
class CardText:
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
        if page.output:
            yield f"{ENTRY}:{page.entry}", page.language
    for language in site.config.languages:
        yield f"{HOME}:", language
        for scope in scopes(site.config):
            yield f"{LISTING}:{Listing(scope).key}", language


def draws(site: Site) -> bool:
    """Whether the site has cards."""
    rule = site.config.social_cards
    return rule is not None and bool(rule.fonts) and not rule.missing


def subject_of(subject: str) -> str:
    """The subject whose card a page shows."""
    kind, _, key = subject.partition(":")
    if kind == LISTING:
        return f"{LISTING}:{Listing(parse(key).scope).key}"
    return subject if kind == ENTRY else f"{HOME}:"


def card_path(site: Site, subject: str, language: str) -> str:
    """The output that is the card of a subject."""
    kind, _, key = subject.partition(":")
    if kind == ENTRY:
        page = site.pages[site.versions[key][language]].output
    else:
        url = url_of(site.config, parse(key)) if kind == LISTING else "/"
        page = output_path(in_language(site.config, url, language))
    return f"cards/{page.removesuffix('.html').removesuffix('/index')}.png"


def card_text(viewer: Viewer, subject: str) -> CardText:
    """What stands on the card of a subject, in the viewer's language."""
    kind, _, key = subject.partition(":")
    config, here = viewer.config, viewer.language
    name = viewer.text(config.title)
    if kind == ENTRY:
        page = viewer.page(key)
        label, own = viewer.text(config.types[page.type].singular), config.languages[page.language]
        return CardText(page.title, label, name, own.locale, own.direction)
    title = name if kind == HOME else viewer.text(_declared_title(viewer, key))
    intro = _intro(viewer, subject)
    if intro and "title" in intro.fields:
        title = str(intro.fields["title"])
    return CardText(title, "", "" if title == name else name, here.locale, here.direction)


def _declared_title(viewer: Viewer, key: str) -> Texts:
    listing, config = parse(key), viewer.config
    return config.types[listing.name].plural if _is_of_type(listing) else config.lists[listing.name].title


def _is_of_type(listing: Listing) -> bool:
    return listing.scope.startswith("type:")


def _intro(viewer: Viewer, subject: str) -> Document | None:
    """The text above an index, or of the home page."""
    kind, _, key = subject.partition(":")
    if kind == LISTING and not _is_of_type(parse(key)):
        return None
    folder = HOME if kind == HOME else parse(key).name
    return viewer.site.documents.get(intro_key(viewer.site, folder, viewer.language.code))


def place_of_title(viewer: Viewer, subject: str) -> Location:
    """Where an editor changes the title on a card."""
    kind, _, key = subject.partition(":")
    document = viewer.site.documents[viewer.page(key).document] if kind == ENTRY else _intro(viewer, subject)
    if document and "title" in document.positions:
        return Location(document.path, *document.positions["title"])
    of_type = kind == LISTING and _is_of_type(parse(key))
    return Location(viewer.config.types[parse(key).name].path if of_type else SITE_FILE)


def card_digest(viewer: Viewer, subject: str) -> Digest:
    """Of all that a card is drawn from."""
    text, rule = card_text(viewer, subject), viewer.config.social_cards
    assert rule is not None
    fonts = (font.digest for font in rule.fonts)
    said = (text.title, text.label, text.site, text.language, text.direction)
    return digest_of_parts(*said, rule.background, rule.colour, rule.accent, *fonts)


def social_card(viewer: Viewer, subject: str) -> SocialCard | None:
    """The card that a page shows, where the site has cards."""
    if not draws(viewer.site):
        return None
    shown = subject_of(subject)
    text = card_text(viewer, shown)
    version = fingerprint(card_digest(viewer, shown))
    path = card_path(viewer.site, shown, viewer.language.code)
    alt = " – ".join(part for part in (text.title, text.site) if part)
    return SocialCard(f"{viewer.permalink(f'/{path}')}?v={version}", WIDTH, HEIGHT, alt)
