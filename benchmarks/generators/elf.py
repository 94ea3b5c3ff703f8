"""Loads a library on systems with an older C library than the one it was linked with."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SECTIONS_AT = 0x28
SECTION_SIZE_AT = 0x3A
VERSION_NEEDS = 0x6FFFFFFE
"""Type of the section that lists the versions of symbols that a library needs (SHT_GNU_verneed)."""
WEAK = 2
"""Flag of a version without which a library can be loaded (VER_FLG_WEAK)."""


def with_weak_version(library: bytes, version: str) -> bytes:
    """The 64-bit library, with the version of symbols marked as one that may be missing.

    Only right if each of the version's symbols is weak, so that the library tests for it before it is called.
    """
    marked = bytearray(library)
    for at in _versions(library):
        digest, flags = struct.unpack_from("<IH", library, at)
        if digest == _digest(version):
            struct.pack_into("<H", marked, at + 4, flags | WEAK)
    return bytes(marked)


def _versions(library: bytes) -> Iterator[int]:
    """Offsets of the records of all needed versions (Elf64_Vernaux)."""
    for need in _needs(library):
        yield from _chain(library, need + struct.unpack_from("<I", library, need + 8)[0], link=12)


def _needs(library: bytes) -> Iterator[int]:
    """Offsets of the records of all needed libraries (Elf64_Verneed)."""
    sections = struct.unpack_from("<Q", library, SECTIONS_AT)[0]
    size, count = struct.unpack_from("<HH", library, SECTION_SIZE_AT)
    for section in range(sections, sections + size * count, size):
        kind, start = struct.unpack_from("<4xI16xQ", library, section)
        if kind == VERSION_NEEDS:
            yield from _chain(library, start, link=12)


def _chain(library: bytes, at: int, link: int) -> Iterator[int]:
    """Offsets of records that each give the distance to the next."""
    while True:
        yield at
        distance = struct.unpack_from("<I", library, at + link)[0]
        if not distance:
            return
        at += distance


def _digest(name: str) -> int:
    """Hash of a name in ELF files."""
    digest = 0
    for byte in name.encode("ascii"):
        digest = (digest << 4) + byte
        high = digest & 0xF0000000
        digest = (digest ^ (high >> 24)) & ~high
    return digest
