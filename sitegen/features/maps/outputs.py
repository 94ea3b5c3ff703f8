"""The drawing of the countries, and the data of maps, charts and figures as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.definition.config import SITE
from sitegen.features.maps import world
from sitegen.features.maps.chart_inputs import chart_key
from sitegen.model.listings import base_url, rule_of, scopes
from sitegen.model.offered import offered_in
from sitegen.model.places import has_map
from sitegen.model.urls import chart_csv_url, in_language, map_csv_url, output_path
from sitegen.types import Input, Output, Site, Sources
from sitegen.types.keys import Listing


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    config = site.config
    rules = {scope: rule_of(config, scope) for scope in scopes(config)}
    if any(rule.map for rule in rules.values()) or any(t.map for t in config.types.values()):
        yield _file(world.URL, "bytes", config.default_language, Input("outlines", ""), SITE)
    for scope, rule in rules.items():
        base = base_url(config, scope)
        tables = [(chart_csv_url(base, name), "chart_table", chart_key(scope, name)) for name in rule.charts]
        tables += [(map_csv_url(base), "listing_map_table", Listing(scope).key)] if rule.map else []
        for url, kind, key in tables:
            for language in config.languages:
                yield _file(in_language(config, url, language), "csv", language, Input(kind, key), SITE)
    for page in site.pages.values():
        if (
            page.output
            and config.types[page.type].map
            and has_map(offered_in(site, page.language), page.entry)
        ):
            source = site.documents[page.document].path
            yield _file(map_csv_url(page.url), "csv", page.language, Input("map_table", page.entry), source)


def _file(url: str, renderer: str, language: str, wanted: Input, source: str) -> Output:
    return Output(output_path(url), renderer, language, {"data": wanted}, source, indexed=False)
