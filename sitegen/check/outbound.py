"""A link to another site is of use while something is there. What `sitegen links` found is in the ledger.

Nothing is asked now: a check gives the same today and tomorrow, and nobody's bad day keeps a site from
being published. So it is a note.

    [The report](https://example.org/gone)   →   link.broken: https://example.org/gone answers 404
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from sitegen.check.checked import Checked
from sitegen.check.hosts import outward
from sitegen.check.texts import Report
from sitegen.model.ledger import LEDGER, Known, described, read_ledger
from sitegen.types import Config, Document, Location, Problem, Severity
from sitegen.yaml.merges import is_unfinished


def report(checked: Checked) -> Report:
    """Lines of the ledger that cannot be read, and a look at texts for links that are broken."""
    try:
        text = checked.read(LEDGER).decode("utf-8", "replace")
    except OSError:
        return Report()
    if is_unfinished(text):  # reported where it is scanned
        return Report()
    broken: dict[str, Known] = {}
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
    document: Document, config: Config, broken: Mapping[str, Known], severity: Severity
) -> Iterator[Problem]:
    """The links of a document that lead to one of these addresses."""
    for address, place in outward(document, config.types.get(document.type)):
        known = broken.get(address.partition("#")[0])
        if known:
            message = f"{known.address} {described(known)}"
            yield Problem("link.broken", message, place, _advice(known), severity)


def _advice(known: Known) -> str:
    if known.archive:
        return f"correct the address, or link to its copy: {known.archive}"
    last = f"; it was good on {known.good}" if known.good else ""
    return f"correct the address, link to a copy in an archive, or take the link out{last}"
