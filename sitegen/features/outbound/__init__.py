"""Rules on links to other sites: reviewed hosts, and links that `sitegen links` has found broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.features.outbound import hosts

if TYPE_CHECKING:
    from sitegen.check.report import ReportRule


def reports() -> tuple[ReportRule, ...]:
    from sitegen.features.outbound import recorded

    return hosts.report, recorded.report


COMMANDS = {"links": "sitegen.commands.links"}
DOCUMENT_RULES = (hosts.check,)
REPORTS = reports
