"""Begins a build: finds the files of the site, and starts other processes that read those with content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from sitegen.build.context import Context
from sitegen.check.document_rules import inspect
from sitegen.read.documents import ReadContext, start_reading
from sitegen.read.scan import scan
from sitegen.types import Config, Library, Sources


class Begun(Struct, frozen=True):
    """A site whose content is being read by other processes."""

    sources: Sources
    library: Callable[[], Library]
    """Waits for the documents."""


def begin_reading(root: Path, config: Config, context: Context) -> Begun:
    """Begins to read what has changed since the previous build; the rest is in its cache."""
    assert context.bodies is not None
    context.progress("reading", 0, 0)
    last, storage, layers = context.previous.snapshot, context.storage, config.theme.layers
    seen = storage.stamps if storage else None
    found = seen.sources if seen and seen.layers == layers else None
    sources = scan(root, last.sources, found, config.limits, storage is not None, layers)
    reading = ReadContext(context.bodies, inspect, last.files, last.sources, last.rules, last.with_problems)
    return Begun(sources, start_reading(root, sources, config, context.executor, reading))
