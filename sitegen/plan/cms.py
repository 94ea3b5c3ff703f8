"""The page of a git-based CMS at `/admin/` and its configuration, if the site asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.definition.config import SITE
from sitegen.types import Input, Output, Site, Sources
from sitegen.features.editing.cms import ADMIN


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    if site.config.cms is None:
        return
    default = site.config.default_language
    inputs = {"site": Input("site", ""), "cms": Input("cms", "")}
    yield Output(f"{ADMIN}index.html", "template", default, inputs, SITE, "admin.html", indexed=False)
    data = {"data": Input("cms_config", "")}
    yield Output(f"{ADMIN}config.yml", "json", default, data, SITE, indexed=False)
