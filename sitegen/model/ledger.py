"""What is known of the addresses on other sites to which texts link: `content/links.lock`, a line for each.

    https://example.org/report  checked 2026-05-31  status 200  good 2026-05-31
    https://example.org/old  checked 2026-05-31  status 404  good 2026-02-01  failing 2026-05-24  archive https://…

`sitegen links` writes it; builds and checks only read it. A link is broken when its host said so on two
days, or at once where it never was good: others' sites have bad days, and a new link may be mistyped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

LEDGER = "content/links.lock"
HEAD = """\
# What `sitegen links` found out about links to other sites. An address in an archive can be added by hand:
# archive https://web.archive.org/web/…
"""
AT_ONCE = frozenset({"404", "410", "address", "private"})
"""What says of an address that never was good that it is wrong."""
ASTRAY = "astray"
"""Status of an address that redirects to something that is no address."""
FAILING = AT_ONCE | {"no-host", "certificate", ASTRAY}
"""What says that a link leads nowhere; everything else but success leaves it open."""
WORDS = {
    "address": "is no address on the web",
    "private": "leads to a machine that is not on the public network",
    "no-host": "names a host that does not exist",
    "certificate": "has no valid certificate",
    "refused": "refuses connections",
    "timeout": "does not answer in time",
    "lookup": "could not be looked up",
    "broken-off": "breaks the connection off",
    "redirects": "leads on too often",
    ASTRAY: "redirects to something that is no address on the web",
}
STATUS = re.compile(r"[1-9][0-9]{2}|[a-z-]{1,20}")


class Known(Struct, frozen=True):
    """What is known of one address."""

    address: str
    """Without a fragment."""
    checked: date
    status: str
    """Of HTTP, or a word for why there was none."""
    good: date | None = None
    """The last day on which it was."""
    failing: date | None = None
    """The first day since then on which it led nowhere."""
    archive: str = ""
    """Where a copy is."""

    @property
    def broken(self) -> bool:
        if self.failing is None or self.status not in FAILING:
            return False
        return self.checked > self.failing or (self.good is None and self.status in AT_ONCE)

    @property
    def state(self) -> str:
        """`good`, `broken`, `failing` (seen once) or `unknown`."""
        if self.status.startswith("2"):
            return "good"
        return "broken" if self.broken else "failing" if self.status in FAILING else "unknown"


def after(before: Known | None, address: str, status: str, day: date) -> Known:
    """What is known after an address was asked once more."""
    known = before or Known(address, day, status)
    if status.startswith("2"):
        return Known(address, day, status, day, None, known.archive)
    failing = known.failing or (day if status in FAILING else None)
    return Known(address, day, status, known.good, failing, known.archive)


def described(known: Known) -> str:
    """What its host says, as the end of a sentence."""
    said = WORDS.get(known.status, f"answers {known.status}")
    since = f", since {known.failing}" if known.failing else ""
    return f"{said}{since}"


def read_ledger(text: str) -> Iterator[Known | int]:
    """What the lines say; the number of a line that could not be read."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield _read(line.split()) or number


def _read(words: list[str]) -> Known | None:
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
    return Known(words[0], checked, pairs["status"], days["good"], days["failing"], archive)


def written_ledger(rows: Iterable[Known]) -> str:
    """The file, sorted by address."""
    return HEAD + "".join(f"{_line(row)}\n" for row in sorted(rows, key=lambda row: row.address))


def _line(known: Known) -> str:
    parts = [known.address, f"checked {known.checked}", f"status {known.status}"]
    parts += [f"{name} {value}" for name, value in (("good", known.good), ("failing", known.failing),
              ("archive", known.archive)) if value]  # fmt: skip
    return "  ".join(parts)
