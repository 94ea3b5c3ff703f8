"""The site as inputs are made from it, in one language; what many outputs share is made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
from sitegen.types import Body, Catalogue, Digest, Site


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
        self._ordered: dict[str, dict[str, int]] = {}
        self._places: dict[str, dict[str, int]] = {}
        self._latest: tuple[str, Sequence[str]] = ("", ())
        self.facets: dict[str, tuple[FacetView, ...]] = {}

    def ordered(self, scope: str) -> Sequence[str]:
        """The entries of an index in the order of this language."""
        return self.latest(scope, lambda: tuple(self._positions(scope)))

    def in_order(self, entries: Iterable[str], scope: str) -> Sequence[str]:
        """Some of the entries of an index, in its order."""
        return sorted(entries, key=self._positions(scope).__getitem__)

    def place_in_type(self, entry: str) -> int:
        """Where an entry stands among those of its type."""
        type_name = entry.partition("/")[0]
        if type_name not in self._places:
            self._places[type_name] = {e: number for number, e in enumerate(self.site.entries[type_name])}
        return self._places[type_name][entry]

    def latest(self, key: str, make: Callable[[], Sequence[str]]) -> Sequence[str]:
        """What was made last under this key: the pages of a list are asked for one after the other."""
        if self._latest[0] != key:
            self._latest = (key, make())
        return self._latest[1]

    def _positions(self, scope: str) -> dict[str, int]:
        if scope not in self._ordered:
            pages = self.viewer.sorted(entries_of(self.site, scope), sort_of(self.site.config, scope))
            self._ordered[scope] = {page.entry: number for number, page in enumerate(pages)}
        return self._ordered[scope]

    @cached_property
    def lists(self) -> dict[str, tuple[Card, ...]]:
        found = {}
        for rule in self.site.config.lists.values():
            pages = self.viewer.sorted(self.site.lists[rule.name], rule.sort)
            found[rule.name] = self.viewer.cards(page.entry for page in pages)
        return found
