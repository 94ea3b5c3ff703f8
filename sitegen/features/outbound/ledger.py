"""The state of links to other sites: `content/links.lock`, with a line for each address.

    https://example.org/report  checked 2026-05-31  status 200  good 2026-05-31
    https://example.org/old  checked 2026-05-31  status 404  good 2026-02-01  failing 2026-05-24  archive https://…

`sitegen links` writes the file; builds and checks only read it. A link is broken if its host reported an
error on two days, or on one day if the link never worked: sites fail temporarily, and a new link may be
mistyped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

LEDGER = "content/links.lock"
HEAD = """\
# Results of `sitegen links` for links to other sites. The address of an archived copy can be added by hand:
# archive https://web.archive.org/web/…
"""
AT_ONCE = frozenset({"404", "410", "address", "private"})
"""Statuses that make an address broken at once if it never worked."""
ASTRAY = "astray"
"""Status of an address that redirects to something that is not a web address."""
FAILING = AT_ONCE | {"no-host", "certificate", ASTRAY}
"""Statuses that mean that a link does not work; other failures may be temporary."""
WORDS = {
    "address": "is not a web address",
    "private": "points to a machine that is not on the public network",
    "no-host": "names a host that does not exist",
    "certificate": "has no valid certificate",
    "refused": "refuses connections",
    "timeout": "does not answer in time",
    "lookup": "could not be looked up",
    "broken-off": "breaks the connection off",
    "redirects": "leads on too often",
    ASTRAY: "redirects to something that is not a web address",
}
STATUS = re.compile(r"[1-9][0-9]{2}|[a-z-]{1,20}")


class LinkRecord(Struct, frozen=True):
    """The recorded state of one address."""

    address: str
    """Address without a fragment."""
    checked: date
    status: str
    """HTTP status, or a word for the reason if there was none."""
    good: date | None = None
    """Last day on which the link worked."""
    failing: date | None = None
    """First day after that on which the link failed."""
    archive: str = ""
    """Address of an archived copy."""

    @property
    def broken(self) -> bool:
        if self.failing is None or self.status not in FAILING:
            return False
        return self.checked > self.failing or (self.good is None and self.status in AT_ONCE)

    @property
    def state(self) -> str:
        """`good`, `broken`, `failing` (failed on one day) or `unknown`."""
        if self.status.startswith("2"):
            return "good"
        return "broken" if self.broken else "failing" if self.status in FAILING else "unknown"


def updated_record(previous: LinkRecord | None, address: str, status: str, day: date) -> LinkRecord:
    """The new state of an address, after a request on a day."""
    record = previous or LinkRecord(address, day, status)
    if status.startswith("2"):
        return LinkRecord(address, day, status, day, None, record.archive)
    failing = record.failing or (day if status in FAILING else None)
    return LinkRecord(address, day, status, record.good, failing, record.archive)


def description_of(record: LinkRecord) -> str:
    """Describes the last result as the end of a sentence."""
    result = WORDS.get(record.status, f"answers {record.status}")
    since = f", since {record.failing}" if record.failing else ""
    return f"{result}{since}"


def read_ledger(text: str) -> Iterator[LinkRecord | int]:
    """Yields the state of each address; for lines that cannot be read, their number."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield _read(line.split()) or number


def _read(words: list[str]) -> LinkRecord | None:
    pairs = dict(zip(words[1::2], words[2::2], strict=False))
    days: dict[str, date | None] = {"good": None, "failing": None}
    if not re.match(r"https?://", words[0]) or len(words) % 2 == 0:
        return None
    if not {"checked", "status"} <= pairs.keys() <= {"checked", "status", "good", "failing", "archive"}:
        return None
    try:
        checked = date.fromisoformat(pairs["checked"])
        days |= {name: date.fromisoformat(pairs[name]) for name in days if name in pairs}
    except ValueError:
        return None
    archive = pairs.get("archive", "")
    if not STATUS.fullmatch(pairs["status"]) or (archive and not archive.startswith("https://")):
        return None
    return LinkRecord(words[0], checked, pairs["status"], days["good"], days["failing"], archive)


def written_ledger(rows: Iterable[LinkRecord]) -> str:
    """Returns the text of the file, sorted by address."""
    return HEAD + "".join(f"{_line(row)}\n" for row in sorted(rows, key=lambda row: row.address))


def _line(record: LinkRecord) -> str:
    parts = [record.address, f"checked {record.checked}", f"status {record.status}"]
    parts += [f"{name} {value}" for name, value in (("good", record.good), ("failing", record.failing),
              ("archive", record.archive)) if value]  # fmt: skip
    return "  ".join(parts)
