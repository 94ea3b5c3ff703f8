"""Errors of a cluster: the build ends, and nothing is published."""

from __future__ import annotations

from collections.abc import Sequence


class ClusterError(Exception):
    """A cluster cannot be used, or was lost; the message says why and what helps."""


MOST_NAMES = 10
"""Number of items to name in a message."""


def lost_with(names: Sequence[str]) -> ClusterError:
    """Error for a batch with which workers were lost again and again."""
    shown = ", ".join(names[:MOST_NAMES])
    others = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return ClusterError(
        f"three workers or more were lost while they worked on: {shown}{others}; "
        "see their logs, and give them more memory or build these without --cluster"
    )
