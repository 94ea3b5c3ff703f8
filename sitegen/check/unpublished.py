"""Finds the unpublished entry that will have an address, for links to it.

[Harbour](/news/harbour/)   →   link.draft: "/news/harbour/" is content/news/harbour.md, which is a draft …
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import unquote

from sitegen.check.checked import Checked
from sitegen.types.paths import composed

HOST = re.compile(r"(?:https?:)?//(?P<host>[^/?#]+)", re.IGNORECASE)
STATE = "a draft or not published yet"


class Unpublished:
    """Index of unpublished entries by address, created once for a build."""

    def __init__(self, checked: Checked) -> None:
        self._hidden = checked.site.hidden
        self._paths = checked.paths
        self._base_path = checked.site.config.base_path
        found = HOST.match(checked.site.config.base_url)
        self._host = found["host"].casefold() if found else ""

    def at(self, target: str) -> str:
        """File of the unpublished entry with this address; empty if there is none or a page has it."""
        inside = self._inside(target) if self._hidden else ""
        if not inside or f"{inside}/index.html" in self._paths or inside in self._paths:
            return ""
        return self._files.get(inside, "")

    def _inside(self, target: str) -> str:
        """Address of this site without host, base path and outer slashes; empty for other sites."""
        host = HOST.match(target)
        if host and host["host"].casefold() != self._host:
            return ""
        path = target[host.end() if host else 0 :]
        if not path.startswith("/"):
            return ""
        path = path.removeprefix(self._base_path) if path.startswith(f"{self._base_path}/") else path
        return _bare(path.partition("#")[0].partition("?")[0])

    @cached_property
    def _files(self) -> Mapping[str, str]:
        return {_bare(url): path for path, urls in self._hidden.items() for url in reversed(urls)}


def _bare(path: str) -> str:
    return composed(unquote(path)).strip("/").removesuffix("/index.html")
