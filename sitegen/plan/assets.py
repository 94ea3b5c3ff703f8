"""Files copied as they are: `static/`, and the documents that lie beside entries."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.read.scan import MEDIA_FILES
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    default = site.config.default_language
    media = [path for path in sources.content if path.endswith(MEDIA_FILES) and path not in site.pictures]
    for path in [*sources.static, *media]:
        inputs = {"file": Input("file", path)}
        yield Output(path.partition("/")[2], "copy", default, inputs, path, indexed=False)
