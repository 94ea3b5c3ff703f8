"""Files with citations: one in each format for every entry that can be cited, in each of its languages."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.features.citations.addresses import can_be_cited, file_url
from sitegen.features.citations.formats import FORMATS, WORK
from sitegen.model.urls import output_path
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    for page in site.pages.values():
        if can_be_cited(site, page):
            source = site.documents[page.document].path
            for form in FORMATS:
                path = output_path(file_url(site, page, form.ending))
                yield Output(
                    path, form.name, page.language, {WORK: Input(WORK, page.entry)}, source, indexed=False
                )
