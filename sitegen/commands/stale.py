"""`sitegen stale`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.console import definition_of, find_root, stop_for
from sitegen.commands.options import NOW, ROOT, STYLE

if TYPE_CHECKING:
    from sitegen.upkeep.stale import Deadline


@click.command("stale")
@ROOT
@click.option("--owner", default="", help="Only entries whose owner contains this text.")
@click.option(
    "--within",
    type=click.IntRange(0),
    default=0,
    metavar="DAYS",
    help="Include what is due within this number of days.",
)
@NOW
@STYLE
def stale_command(root: Path | None, owner: str, within: int, now: date, style: str) -> None:
    """List entries that are due for review, and that have expired or soon will."""
    from sitegen.upkeep.stale import stale

    home = find_root(root)
    config = definition_of(home, now)
    found, problems = stale(home, config, within, owner)
    if problems:
        stop_for(problems, home, style)
    click.echo(_as_json(found, config.today) if style == "json" else _as_text(found))


def _as_text(found: Sequence[Deadline]) -> str:
    lines = [
        f"{due.day}  {due.what:<7}  {due.path}:{due.line}  {due.title}"
        + (f"  ({due.owner})" if due.owner else "")
        for due in found
    ]
    return "\n".join(lines) or "nothing is late"


def _as_json(found: Sequence[Deadline], today: date) -> str:
    entries = [
        {
            "day": due.day.isoformat(),
            "what": due.what,
            "owner": due.owner or None,
            "title": due.title,
            "path": due.path,
            "line": due.line,
        }
        for due in found
    ]
    return json.dumps({"today": today.isoformat(), "due": entries}, ensure_ascii=False, indent=2)
