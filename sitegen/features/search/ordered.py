"""Sorts the files of a Pagefind index, so that equal pages give equal bytes.

Pagefind 1.5 writes languages, filters and their values in the random order of its hash tables (its issue
638), and names files by a digest of their content. This module sorts them and renames the files.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping
from typing import Any

from sitegen.digest import digest_of_bytes

ENTRY = "pagefind-entry.json"
MARK = b"pagefind_dcd"
"""First bytes of every uncompressed file of Pagefind; CBOR follows (RFC 8949)."""


def in_order(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Sorts an index. Raises ValueError if a file is not in the format of Pagefind 1.5."""
    kept = {name: data for name, data in files.items() if not name.endswith((".pf_filter", ".pf_meta"))}
    entry = json.loads(files[ENTRY])
    for code, language in entry["languages"].items():
        meta = _unpacked(files[f"pagefind.{language['hash']}.pf_meta"])
        filters = []
        for name, old in sorted(meta[3]):
            named, values = _unpacked(files[f"filter/{old}.pf_filter"])
            data = _packed([named, sorted(values)])
            new = f"{code}_{digest_of_bytes(data)[:10]}"
            kept[f"filter/{new}.pf_filter"] = data
            filters.append([name, new])
        meta[3] = filters
        data = _packed(meta)
        language["hash"] = f"{code}_{digest_of_bytes(data)[:10]}"
        kept[f"pagefind.{language['hash']}.pf_meta"] = data
    kept[ENTRY] = as_json(entry)
    return kept


def as_json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _unpacked(data: bytes) -> Any:
    import cbor2

    plain = gzip.decompress(data)
    if not plain.startswith(MARK):
        raise ValueError("not a file of Pagefind")
    return cbor2.loads(plain.removeprefix(MARK))


def _packed(value: object) -> bytes:
    """Encodes as gzip (RFC 1952) without compression, which may differ between versions of zlib."""
    import cbor2

    plain = MARK + cbor2.dumps(value)
    stored = zlib.compressobj(0, zlib.DEFLATED, -15)
    body = stored.compress(plain) + stored.flush()
    sizes = zlib.crc32(plain).to_bytes(4, "little") + len(plain).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + body + sizes
