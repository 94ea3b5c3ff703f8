"""Asking the addresses on other sites to which texts link: which still lead somewhere?

Each host is asked one address after the other, with a pause between them, and several hosts at a time.
Only machines of the public network are asked, also after redirects: content does not say where to knock.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import quote, urldefrag, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build.pipeline import failed, known
from sitegen.check.hosts import outward
from sitegen.check.outbound import broken_links
from sitegen.model.ledger import ASTRAY, LEDGER, Known, after, read_ledger, written_ledger
from sitegen.online.fetch import Failure, Manners, ask, moved_to
from sitegen.problems.formats import in_order, printable
from sitegen.read.scan import read_bytes
from sitegen.store.own_files import replace_file
from sitegen.types import Config, Problem, Severity, Site

HOPS = 10
HOSTS_AT_ONCE = 8
SAVE_EVERY = 30
"""Seconds after which the answers so far are written: a run may be killed."""
ENOUGH = 2000
"""Bytes of a page that are read to see that it is there."""
TOO_MANY = "429"
WAYBACK = "https://archive.org/wayback/available"
COPIES = "https://web.archive.org/"
STATUSES = {
    Failure.ADDRESS: "address",
    Failure.NAME: "no-host",
    Failure.UNRESOLVED: "lookup",
    Failure.PRIVATE: "private",
    Failure.REFUSED: "refused",
    Failure.CERTIFICATE: "certificate",
    Failure.LATE: "timeout",
    Failure.BROKEN: "broken-off",
}


class Wanted(Struct, frozen=True):
    """Which addresses are to be asked, and how."""

    new: bool = False
    """Those that the ledger does not have."""
    oldest: int = 0
    """How many of those that it has, the ones first that were asked longest ago."""
    archive: bool = False
    """Copies of what is broken are looked for."""
    local: bool = False
    """Machines of the own network may be asked."""
    seconds: float = 20
    pause: float = 1
    wayback: str = WAYBACK


class Links(Struct, frozen=True):
    """What was found out."""

    asked: tuple[Known, ...]
    problems: tuple[Problem, ...]
    """The broken ones among them, wherever they stand; or errors for which the site is not known."""
    known: bool = True


def check_links(root: Path, config: Config, wanted: Wanted) -> Links:
    """Asks, and writes the answers into the ledger, also if it is interrupted. Raises OSError."""
    prepared = known(root, config)
    if failed(prepared.problems):
        return Links((), in_order(prepared.problems), known=False)
    addresses = addresses_of(prepared.site)
    before = rows_in(root)
    ledger = {address: row for address, row in before.items() if address in addresses}
    chosen = choose(addresses, ledger, wanted, config.today)
    asked: dict[str, Known] = {}
    saved = time.monotonic()
    try:
        for address, status in _asked(chosen, wanted):
            asked[address] = after(ledger.get(address), address, status, config.today)
            if time.monotonic() - saved > SAVE_EVERY:
                _save(root, before | asked)
                saved = time.monotonic()
        if wanted.archive:
            for address, row in sorted(asked.items()):
                asked[address] = _with_copy(row, wanted)
    except BaseException:
        if asked:
            _save(root, before | asked)
        raise
    ledger |= asked
    if ledger or (root / LEDGER).exists():
        _save(root, ledger)
    rows = tuple(asked[address] for address in chosen if address in asked)
    return Links(rows, in_order(_problems(prepared.site, asked)))


def rows_in(root: Path) -> dict[str, Known]:
    """The rows of the ledger by address; empty if there is none. Raises OSError."""
    try:
        text = read_bytes(root, LEDGER).decode("utf-8", "replace")
    except FileNotFoundError:
        return {}
    return {row.address: row for row in read_ledger(text) if isinstance(row, Known)}


def _save(root: Path, ledger: Mapping[str, Known]) -> None:
    replace_file(root / LEDGER, written_ledger(ledger.values()).encode("utf-8"))


def addresses_of(site: Site) -> frozenset[str]:
    """Every address on another site that a text or a field has, without fragments."""
    found = (
        address
        for document in site.documents.values()
        for address, _ in outward(document, site.config.types.get(document.type))
    )
    plain = {urldefrag(address).url for address in found}
    own = f"{site.config.base_url.rstrip('/')}/"
    return frozenset(address for address in plain if not f"{address}/".startswith(own) and " " not in address)


def choose(
    addresses: Iterable[str], ledger: Mapping[str, Known], wanted: Wanted, today: date
) -> tuple[str, ...]:
    """The addresses to ask, sorted: new ones, the oldest, or all where neither is asked for."""
    if not wanted.new and not wanted.oldest:
        return tuple(sorted(addresses))
    new = [address for address in addresses if address not in ledger] if wanted.new else []
    old = sorted(
        (row for row in ledger.values() if row.checked < today), key=lambda it: (it.checked, it.address)
    )
    return tuple(sorted([*new, *(row.address for row in old[: wanted.oldest])]))


def _asked(addresses: Sequence[str], wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Each address with its status, as soon as it is there; those of a host that has had enough are left out.

    Nothing waits for the threads when somebody stops listening: they end with the program.
    """
    by_host: dict[str, list[str]] = {}
    for address in addresses:
        by_host.setdefault(_host_of(address), []).append(address)
    hosts: SimpleQueue[list[str]] = SimpleQueue()
    answers: SimpleQueue[tuple[str, str] | None] = SimpleQueue()
    for own in by_host.values():
        hosts.put(own)

    def work() -> None:
        with suppress(Empty):
            while True:
                for answer in _of_one_host(hosts.get_nowait(), wanted):
                    answers.put(answer)
        answers.put(None)

    working = min(HOSTS_AT_ONCE, len(by_host))
    for _ in range(working):
        Thread(target=work, daemon=True).start()
    while working:
        answer = answers.get()
        if answer is None:
            working -= 1
        else:
            yield answer


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _of_one_host(addresses: Sequence[str], wanted: Wanted) -> Iterator[tuple[str, str]]:
    for number, address in enumerate(addresses):
        if number:
            time.sleep(wanted.pause)
        status = status_of(address, wanted)
        yield address, status
        if status == TOO_MANY:
            return


