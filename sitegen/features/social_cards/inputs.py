"""The input of a social card."""

from __future__ import annotations

from msgspec import Struct

from sitegen.features.social_cards.card_views import CardText, card_digest, card_text, place_of_title
from sitegen.types import Digest, Location, SocialCardRule, SubjectKey
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource


class CardContent(Struct, frozen=True):
    """A social card to be drawn."""

    text: CardText
    rule: SocialCardRule
    place: Location
    """Place of the title in the sources, for messages."""


def _social_card(inputs: InputSource, subject: SubjectKey) -> CardContent:
    viewer = inputs.viewer
    rule = viewer.config.social_cards
    assert rule is not None
    return CardContent(card_text(inputs.context, subject), rule, place_of_title(viewer, subject))


def _social_card_digest(inputs: InputSource, subject: SubjectKey) -> Digest:
    return card_digest(inputs.viewer, card_text(inputs.context, subject))


KINDS = {"social_card": InputKind(_social_card, _social_card_digest)}
