"""The content as JSON, a file for each type and one that lists them."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.config import SITE
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    default = site.config.default_language
    yield Output("data/index.json", "json", default, {"data": Input("data_index", "")}, SITE, indexed=False)
    for content_type in site.config.types.values():
        inputs = {"data": Input("data", content_type.name)}
        yield Output(
            f"data/{content_type.name}.json", "json", default, inputs, content_type.path, indexed=False
        )
