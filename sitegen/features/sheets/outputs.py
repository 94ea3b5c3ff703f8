"""The sheets of a site: a PDF beside the page of each entry whose type has sheets."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.features.sheets.addresses import has_sheet, sheet_url
from sitegen.features.sheets.definition import template_of
from sitegen.features.sheets.inputs import RENDERER
from sitegen.model.urls import output_path
from sitegen.plan.common import ENTRY_KEY
from sitegen.plan.pages import of_an_entry
from sitegen.types import Inputs, Output, Page, Shape, Site, Sources
from sitegen.types.keys import subject_key
from sitegen.types.registers import per_extensions
from sitegen.views.titled import ENTRY


@per_extensions
def _of_a_sheet() -> Shape:
    return {**of_an_entry(), RENDERER: ("sheet_layout", ENTRY_KEY)}


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    return (_sheet(site, page) for page in site.pages.values() if has_sheet(site, page))


def _sheet(site: Site, page: Page) -> Output:
    return Output(
        path=output_path(sheet_url(page)),
        renderer=RENDERER,
        language=page.language,
        inputs=Inputs(_of_a_sheet(), (subject_key(ENTRY, page.entry), page.document, page.entry)),
        source=site.documents[page.document].path,
        template=template_of(site.config.types[page.type]),
        indexed=False,
    )
