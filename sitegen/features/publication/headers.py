"""The file `_headers`, with HTTP headers for Netlify, Cloudflare Pages and others; other hosts ignore it."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.definition.config import SITE
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    inputs = {"site": Input("site", ""), "cms": Input("cms", ""), "media_types": Input("media_types", "")}
    default = site.config.default_language
    yield Output("_headers", "template", default, inputs, SITE, "_headers", indexed=False)
