"""Files beside entries that published content refers to: documents unchanged, pictures without metadata.

If a page shows a picture, other sizes and formats of it are made as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.media_addresses import media_url
from sitegen.model.picture_plans import renditions, shown_pictures
from sitegen.model.shown import published_files
from sitegen.types import Input, Output, Rendition, Site, Sources
from sitegen.views.inputs.files import picture_key


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    default = site.config.default_language
    shown = frozenset(shown_pictures(site))
    for path in sorted(published_files(site) & sources.content.keys()):
        picture = site.pictures.get(path)
        if picture is None:
            inputs = {"file": Input("file", path)}
            yield Output(media_url(site, path).lstrip("/"), "copy", default, inputs, path, indexed=False)
            continue
        found = renditions(media_url(site, path), picture, site.config.images)
        for rendition in (found.whole, *(found.made if path in shown else ())):
            yield _output(site, path, rendition)


def _output(site: Site, path: str, made: Rendition) -> Output:
    inputs = {"picture": Input("picture", picture_key(path, made))}
    return Output(made.path, "picture", site.config.default_language, inputs, path, indexed=False)
