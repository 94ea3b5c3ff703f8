"""The links of networks as CSV, beside the index of their type."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.features.networks.definition import ties_of
from sitegen.model.listings import base_url
from sitegen.model.urls import in_language, output_path
from sitegen.types import Config, Input, Output, Site, Sources
from sitegen.types.keys import TYPE, scope_key


def network_url(config: Config, type_name: str) -> str:
    """Address of the data of a type's network: `/organisations/network.csv`."""
    return f"{base_url(config, scope_key(TYPE, type_name))}network.csv"


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    config = site.config
    for name, content_type in config.types.items():
        if ties_of(content_type) and content_type.index:
            data = {"data": Input("network_table", name)}
            for language in config.languages:
                path = output_path(in_language(config, network_url(config, name), language))
                yield Output(path, "csv", language, data, content_type.path, indexed=False)
