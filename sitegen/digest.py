"""Content digests: BLAKE2b of bytes and of plain values."""

from __future__ import annotations

import hashlib

from sitegen.types import Digest

SIZE = 16
"""Bytes of a digest; 128 bits make an accidental collision out of reach."""


def digest_of_bytes(data: bytes) -> Digest:
    """The digest of some bytes, as 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=SIZE).hexdigest()


def digest_of_parts(*parts: str) -> Digest:
    """The digest of a sequence of texts; `("ab", "c")` and `("a", "bc")` differ."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return digest_of_bytes(joined.encode("utf-8", "surrogatepass"))


def fingerprint(data: bytes) -> str:
    """Eight hexadecimal digits for a public address, so that caches see a changed file."""
    return digest_of_bytes(data)[:8]
