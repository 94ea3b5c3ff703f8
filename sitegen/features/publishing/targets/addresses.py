"""Addresses of targets."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.target import Target
from sitegen.problems.formats import suggest
from sitegen.types.registers import EntryPoint

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")
SCHEMES: dict[str, EntryPoint] = {}
"""Functions from an address to a target. Each raises PublishError."""


def open_target(address: str, protected: tuple[Path, ...]) -> Target:
    """The target at an address; `protected` are folders of the site itself. Raises PublishError."""
    scheme = SCHEME.match(address)
    if scheme is None:
        return _folder(address, protected)
    name = scheme[1].lower()
    if name == "file":
        parts = urlsplit(address)
        if parts.netloc not in ("", "localhost"):
            raise PublishError(f"{address} names a host; write file:///FOLDER with three slashes")
        return _folder(unquote(parts.path), protected)
    if name not in SCHEMES:
        known = ("file", *SCHEMES)
        hint = suggest(name, known) or f"kinds of targets: a folder, {', '.join(f'{it}://' for it in known)}"
        raise PublishError(f'there is no kind of target "{name}://" ({hint})')
    target: Target = SCHEMES[name].load()(address)
    return target


def _folder(path: str, protected: tuple[Path, ...]) -> Target:
    from sitegen.features.publishing.targets.folder import folder_target

    return folder_target(Path(path), protected)
