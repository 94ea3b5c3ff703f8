"""Links to other sites that `sitegen links` has recorded as broken are reported as notes.

Nothing is requested during the check. The result does not depend on the network, and the failure of another
site does not stop publication.

    [The report](https://example.org/gone)   →   link.broken: https://example.org/gone answers 404
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from sitegen.check.checked import Checked
from sitegen.check.report import Report
from sitegen.features.outbound.hosts import outward
from sitegen.features.outbound.ledger import LEDGER, LinkRecord, description_of, read_ledger
from sitegen.types import Config, Document, Location, Problem, Severity
from sitegen.yaml.merges import is_unfinished


def report(checked: Checked) -> Report:
    """Returns problems for unreadable lines of the ledger, and a search of texts for broken links."""
    try:
        text = checked.read(LEDGER).decode("utf-8", "replace")
    except OSError:
        return Report()
    if is_unfinished(text):  # reported by the scan
        return Report()
    broken: dict[str, LinkRecord] = {}
    problems = []
    for row in read_ledger(text):
        if isinstance(row, int):
            hint = "take the line out, and run: sitegen links --new"
            place = Location(LEDGER, row, 1)
            message = "this line could not be read"
            problems.append(Problem("link.ledger", message, place, hint, Severity.WARNING))
        elif row.broken:
            broken[row.address] = row
    look = partial(broken_links, config=checked.site.config, broken=broken, severity=Severity.NOTE)
    return Report(problems, look if broken else None)


def broken_links(
    document: Document, config: Config, broken: Mapping[str, LinkRecord], severity: Severity
) -> Iterator[Problem]:
    """Problems for links of a document to one of these addresses."""
    for address, place in outward(document, config.types.get(document.type)):
        known = broken.get(address.partition("#")[0])
        if known:
            message = f"{known.address} {description_of(known)}"
            yield Problem("link.broken", message, place, _advice(known), severity)


def _advice(known: LinkRecord) -> str:
    if known.archive:
        return f"correct the address, or link to its copy: {known.archive}"
    last = f"; it was good on {known.good}" if known.good else ""
    return f"correct the address, link to a copy in an archive, or take the link out{last}"
