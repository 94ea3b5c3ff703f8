"""The content as JSON and CSV with a schema: files for each type, and one that lists them."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.definition.config import SITE
from sitegen.features.data.catalogue import CATALOGUE
from sitegen.features.data.observations import OBSERVATIONS, has_observations
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    default = site.config.default_language
    yield Output("data/index.json", "json", default, {"data": Input("data_index", "")}, SITE, indexed=False)
    catalogue = {"data": Input("data_catalogue", "")}
    yield Output(CATALOGUE, "json", default, catalogue, SITE, indexed=False)
    for content_type in site.config.types.values():
        name, source = content_type.name, content_type.path
        for path, renderer, kind in (
            (f"data/{name}.json", "entries_json", "data_in_pieces"),
            (f"data/{name}.csv", "csv", "table"),
            (f"data/{name}.schema.json", "json", "data_schema"),
        ):
            yield Output(path, renderer, default, {"data": Input(kind, name)}, source, indexed=False)
        if has_observations(site.config, name):
            yield Output(
                OBSERVATIONS, "csv", default, {"data": Input("observations", "")}, source, indexed=False
            )
