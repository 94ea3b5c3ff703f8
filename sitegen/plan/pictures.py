"""Pictures beside entries: each whole and clean, and in other sizes and formats where a page shows it."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.inputs.files import picture_key
from sitegen.model.pictures import renditions, shown_pictures
from sitegen.types import Input, Output, Rendition, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    shown = frozenset(shown_pictures(site))
    for path, picture in site.pictures.items():
        found = renditions(path, picture, site.config.images)
        for rendition in (found.whole, *(found.made if path in shown else ())):
            yield _output(site, path, rendition)


def _output(site: Site, path: str, made: Rendition) -> Output:
    inputs = {"picture": Input("picture", picture_key(path, made))}
    return Output(made.path, "picture", site.config.default_language, inputs, path, indexed=False)
