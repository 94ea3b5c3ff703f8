"""Checks that links to other sites still work.

Requests to one host are sent one after the other with a pause between them; several hosts are checked at a
time. Only public hosts are contacted, also after redirects, so that content cannot probe a private network.
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

from sitegen.build.build import examine
from sitegen.features.outbound.hosts import outward
from sitegen.features.outbound.ledger import (
    ASTRAY,
    LEDGER,
    LinkRecord,
    read_ledger,
    updated_record,
    written_ledger,
)
from sitegen.features.outbound.recorded import broken_links
from sitegen.online.fetch import RequestFailure, RequestLimits, fetch, moved_to
from sitegen.problems.formats import in_order, printable
from sitegen.read.scan import read_bytes
from sitegen.store.own_files import replace_file
from sitegen.types import Config, Problem, Severity, Site

HOPS = 10
HOSTS_AT_ONCE = 8
SAVE_EVERY = 30
"""Seconds between two saves of the results, since a run may be killed."""
ENOUGH = 2000
"""Bytes of a page that suffice to know that it exists."""
TOO_MANY = "429"
WAYBACK = "https://archive.org/wayback/available"
COPIES = "https://web.archive.org/"
STATUSES = {
    RequestFailure.ADDRESS: "address",
    RequestFailure.NAME: "no-host",
    RequestFailure.UNRESOLVED: "lookup",
    RequestFailure.PRIVATE: "private",
    RequestFailure.REFUSED: "refused",
    RequestFailure.CERTIFICATE: "certificate",
    RequestFailure.LATE: "timeout",
    RequestFailure.BROKEN: "broken-off",
}


class LinkOptions(Struct, frozen=True):
    """Selection of the addresses to check, and options of the requests."""

    new: bool = False
    """Check addresses that the ledger does not have."""
    oldest: int = 0
    """Number of addresses in the ledger to check, those with the oldest check first."""
    archive: bool = False
    """Look up archived copies of broken links."""
    local: bool = False
    """Allow hosts of the private network."""
    seconds: float = 20
    pause: float = 1
    wayback: str = WAYBACK


class LinkReport(Struct, frozen=True):
    """Results of checking links."""

    checked: tuple[LinkRecord, ...]
    problems: tuple[Problem, ...]
    """Broken links, one problem for each place that has one; or errors in the site."""
    ran: bool = True
    """False if nothing was checked because of errors in the site."""


def check_links(root: Path, config: Config, options: LinkOptions) -> LinkReport:
    """Checks addresses and writes the results to the ledger, also if it is interrupted. Raises OSError."""
    planned = examine(root, config)
    if planned.failed:
        return LinkReport((), in_order(planned.problems), ran=False)
    addresses = addresses_of(planned.site)
    before = rows_in(root)
    ledger = {address: row for address, row in before.items() if address in addresses}
    chosen = choose(addresses, ledger, options, config.today)
    checked: dict[str, LinkRecord] = {}
    saved = time.monotonic()
    try:
        for address, status in _results(chosen, options):
            checked[address] = updated_record(ledger.get(address), address, status, config.today)
            if time.monotonic() - saved > SAVE_EVERY:
                _save(root, before | checked)
                saved = time.monotonic()
        if options.archive:
            for address, row in sorted(checked.items()):
                checked[address] = _with_archived_copy(row, options)
    except BaseException:
        if checked:
            _save(root, before | checked)
        raise
    ledger |= checked
    if ledger or (root / LEDGER).exists():
        _save(root, ledger)
    rows = tuple(checked[address] for address in chosen if address in checked)
    return LinkReport(rows, in_order(_problems(planned.site, checked)))


def rows_in(root: Path) -> dict[str, LinkRecord]:
    """Rows of the ledger by address; empty if there is none. Raises OSError."""
    try:
        text = read_bytes(root, LEDGER).decode("utf-8", "replace")
    except FileNotFoundError:
        return {}
    return {row.address: row for row in read_ledger(text) if isinstance(row, LinkRecord)}


def _save(root: Path, ledger: Mapping[str, LinkRecord]) -> None:
    replace_file(root / LEDGER, written_ledger(ledger.values()).encode("utf-8"))


def addresses_of(site: Site) -> frozenset[str]:
    """Every address on another site in a text or field, without its fragment."""
    found = (
        address
        for document in site.documents.values()
        for address, _ in outward(document, site.config.types.get(document.type))
    )
    plain = {urldefrag(address).url for address in found}
    own = f"{site.config.base_url.rstrip('/')}/"
    return frozenset(address for address in plain if not f"{address}/".startswith(own) and " " not in address)


def choose(
    addresses: Iterable[str], ledger: Mapping[str, LinkRecord], options: LinkOptions, today: date
) -> tuple[str, ...]:
    """Addresses to check, sorted: new ones, the oldest, or all if neither option is set."""
    if not options.new and not options.oldest:
        return tuple(sorted(addresses))
    new = [address for address in addresses if address not in ledger] if options.new else []
    old = sorted(
        (row for row in ledger.values() if row.checked < today), key=lambda it: (it.checked, it.address)
    )
    return tuple(sorted([*new, *(row.address for row in old[: options.oldest])]))


def _results(addresses: Sequence[str], options: LinkOptions) -> Iterator[tuple[str, str]]:
    """Yields each address with its status, as soon as it is known. Skips the rest of a host that answers 429.

    The threads are daemons, so an interrupted program does not wait for them.
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
                for answer in _host_results(hosts.get_nowait(), options):
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


