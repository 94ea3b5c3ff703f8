"""The site as inputs are made from it, in one language; what many outputs share is made once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from sitegen.digest import Digester
from sitegen.model.feeds import plan_feeds
from sitegen.model.listings import (
    entries_of,
    sort_of,
)
from sitegen.model.subjects import (
    Speaker,
)
from sitegen.model.viewer import Viewer
from sitegen.model.views import Card, FacetView, FigureView
from sitegen.model.words import Words
from sitegen.types import Body, Catalogue, Digest, Page, Site


class InputSource:
    """The inputs of a site's outputs in one language; what many outputs share is made once."""

    def __init__(
        self,
        site: Site,
        language: str,
        catalogue: Catalogue | None,
        bodies: Mapping[Digest, Body],
        assets: Mapping[str, str],
        files: Mapping[str, Digest],
    ) -> None:
        self.site = site
        self.viewer = Viewer(site, language)
        feeds = {feed.key: feed for feed in plan_feeds(site)}
        self.speaker = Speaker(self.viewer, Words(catalogue), feeds)
        self.bodies = bodies
        self.files = files
        self.digester = Digester((Card, FacetView, FigureView))
        self.digests: dict[tuple[str, str], Digest] = {}
        self.assets = {path: self.viewer.href(url) for path, url in assets.items()}
        self.kept: dict[tuple[str, str], object] = {}
        self._sorted: dict[str, list[Page]] = {}
        self.facets: dict[str, tuple[FacetView, ...]] = {}

    def sorted_pages(self, scope: str) -> list[Page]:
        if scope not in self._sorted:
            entries = entries_of(self.site, scope)
            self._sorted[scope] = self.viewer.sorted(entries, sort_of(self.site.config, scope))
        return self._sorted[scope]

    @cached_property
    def lists(self) -> dict[str, tuple[Card, ...]]:
        found = {}
        for rule in self.site.config.lists.values():
            pages = self.viewer.sorted(self.site.lists[rule.name], rule.sort)
            found[rule.name] = self.viewer.cards(page.entry for page in pages)
        return found
