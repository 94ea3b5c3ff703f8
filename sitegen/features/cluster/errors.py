"""Errors of a cluster: the build ends, and nothing is published."""

from __future__ import annotations


class ClusterError(Exception):
    """A cluster cannot be used, or was lost; the message says why and what helps."""


def lost_with(name: str) -> ClusterError:
    """Error for an item with which workers were lost again and again."""
    return ClusterError(
        f"workers were lost again and again while they worked on {name}; "
        "see their logs, and give them more memory or build without --cluster"
    )
