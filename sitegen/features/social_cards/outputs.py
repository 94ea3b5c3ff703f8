"""Social cards: pictures with the title of each entry, index and home page."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.definition.config import SITE
from sitegen.features.social_cards.card_views import card_path, subjects
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    for subject, language in subjects(site):
        path, inputs = card_path(site, subject, language), {"social_card": Input("social_card", subject)}
        yield Output(path, "social_card", language, inputs, SITE, indexed=False)
