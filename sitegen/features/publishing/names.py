"""Names of releases: the moment of the publication and a digest of the files, `20260531T143000Z-1a2b3c4d`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from sitegen.digest import digest_of_parts, fingerprint
from sitegen.features.publishing.release import PublishedFile

NAME = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")
MOMENT = "%Y%m%dT%H%M%SZ"


def new_id(files: Mapping[str, PublishedFile], others: Iterable[str]) -> str:
    """Name of a new release, which sorts after all others."""
    now = datetime.now(UTC)
    moments = [datetime.strptime(name.partition("-")[0], MOMENT).replace(tzinfo=UTC) for name in others]
    later = max([now, *(moment + timedelta(seconds=1) for moment in moments)])
    digest = digest_of_parts(*(part for path, file in sorted(files.items()) for part in (path, file.digest)))
    return f"{later.strftime(MOMENT)}-{fingerprint(digest)}"
