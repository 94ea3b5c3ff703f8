"""Format of Pagefind's files: gzip (RFC 1952) around a mark and CBOR (RFC 8949)."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any

MARK = b"pagefind_dcd"
"""First bytes of every uncompressed file of Pagefind."""
UNSIGNED, TEXT, ARRAY = 0x00, 0x60, 0x80
"""Major types of CBOR."""
_SIZES = ((2**8, 24, 1), (2**16, 25, 2), (2**32, 26, 4))


def unpacked(data: bytes) -> Any:
    """Decodes a file of words, filters or pages. Raises ValueError if it is not in Pagefind's format."""
    import cbor2

    return cbor2.loads(unpacked_bytes(data))


def unpacked_bytes(data: bytes) -> bytes:
    """Decompresses a file. Raises ValueError if it has no mark."""
    plain = gzip.decompress(data)
    if not plain.startswith(MARK):
        raise ValueError("not a file of Pagefind")
    return plain.removeprefix(MARK)


def packed(value: object) -> bytes:
    import cbor2

    return compressed(cbor2.dumps(value))


def compressed(encoded: bytes) -> bytes:
    """Compresses encoded values with Huffman codes alone.

    Versions of zlib differ in how they search for repeated bytes, and files must not depend on the version.
    """
    plain = MARK + encoded
    codes = zlib.compressobj(6, zlib.DEFLATED, -15, 8, zlib.Z_HUFFMAN_ONLY)
    body = codes.compress(plain) + codes.flush()
    sizes = zlib.crc32(plain).to_bytes(4, "little") + len(plain).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + body + sizes


def head(kind: int, number: int) -> bytes:
    """Head of a value in CBOR: its major type with a number or a length."""
    if number < 24:
        return bytes((kind | number,))
    code, size = next((code, size) for limit, code, size in _SIZES if number < limit)
    return bytes((kind | code,)) + number.to_bytes(size, "big")


def text(value: str) -> bytes:
    """Encodes a text in CBOR."""
    data = value.encode("utf-8")
    return head(TEXT, len(data)) + data


def as_json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("utf-8")
