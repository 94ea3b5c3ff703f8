"""The right to publish at a target: a record that one publication holds for some minutes and renews.

A publication that was killed leaves the record behind; others wait until its time is over.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import Struct

from sitegen.features.publishing.errors import LostError, PublishError
from sitegen.features.publishing.records import Records
from sitegen.features.publishing.target import LOCK, Stored

TIME = timedelta(minutes=10)
RENEWED = timedelta(minutes=1)


def now_utc() -> datetime:
    return datetime.now(UTC)


class Holder(Struct, frozen=True):
    """Content of the record. It names no person or machine, since anybody may read it on the web."""

    token: str
    until: datetime


class Lease:
    """A held right; `renew` is called between operations."""

    def __init__(self, records: Records, token: str, clock: Callable[[], datetime]) -> None:
        self._records = records
        self._token = token
        self._clock = clock
        self._until = clock() + TIME

    def renew(self) -> None:
        """Extends the time if some has passed. Raises LostError if a different publication has begun."""
        if self._until - self._clock() > TIME - RENEWED:
            return
        stored = self._records.read(LOCK)
        if not self._is_ours(stored):
            raise LostError(
                f"a different publication has begun at {self._records.target.name}; this one ends"
            )
        assert stored is not None
        holder = Holder(self._token, self._clock() + TIME)
        if not self._records.replace(LOCK, msgspec.json.encode(holder), stored.tag):
            raise LostError(
                f"a different publication has begun at {self._records.target.name}; this one ends"
            )
        self._until = holder.until

    def end(self) -> None:
        """Gives the right up, if it is still held."""
        if self._is_ours(self._records.read(LOCK)):
            self._records.retries(lambda: self._records.target.remove([LOCK]))

    def _is_ours(self, stored: Stored | None) -> bool:
        holder = _holder(stored)
        return holder is not None and holder.token == self._token


@contextmanager
def lease(records: Records, unlock: bool = False, clock: Callable[[], datetime] = now_utc) -> Iterator[Lease]:
    """Holds the right to publish during a `with` block. Raises PublishError if a different process has it.

    With `unlock`, it is taken from a process that has it.
    """
    token = secrets.token_hex(8)
    _acquire(records, token, unlock, clock)
    held = Lease(records, token, clock)
    try:
        records.retries(records.target.clean)
        yield held
    except BaseException:
        with suppress(PublishError):
            held.end()
        raise
    held.end()


def _acquire(records: Records, token: str, unlock: bool, clock: Callable[[], datetime]) -> None:
    data = msgspec.json.encode(Holder(token, clock() + TIME))
    if records.create(LOCK, data):
        return
    stored = records.read(LOCK)
    if stored is None:  # given up a moment ago
        taken = records.create(LOCK, data)
    else:
        holder = _holder(stored)
        free = unlock or (holder is not None and holder.until < clock())
        taken = free and records.replace(LOCK, data, stored.tag)
    if not taken:
        raise _busy(records, stored)


def _busy(records: Records, stored: Stored | None) -> PublishError:
    holder = _holder(stored)
    until = f" until {holder.until:%H:%M} UTC at the latest" if holder else ""
    return PublishError(
        f"a different publication at {records.target.name} is under way{until}; wait for it. "
        "If you know that its process has ended, repeat with --unlock"
    )


def _holder(stored: Stored | None) -> Holder | None:
    """Content of the record; None if there is none, or if it is damaged."""
    try:
        return msgspec.json.decode(stored.data, type=Holder) if stored else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
