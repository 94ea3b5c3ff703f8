"""A page at each old address that an entry names under `aliases`, leading to the new one."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.urls import output_path
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    for page in site.pages.values():
        for alias in page.aliases:
            if page.output or site.config.types[page.type].index:
                url = alias if alias.endswith((".html", "/")) else f"{alias}/"
                inputs = {"target": Input("address", page.key), "site": Input("site", "")}
                source = site.documents[page.document].path
                yield Output(
                    output_path(url),
                    "template",
                    page.language,
                    inputs,
                    source,
                    "redirect.html",
                    indexed=False,
                )
