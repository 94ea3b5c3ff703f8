"""The previous build of a site, which the next one starts from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.build.cache import EMPTY, about_of, outputs_in
from sitegen.build.cached_site import site_of
from sitegen.build.cached_snapshot import snapshot_of
from sitegen.build.indexing import NO_INDEX, Index, split
from sitegen.build.unchanged import FileStamps, has_other_packages, intact_outputs
from sitegen.definition.digests import digest_of_definition
from sitegen.store.sealed_tables import Tables
from sitegen.types import NO_SNAPSHOT, Config, Digest, Site, Snapshot, Stamp


class Previous(Struct, frozen=True):
    state: Tables = EMPTY
    """The cache as it is stored."""
    snapshot: Snapshot = NO_SNAPSHOT
    """Decoded `state`; only the records of outputs that are still as they were written."""
    site: Site | None = None
    """The joined site; None if its definition, what the day decides or a package has changed."""
    index: Index = NO_INDEX
    stamps: Mapping[str, Stamp] = {}
    """Stamps of its outputs as they are stored."""
    definition: Digest = ""
    """Digest of the definition of the build that continues it."""


NO_PREVIOUS = Previous()


def restored(previous: Previous, output: Path, stamps: FileStamps | None, config: Config) -> Previous:
    """The previous build, with all that can be used of it; decodes `state` if that has not been done."""
    about = about_of(previous.state)
    state = previous.state if about else EMPTY
    known = outputs_in(state.rows["outputs"])
    intact = intact_outputs(output, known, stamps)
    if previous.snapshot is NO_SNAPSHOT:
        last = snapshot_of(state, about, {path: known[path].record for path in intact})
    else:
        last = previous.snapshot.only(intact)
    snapshot, index = split(last)
    site, definition = previous.site, digest_of_definition(config)
    if about is None or has_other_packages(about):
        site = None
    elif site is None or site.config != config:
        site = site_of(state.rows["site"], about, snapshot, config) if about.config == definition else None
    return Previous(state, snapshot, site, index, {path: it.stamp for path, it in known.items()}, definition)