def status_of(address: str, wanted: Wanted) -> str:
    """The final status of an address. `HEAD` is enough where it succeeds; not every host knows it."""
    status = _followed(address, "HEAD", wanted)
    return status if status.startswith("2") or not status.isdecimal() else _followed(address, "GET", wanted)


def _followed(url: str, method: str, wanted: Wanted) -> str:
    manners = Manners(wanted.seconds, ENOUGH, wanted.local)
    for hop in range(HOPS):
        answer = ask(url, manners, method)
        if answer.failure is Failure.ADDRESS and hop:
            return ASTRAY
        if answer.failure:
            return STATUSES[answer.failure]
        target = moved_to(url, answer)
        if not target:
            return str(answer.status)
        url = target
    return "redirects"


def _with_copy(row: Known, wanted: Wanted) -> Known:
    """With the address of a copy in the Wayback Machine, where the link fails and there is one."""
    if row.failing is None or row.archive:
        return row
    day = (row.good or row.checked).strftime("%Y%m%d")
    question = f"{wanted.wayback}?url={quote(row.address, safe='')}&timestamp={day}"
    answer = ask(question, Manners(wanted.seconds, 100_000, wanted.local))
    try:
        copy = str(json.loads(answer.body)["archived_snapshots"]["closest"]["url"])
    except (ValueError, KeyError, TypeError):
        return row
    copy = copy.replace("http://", "https://", 1) if copy.startswith("http://") else copy
    plain = copy.startswith(COPIES) and len(copy.split()) == 1 and printable(copy) == copy
    return replace(row, archive=copy) if plain else row


def _problems(site: Site, asked: Mapping[str, Known]) -> Iterator[Problem]:
    broken = {address: row for address, row in asked.items() if row.broken}
    for document in site.documents.values() if broken else ():
        yield from broken_links(document, site.config, broken, Severity.WARNING)
