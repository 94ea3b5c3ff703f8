"""A released address must exist for ever, or the reason for its removal must be recorded.

Readers, search engines and printed reports keep addresses for years, so a restructuring must not break them.

    /topics/food/   →   address.lost: /topics/food/ was released, and nothing is there any more
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.problems.nearest import Names
from sitegen.types import Location, Problem
from sitegen.views.released import LOCK, ReleasedAddress, present, read_lock
from sitegen.yaml.merges import is_unfinished


def check(checked: Checked) -> Iterator[Problem]:
    if not checked.has_lock:
        return
    text = checked.read(LOCK).decode("utf-8", "replace")
    if is_unfinished(text):  # reported by the scan
        return
    there = present(checked.site)
    names = Names(there)
    there |= {f"{address}/" for address in there if not address.endswith("/")}
    for found in read_lock(text):
        if not isinstance(found, ReleasedAddress):
            hint = "an address, like /topics/food/, perhaps followed by gone: and the reason"
            yield Problem("address.lock", "this line has no address", Location(LOCK, found, 1), hint)
        elif found.address not in there and not found.reason:
            near = names.nearest_in(found.address, LOCK)
            page = f"the page that takes its place ({near}?)" if near else "the page that takes its place"
            hint = (
                f"give {page} the line aliases: [{found.address}], or write after it here: gone: the reason"
            )
            message = f"{found.address} was released, and nothing is there any more"
            yield Problem("address.lost", message, Location(LOCK, found.line, 1), hint)


RULE = Rule(check, Scope.FACTS)
