"""Files that are copied unchanged: everything in `static/`, of the site and of its theme."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    theme = site.config.theme
    sheet = f"static/{theme.stylesheet}" if theme.css else ""
    for path, file in sources.static.items():
        inputs = {"file": Input("stylesheet" if path == sheet else "file", file.path)}
        yield Output(
            path.partition("/")[2], "copy", site.config.default_language, inputs, file.path, indexed=False
        )
