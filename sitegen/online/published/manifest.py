"""The list of what a build made: SHA-256 and size of every file, the hosts it names, its redirects.

It is made from the built site when it is asked for, so that a build does not pay for it. Keep it where
whoever can write to the host cannot: what is published cannot be its own witness.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from sitegen.digest import digest_of_bytes
from sitegen.online.published.contents import hosts_in, is_text
from sitegen.read.scan import read_bytes
from sitegen.write.output import MANIFEST, read_manifest

REDIRECTS = "redirects.json"


class NoManifest(Exception):
    """There is no list that could be trusted; the message says why, for the user."""


class Listed(Struct, frozen=True):
    sha256: str
    size: int


class Manifest(Struct, frozen=True):
    files: Mapping[str, Listed]
    """By path in the output."""
    hosts: frozenset[str]
    """That any file of the site names."""
    redirects: Mapping[str, str]
    """From old to new address, as a host sees them."""


def manifest_of(output: Path) -> Manifest:
    """The list of a built site. Raises `NoManifest` where it is not as its build left it."""
    known = read_manifest(output)
    if not known:
        raise NoManifest(f"{output} is no site that sitegen built; build it, or give --manifest")
    files, hosts = {}, set[str]()
    moved: dict[str, str] = {}
    for path, digest in known.items():
        try:
            data = read_bytes(output, path)
        except OSError as error:
            raise NoManifest(f"{output}/{path} cannot be read; build the site again") from error
        if digest_of_bytes(data) != digest:
            advice = (
                "compare with --manifest FILE, which sitegen manifest prints after a build, or build again"
            )
            raise NoManifest(f"{output}/{path} is not what the build wrote; {advice}")
        files[path] = Listed(sha256(data).hexdigest(), len(data))
        if is_text(path):
            hosts |= hosts_in(data)
        if path == REDIRECTS:
            moved = {str(old): str(new) for old, new in json.loads(data).items()}
    return Manifest(files, frozenset(hosts), moved)


def written(manifest: Manifest) -> str:
    """The list as JSON."""
    rows = {path: {"sha256": it.sha256, "bytes": it.size} for path, it in sorted(manifest.files.items())}
    made = {"made by": "sitegen manifest", "files": rows, "hosts": sorted(manifest.hosts)}
    return json.dumps({**made, "redirects": dict(manifest.redirects)}, indent=1, ensure_ascii=True) + "\n"


def read(text: str, name: str) -> Manifest:
    """The list that `written` gave. Raises `NoManifest` where the text is none."""
    try:
        made = json.loads(text)
        files = {str(path): Listed(str(it["sha256"]), int(it["bytes"])) for path, it in made["files"].items()}
        moved = {str(old): str(new) for old, new in made["redirects"].items()}
        return Manifest(files, frozenset(map(str, made["hosts"])), moved)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = f" ({MANIFEST} is not one)" if name.endswith(MANIFEST) else ""
        raise NoManifest(f"{name} is no list that sitegen manifest wrote{hint}") from error