def _host_results(addresses: Sequence[str], options: LinkOptions) -> Iterator[tuple[str, str]]:
    for number, address in enumerate(addresses):
        if number:
            time.sleep(options.pause)
        status = status_of(address, options)
        yield address, status
        if status == TOO_MANY:
            return


def status_of(address: str, options: LinkOptions) -> str:
    """Final status of an address. Tries `HEAD` first, which some hosts do not support, and then `GET`."""
    status = _status_after_redirects(address, "HEAD", options)
    if status.startswith("2") or not status.isdecimal():
        return status
    return _status_after_redirects(address, "GET", options)


def _status_after_redirects(url: str, method: str, options: LinkOptions) -> str:
    limits = RequestLimits(options.seconds, ENOUGH, options.local)
    for hop in range(HOPS):
        response = fetch(url, limits, method)
        if response.failure is RequestFailure.ADDRESS and hop:
            return ASTRAY
        if response.failure:
            return STATUSES[response.failure]
        target = moved_to(url, response)
        if not target:
            return str(response.status)
        url = target
    return "redirects"


def _with_archived_copy(row: LinkRecord, options: LinkOptions) -> LinkRecord:
    """The row with the address of a copy in the Wayback Machine, if the link fails and a copy exists."""
    if row.failing is None or row.archive:
        return row
    day = (row.good or row.checked).strftime("%Y%m%d")
    question = f"{options.wayback}?url={quote(row.address, safe='')}&timestamp={day}"
    response = fetch(question, RequestLimits(options.seconds, 100_000, options.local))
    try:
        copy = str(json.loads(response.body)["archived_snapshots"]["closest"]["url"])
    except (ValueError, KeyError, TypeError):
        return row
    copy = copy.replace("http://", "https://", 1) if copy.startswith("http://") else copy
    plain = copy.startswith(COPIES) and len(copy.split()) == 1 and printable(copy) == copy
    return replace(row, archive=copy) if plain else row


def _problems(site: Site, checked: Mapping[str, LinkRecord]) -> Iterator[Problem]:
    broken = {address: row for address, row in checked.items() if row.broken}
    for document in site.documents.values() if broken else ():
        yield from broken_links(document, site.config, broken, Severity.WARNING)
