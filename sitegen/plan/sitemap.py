"""`sitemap.xml`, with the versions of each page in other languages, and `robots.txt`."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.config import SITE
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    default = site.config.default_language
    addresses = {"addresses": Input("addresses", ""), "site": Input("site", "")}
    yield Output("sitemap.xml", "template", default, addresses, SITE, "sitemap.xml", indexed=False)
    robots = {"site": Input("site", "")}
    yield Output("robots.txt", "template", default, robots, SITE, "robots.txt", indexed=False)
