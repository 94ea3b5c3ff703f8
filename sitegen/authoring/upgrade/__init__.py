"""Brings the files of a site that `sitegen init` wrote up to date with this version of sitegen."""

from sitegen.authoring.upgrade.base import NoBase, base_of
from sitegen.authoring.upgrade.changes import Change, Outcome, plan_upgrade
from sitegen.authoring.upgrade.write import NotRestored, uncommitted, write_changes

__all__ = [
    "Change",
    "NoBase",
    "NotRestored",
    "Outcome",
    "base_of",
    "plan_upgrade",
    "uncommitted",
    "write_changes",
]
