"""Files that are copied unchanged: everything in `static/`."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    for path in sources.static:
        inputs = {"file": Input("file", path)}
        yield Output(
            path.partition("/")[2], "copy", site.config.default_language, inputs, path, indexed=False
        )
