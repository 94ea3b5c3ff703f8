"""Addresses of clusters: `local:N`, and `tcp://HOST:PORT` of a Dask scheduler."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from sitegen.problems.formats import suggest

FORMS = "write local:4 for four processes here, or tcp://HOST:PORT for a Dask scheduler"
REMOTE = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:.]{2,45}\]|[^/:@?#\s]{1,253}):(\d{1,5})/?")
LOCAL = re.compile(r"local:([1-9]\d{0,2})")
SCHEMES = ("local", "tcp", "tls")
SCHEME = re.compile(r"[A-Za-z]{1,20}")


class Address(Struct, frozen=True):
    """A cluster."""

    text: str
    workers: int = 0
    """Number of processes to start on this machine; 0 for a scheduler that runs already."""


def address_of(text: str) -> Address:
    """Raises ValueError with what is wrong."""
    if found := LOCAL.fullmatch(text):
        return Address(text, int(found[1]))
    if (found := REMOTE.fullmatch(text)) and 0 < int(found[3]) < 65536:
        return Address(text.rstrip("/"))
    start = SCHEME.match(text)
    guess = suggest(start[0], SCHEMES) if start and start[0] not in SCHEMES else ""
    raise ValueError(f'"{text}" is not a cluster; {FORMS}{guess and f" ({guess})"}')


def store_of(text: str) -> str:
    """Address of a store for workers in other folders."""
    return text if "://" in text or not text else str(Path(text).resolve())
