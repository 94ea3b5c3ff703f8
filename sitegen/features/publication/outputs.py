"""Files about the site and its publisher: `security.txt` (RFC 9116), web app manifest, HTTP headers."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.definition.config import SITE
from sitegen.features.publication.security import contact_of
from sitegen.model.urls import MANIFEST
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    default = site.config.default_language
    if contact_of(site.config):
        inputs = {"security": Input("security", ""), "site": Input("site", "")}
        path = ".well-known/security.txt"
        yield Output(path, "template", default, inputs, SITE, "security.txt", indexed=False)
    if site.config.icon:
        inputs = {"data": Input("manifest", "")}
        yield Output(MANIFEST, "json", default, inputs, SITE, indexed=False)


def plan_headers(site: Site, sources: Sources) -> Iterator[Output]:
    """The file `_headers`, with HTTP headers for Netlify, Cloudflare Pages and others."""
    inputs = {"site": Input("site", ""), "cms": Input("cms", ""), "media_types": Input("media_types", "")}
    default = site.config.default_language
    yield Output("_headers", "template", default, inputs, SITE, "_headers", indexed=False)
