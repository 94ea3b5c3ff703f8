"""The files of a finished build, each checked against the manifest that the build has written."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path

from sitegen.digest import digest_of_bytes
from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.release import PublishedFile
from sitegen.store.own_files import read_regular
from sitegen.types.registers import by_name
from sitegen.write.output import read_manifest

REVALIDATED = "no-cache"
FOREVER = "public, max-age=31536000, immutable"
NAMED_BY_CONTENT = re.compile(
    r"(?:.*/)?pagefind/(?:(?:fragment|index|filter)/)?[^/]*_[0-9a-f]{7,}\.pf_[a-z]+"
)
"""Files whose name contains a digest of their content."""
TYPES = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".ics": "text/calendar",
    ".csv": "text/csv",
    ".xml": "application/xml",
    ".wasm": "application/wasm",
    ".bib": "application/x-bibtex",
    ".md": "text/markdown",
}
"""Types that the table of Python lacks in some of its versions."""
TEXTS = ("application/xml", "application/json", "application/ld+json", "application/manifest+json")
PLAIN = ("_headers", "_redirects")
"""Texts without an extension."""


def built_files(output: Path) -> Mapping[str, PublishedFile]:
    """Every file of the output folder. Raises PublishError if one differs from the build."""
    known = read_manifest(output)
    if not known:
        raise PublishError(f"{output} is not a site that sitegen built; run sitegen build first")
    types = media_types()
    return {
        path: PublishedFile(digest, len(built_bytes(output, path, digest)), types(path), cache_of(path))
        for path, digest in sorted(known.items())
    }


def built_bytes(output: Path, path: str, digest: str) -> bytes:
    """Content of a file of the build. Raises PublishError if it is missing or was modified."""
    try:
        data = read_regular(output / path)
    except FileNotFoundError:
        raise PublishError(f"{output / path} is missing; build the site again") from None
    except OSError as error:
        raise PublishError(f"{output / path} cannot be read ({error.strerror}); build again") from None
    if digest_of_bytes(data) != digest:
        raise PublishError(f"{output / path} was modified after the build; build the site again")
    return data


def cache_of(path: str) -> str:
    return FOREVER if NAMED_BY_CONTENT.fullmatch(path) else REVALIDATED


class media_types:  # noqa: N801 - called like a function
    """Media types by path, the same on every machine."""

    def __init__(self) -> None:
        self._names: Mapping[str, str] = by_name({}, "MEDIA_TYPES")
        self._table = mimetypes.MimeTypes(filenames=())

    def __call__(self, path: str) -> str:
        name = path.rpartition("/")[2]
        ending = Path(name).suffix.lower()
        found = self._names.get(name) or TYPES.get(ending) or self._table.guess_type(name)[0]
        kind = found or ("text/plain" if name in PLAIN else "application/octet-stream")
        text = kind.startswith("text/") or kind in TEXTS or kind.endswith("+xml") or name in self._names
        return f"{kind}; charset=utf-8" if text else kind
