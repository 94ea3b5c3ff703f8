"""Social cards: pictures with the titles of pages, which social networks show beside links."""

from sitegen.types.registers import EntryPoint, entry_points

INPUTS = entry_points("sitegen.features.social_cards.inputs:KINDS", "social_card")
PAGE_PARTS = {"social_card": EntryPoint("sitegen.features.social_cards.card_views:PAGE_PART")}
PLANNERS = (EntryPoint("sitegen.features.social_cards.outputs:plan"),)
RENDERERS = {"social_card": EntryPoint("sitegen.features.social_cards.renderer:social_card")}
SLOW = ("social_card",)
