"""The search page, and the description by which browsers find it (OpenSearch 1.1)."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.definition.config import SITE
from sitegen.features.search.subject import SEARCH
from sitegen.model.urls import in_language, output_path
from sitegen.plan.common import GeneratedPage, in_languages
from sitegen.types import Input, Output, Site, Sources
from sitegen.types.keys import subject_key

DESCRIPTION = "/opensearch.xml"


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    rule = site.config.searched
    if rule is None:
        return
    own = {"filters": "filters", "ways": "ways"}
    page = GeneratedPage(rule.permalink, subject_key(SEARCH), rule.template, SITE, own, indexed=False)
    yield from in_languages(page, site.config)
    for language in site.config.languages:
        path = output_path(in_language(site.config, DESCRIPTION, language))
        inputs = {"site": Input("site", ""), "assets": Input("assets", "")}
        yield Output(path, "template", language, inputs, SITE, "opensearch.xml", indexed=False)
