"""Archives of office programs (.docx, .odt), read within limits.

An archive can unpack to much more than it has, and its XML can declare entities that grow. Both are refused
before anything is parsed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from sitegen.features.importing.source import UnusableSource

MOST_PARTS = 5_000
LARGEST_PART = 50_000_000
LARGEST = 200_000_000
DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
XML_PARTS = (".xml", ".rels")


def parts_of(data: bytes, name: str) -> Mapping[str, bytes]:
    """The parts of an archive by path. Raises UnusableSource if it is none, or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, name)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ) as error:
        raise UnusableSource(f"{name} is damaged or protected by a password: {error}") from None


def _read(archive: zipfile.ZipFile, name: str) -> Mapping[str, bytes]:
    infos = archive.infolist()
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST:
        raise UnusableSource(f"{name} unpacks to more than {LARGEST:,} bytes or {MOST_PARTS:,} parts")
    parts: dict[str, bytes] = {}
    total = 0
    for info in infos:
        with archive.open(info) as part:
            content = part.read(LARGEST_PART + 1)
        total += len(content)
        if len(content) > LARGEST_PART or total > LARGEST:
            raise UnusableSource(f"{name}: its part {info.filename} unpacks to too many bytes")
        if info.filename.lower().endswith(XML_PARTS):
            _check(content, name, info.filename)
        parts[info.filename] = content
    return parts


def _check(content: bytes, name: str, part: str) -> None:
    """Refuses declarations, and encodings in which they could hide. Raises UnusableSource."""
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:100]
    encoding = re.search(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([^"']{1,40})""", content[:300])
    other = encoding is not None and encoding[1].lower() not in (b"utf-8", b"us-ascii")
    if is_wide or other or DECLARATION.search(content):
        raise UnusableSource(
            f"{name}: its part {part} has a declaration or an encoding that office programs do not write"
        )
