"""`sitegen next-change`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.console import definition_of, find_root, stop_for
from sitegen.commands.options import NOW, ROOT, STYLE

if TYPE_CHECKING:
    from sitegen.upkeep.next_change import NextChange


@click.command("next-change")
@ROOT
@NOW
@STYLE
def next_change_command(root: Path | None, now: date, style: str) -> None:
    """Show the next day on which the site changes without an edit, and why."""
    from sitegen.upkeep.next_change import next_change

    home = find_root(root)
    config = definition_of(home, now)
    found, problems = next_change(home, config)
    if problems:
        stop_for(problems, home, style)
    click.echo(_as_json(found, config.today) if style == "json" else _as_text(found))


def _as_text(found: NextChange | None) -> str:
    if found is None:
        return "nothing changes by itself"
    lines = (f"  {change.path}: {change.title}: {change.what}" for change in found.changes)
    return "\n".join([found.day.isoformat(), *lines])


def _as_json(found: NextChange | None, today: date) -> str:
    changes = found.changes if found else ()
    result = {
        "today": today.isoformat(),
        "next": found.day.isoformat() if found else None,
        "changes": [{"path": c.path, "title": c.title, "what": c.what} for c in changes],
    }
    return json.dumps(result, ensure_ascii=False, indent=2)
