"""What stands at each old address that an entry names under `aliases`.

A page that leads on works on every host. Those that can answer `301` find the same as `_redirects`
(Netlify, Cloudflare Pages), as a map for nginx, and as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.config import SITE
from sitegen.model.redirects import redirects
from sitegen.model.urls import output_path
from sitegen.types import Input, Output, Site, Sources

FORMS = {"_redirects": "redirects", "redirects.map": "nginx_map", "redirects.json": "json"}
"""Files that list all of them, each with its renderer."""


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    moved = False
    for old, page in redirects(site):
        moved = True
        inputs = {"target": Input("address", page.key), "site": Input("site", "")}
        source = site.documents[page.document].path
        yield Output(
            output_path(old), "template", page.language, inputs, source, "redirect.html", indexed=False
        )
    for path, renderer in FORMS.items() if moved else ():
        inputs = {"data": Input("redirects", "")}
        yield Output(path, renderer, site.config.default_language, inputs, SITE, indexed=False)
