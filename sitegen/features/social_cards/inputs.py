"""The input of a social card."""

from __future__ import annotations

from msgspec import Struct

from sitegen.features.social_cards.card_views import (
    CardText,
    card_digest,
    card_text,
    picture_digest,
    place_of_title,
)
from sitegen.types import Digest, Location, Picture, SocialCardRule, SubjectKey
from sitegen.types.keys import kind_and_key
from sitegen.types.registers import contributed
from sitegen.views.card_fields import picture_in
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.titled import ENTRY
from sitegen.views.viewer import Viewer


class CardPicture(Struct, frozen=True):
    """A picture beside the title of a card."""

    path: str
    """Path of the file, relative to the root."""
    facts: Picture
    focus: str


class Sketch(Struct, frozen=True):
    """A drawing as SVG, as the features in the register `SKETCH` give it."""

    svg: str
    width: int
    height: int
    centre: int
    """Horizontal middle of what matters, where it is cropped."""


class CardContent(Struct, frozen=True):
    """A social card to be drawn."""

    text: CardText
    rule: SocialCardRule
    place: Location
    """Place of the title in the sources, for messages."""
    picture: CardPicture | Sketch | None = None


def _social_card(inputs: InputSource, subject: SubjectKey) -> CardContent:
    viewer = inputs.viewer
    rule = viewer.config.social_cards
    assert rule is not None
    text, place = card_text(inputs.context, subject), place_of_title(viewer, subject)
    return CardContent(text, rule, place, _picture(viewer, subject))


def _picture(viewer: Viewer, subject: SubjectKey) -> CardPicture | Sketch | None:
    """The picture of an entry, or else its drawing."""
    kind, key = kind_and_key(subject)
    if kind != ENTRY:
        return None
    page = viewer.page(key)
    found = picture_in(page, viewer.images[page.type])
    if found is None:
        drawings = filter(None, (sketch(viewer.site, page.entry) for sketch in contributed("SKETCH")))
        return next((Sketch(*drawing) for drawing in drawings), None)
    image = found[1]
    return CardPicture(image.path, viewer.site.pictures[image.path], image.focus)


def _social_card_digest(inputs: InputSource, subject: SubjectKey) -> Digest:
    text = card_text(inputs.context, subject)
    return card_digest(inputs.viewer, text, picture_digest(inputs.viewer, subject))


KINDS = {"social_card": InputKind(_social_card, _social_card_digest)}
