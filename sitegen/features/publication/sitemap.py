"""`sitemap.xml`, with the versions of each page in other languages, and `robots.txt`.

If there are more addresses than one file may hold, they are split, and `sitemap.xml` lists the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.definition.config import SITE
from sitegen.features.publication.sitemap_views import file_count, file_url
from sitegen.model.urls import output_path
from sitegen.types import Input, Output, Site, Sources

SITE_INPUT = Input("site", "")


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    files = file_count(site)
    if files == 1:
        yield _file(site, "sitemap.xml", "sitemap.xml", {"addresses": Input("addresses", "1")})
    else:
        yield _file(site, "sitemap.xml", "sitemap-index.xml", {"sitemaps": Input("sitemaps", "")})
        for number in range(1, files + 1):
            own = {"addresses": Input("addresses", str(number))}
            yield _file(site, output_path(file_url(number)), "sitemap.xml", own)
    yield _file(site, "robots.txt", "robots.txt", {})


def _file(site: Site, path: str, template: str, own: Mapping[str, Input]) -> Output:
    inputs = {**own, "site": SITE_INPUT}
    default = site.config.default_language
    return Output(path, "template", default, inputs, SITE, template, indexed=False)
