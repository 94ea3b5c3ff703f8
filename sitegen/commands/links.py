"""`sitegen links`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from sitegen.commands.console import CONTENT, GOOD, USAGE, definition_of, find_root, show, stop
from sitegen.commands.options import NOW, ROOT, pause_option, timeout_option
from sitegen.problems.formats import as_json, count, printable

if TYPE_CHECKING:
    from sitegen.features.outbound.ledger import LinkRecord
    from sitegen.online.link_checker import LinkReport


class LinksArguments(Struct, frozen=True):
    """Options of `links`."""

    root: Path | None
    new: bool
    oldest: int
    archive: bool
    local: bool
    timeout: float
    pause: float
    now: date
    style: str


@click.command("links")
@ROOT
@click.option("--new", is_flag=True, help="Check only addresses that content/links.lock does not have.")
@click.option(
    "--oldest",
    type=click.IntRange(1),
    default=None,
    metavar="N",
    help="Check the N addresses whose last check is oldest.",
)
@click.option("--archive", is_flag=True, help="Look up copies of failing pages in the Wayback Machine.")
@click.option("--local", is_flag=True, help="Also check addresses in your own network.")
@timeout_option(20)
@pause_option("between requests to the same host")
@NOW
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github"]), default="text", help="Output format."
)
def links_command(**values: Any) -> None:
    """Check links to other sites and record the results in content/links.lock."""
    from sitegen.features.outbound.ledger import LEDGER
    from sitegen.online.link_checker import LinkOptions, check_links

    args = LinksArguments(**{**values, "oldest": values["oldest"] or 0})
    home = find_root(args.root)
    config = definition_of(home, args.now, args.style)
    options = LinkOptions(args.new, args.oldest, args.archive, args.local, args.timeout, args.pause)
    try:
        links = check_links(home, config, options)
    except OSError as error:
        stop(f"{LEDGER} cannot be written: {error.strerror}", USAGE)
    _show(links, home, args.style)
    sys.exit(CONTENT if links.problems else GOOD)


def _show(links: LinkReport, home: Path, style: str) -> None:
    if style == "json":
        found = json.loads(as_json(links.problems))
        rows = [_row(record) for record in links.checked]
        click.echo(json.dumps({**found, "links": rows}, indent=2, ensure_ascii=True))
        return
    show(links.problems, home, style)
    if not links.ran:
        click.echo(f"{count(links.problems)}; no link was checked")
    elif style == "text":
        from sitegen.features.outbound.ledger import description_of

        for record in links.checked:
            if record.state in ("failing", "unknown"):
                click.echo(f"{record.state}: {printable(record.address)} {description_of(record)}")
        numbers = Counter(record.state for record in links.checked)
        parts = [f"{numbers[state]:,} {state}" for state in ("good", "broken", "failing", "unknown")]
        shown = ", ".join(part for part in parts if not part.startswith("0 "))
        click.echo(
            f"{len(links.checked):,} checked: {shown}" if links.checked else "there are no links to check"
        )


def _row(record: LinkRecord) -> dict[str, object]:
    return {
        "address": record.address,
        "state": record.state,
        "status": record.status,
        "good": str(record.good) if record.good else None,
        "failing": str(record.failing) if record.failing else None,
        "archive": record.archive or None,
    }
