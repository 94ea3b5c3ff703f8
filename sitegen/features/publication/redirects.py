"""Redirects from the old addresses that entries name under `aliases`.

A page that redirects works on every host, but loses the query of an address. Hosts that can answer `301` read
all redirects from `_redirects` (Netlify, Cloudflare Pages), from a map for nginx, or as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.definition.config import SITE
from sitegen.model.urls import folded
from sitegen.types import Input, Output, Site, Sources
from sitegen.views.redirects import Redirect, redirects

FORMS = {"_redirects": "redirects", "redirects.map": "nginx_map", "redirects.json": "json"}
"""Files that list all redirects, each with its renderer."""

TEMPLATE = "redirect.html"


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    moved = False
    made: set[tuple[str, str]] = set()
    for redirect in redirects(site):
        moved = True
        name = (redirect.page.key, folded(redirect.old.file))
        if redirect.old.file and name not in made:
            made.add(name)
            yield _page(site, redirect)
    several = len(site.config.languages) > 1
    for path, renderer in FORMS.items():
        if not moved and not (several and path == "_redirects"):
            continue
        inputs = {"data": Input("redirects", ""), "missing": Input("missing_pages", "")}
        yield Output(path, renderer, site.config.default_language, inputs, SITE, indexed=False)


def _page(site: Site, redirect: Redirect) -> Output:
    page = redirect.page
    inputs = {"target": Input("address", page.key), "site": Input("site", "")}
    source = site.documents[page.document].path
    return Output(redirect.old.file, "template", page.language, inputs, source, TEMPLATE, indexed=False)
