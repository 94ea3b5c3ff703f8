"""Social cards: pictures with the titles of pages, which social networks show beside links."""

from sitegen.features.social_cards import card_views, inputs, outputs, renderer
from sitegen.views.subjects import PagePart

INPUTS = inputs.KINDS
PAGE_PARTS = {"social_card": PagePart(card_views.social_card, card_views.digest_of_card)}
PLANNERS = (outputs.plan,)
RENDERERS = {"social_card": renderer.social_card}
SLOW = ("social_card",)
