"""The manifest of a built site: SHA-256 and size of every file, the hosts it names, its redirects.

It is computed on request, so that a build does not spend time on it. Keep it out of reach of anybody who can
write to the host, or an intruder could change both.
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
    """There is no manifest to trust; the message has the reason."""


class FileRecord(Struct, frozen=True):
    sha256: str
    size: int


class Manifest(Struct, frozen=True):
    files: Mapping[str, FileRecord]
    """Record of each file, by path in the output."""
    hosts: frozenset[str]
    """Hosts that any file of the site names."""
    redirects: Mapping[str, str]
    """New address of each old one, as a host sees them."""


def manifest_of(output: Path) -> Manifest:
    """Manifest of a built site. Raises `NoManifest` if its files have changed since the build."""
    known = read_manifest(output)
    if not known:
        raise NoManifest(f"{output} is not a site that sitegen built; build it, or give --manifest")
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
            raise NoManifest(f"{output}/{path} was modified after the build; {advice}")
        files[path] = FileRecord(sha256(data).hexdigest(), len(data))
        if is_text(path):
            hosts |= hosts_in(data)
        if path == REDIRECTS:
            moved = {str(old): str(new) for old, new in json.loads(data).items()}
    return Manifest(files, frozenset(hosts), moved)


def as_json(manifest: Manifest) -> str:
    """The manifest as JSON."""
    rows = {path: {"sha256": it.sha256, "bytes": it.size} for path, it in sorted(manifest.files.items())}
    made = {"made by": "sitegen manifest", "files": rows, "hosts": sorted(manifest.hosts)}
    return json.dumps({**made, "redirects": dict(manifest.redirects)}, indent=1, ensure_ascii=True) + "\n"


def parse_manifest(text: str, name: str) -> Manifest:
    """The manifest in a text that `as_json` has written. Raises `NoManifest` if it is not one."""
    try:
        made = json.loads(text)
        files = {
            str(path): FileRecord(str(it["sha256"]), int(it["bytes"])) for path, it in made["files"].items()
        }
        moved = {str(old): str(new) for old, new in made["redirects"].items()}
        return Manifest(files, frozenset(map(str, made["hosts"])), moved)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = f" ({MANIFEST} is not one)" if name.endswith(MANIFEST) else ""
        raise NoManifest(f"{name} is not a manifest of sitegen{hint}") from error
