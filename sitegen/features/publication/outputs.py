"""`security.txt` (RFC 9116) and the web app manifest, which describe the site's publisher and the site."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.definition.config import SITE
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    default = site.config.default_language
    if site.config.security:
        inputs = {"security": Input("security", ""), "site": Input("site", "")}
        path = ".well-known/security.txt"
        yield Output(path, "template", default, inputs, SITE, "security.txt", indexed=False)
    if site.config.icon:
        inputs = {"data": Input("manifest", "")}
        yield Output("site.webmanifest", "json", default, inputs, SITE, indexed=False)
