"""Files that are copied unchanged: everything in `static/`, of the site and of its theme."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.types import Input, Output, Site, Sources
from sitegen.views.inputs.files import file_key


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    theme = site.config.theme
    sheet = f"static/{theme.stylesheet}" if theme.css else ""
    for path, file in sources.static.items():
        key = file_key(file.path, (lower.path for lower in sources.below.get(path, ())))
        inputs = {"file": Input("stylesheet" if path == sheet else "file", key)}
        yield Output(
            path.partition("/")[2], "copy", site.config.default_language, inputs, file.path, indexed=False
        )
