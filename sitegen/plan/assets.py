"""Files copied as they are: `static/`, and the documents that lie beside entries."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.read.scan import is_media
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    default = site.config.default_language
    media = [path for path in sources.content if is_media(path) and path not in site.pictures]
    for path in [*sources.static, *media]:
        inputs = {"file": Input("file", path)}
        yield Output(path.partition("/")[2], "copy", default, inputs, path, indexed=False)
