"""A handbook for editors, with a page for each type; only in builds that show drafts."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.urls import HANDBOOK as URL
from sitegen.model.urls import output_path
from sitegen.plan.common import EVERY_PAGE
from sitegen.types import Input, Inputs, Output, Site, Sources
from sitegen.types.keys import subject_key
from sitegen.views.subjects import HANDBOOK

TEMPLATE = "handbook.html"


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    source = f"templates/{TEMPLATE}"
    if not site.config.drafts or source not in sources.templates:
        return
    language = site.config.default_language
    for name in ("", *site.config.types):
        about = subject_key(HANDBOOK, name)
        inputs = dict(Inputs(EVERY_PAGE, (about,)))
        inputs |= {"handbook": Input("handbook", ""), "type_help": Input("type_help", name)}
        path = output_path(f"{URL}{name}/" if name else URL)
        yield Output(path, "template", language, inputs, source, TEMPLATE, indexed=False)
