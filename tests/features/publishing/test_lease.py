"""Several publications at once: one publishes, the others say so."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.features.publishing.errors import LostError, PublishError
from sitegen.features.publishing.in_place import publish_in_place
from sitegen.features.publishing.lease import TIME, lease
from sitegen.features.publishing.records import Records
from sitegen.features.publishing.releases import publish_release
from sitegen.features.publishing.target import LOCK, Target
from sitegen.features.publishing.targets.addresses import open_target
from tests.features.publishing.outputs import FIRST, OPTIONS, QUICK, files_in, output

NOON = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(open_target(str(tmp_path / "published"), ()), QUICK)


def test_a_second_publication_is_refused_until_the_first_has_ended(records: Records) -> None:
    clock = Clock()
    with lease(records, clock=clock), pytest.raises(PublishError) as error, lease(records, clock=clock):
        pass
    assert str(error.value) == (
        f"a different publication at {records.target.name} is under way until 12:10 UTC at the latest; wait "
        "for it. If you know that its process has ended, repeat with --unlock"
    )
    with lease(records, clock=clock):
        pass
    assert records.read(LOCK) is None


def test_the_right_of_a_killed_publication_ends_with_its_time(records: Records) -> None:
    clock = Clock()
    killed = lease(records, clock=clock)
    first = killed.__enter__()
    clock.now = NOON + TIME + timedelta(seconds=1)

    with lease(records, clock=clock), pytest.raises(LostError, match="this one ends"):
        first.renew()


def test_it_is_renewed_while_the_publication_runs(records: Records) -> None:
    clock = Clock()
    with lease(records, clock=clock) as held:
        for minutes in range(3, 60, 3):
            clock.now = NOON + timedelta(minutes=minutes)
            held.renew()
        clock.now += timedelta(minutes=9)
        with pytest.raises(PublishError, match="until 13:07 UTC"), lease(records, clock=clock):
            pass


def test_unlock_takes_the_right(records: Records) -> None:
    clock = Clock()
    killed = lease(records, clock=clock)
    first = killed.__enter__()
    with lease(records, unlock=True, clock=clock):
        clock.now += timedelta(minutes=2)
        with pytest.raises(LostError):
            first.renew()


def test_a_damaged_lock_is_not_taken_without_unlock(records: Records) -> None:
    records.create(LOCK, b"{")
    with pytest.raises(PublishError, match="is under way; wait for it"), lease(records):
        pass
    with lease(records, unlock=True):
        pass


def at_once(number: int, action: Callable[[int], None]) -> list[PublishError]:
    """Runs an action in several threads that begin together; returns their errors."""
    barrier, errors = threading.Barrier(number), list[PublishError]()

    def run(index: int) -> None:
        barrier.wait()
        try:
            action(index)
        except PublishError as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


class Meeting:
    """Holds the winner until all others have failed, so that all eight were at it at the same time."""

    def __init__(self, target: Target, others: threading.Semaphore, wanted: int) -> None:
        self.target, self.others, self.wanted = target, others, wanted

    def __getattr__(self, name: str) -> object:
        return getattr(self.target, name)

    def live(self) -> str:
        for _ in range(self.wanted):
            assert self.others.acquire(timeout=20)
        self.wanted = 0
        return self.target.live()


def eight(place: str, tmp_path: Path, open_at: Callable[[str], Target]) -> tuple[list[str], int]:
    """Eight publications of different sites; messages of those that failed, and the number that published."""
    failed = threading.Semaphore(0)
    sites = [output(tmp_path / f"site{n}", {**FIRST, "which.txt": b"%d" % n}) for n in range(8)]
    published = []

    def publish(number: int) -> None:
        try:
            with closing(open_at(place)) as target:
                meeting: Target = Meeting(target, failed, 7)  # type: ignore[assignment]
                publish_in_place(meeting, sites[number], OPTIONS)
            published.append(number)
        except PublishError:
            failed.release()
            raise

    errors = at_once(8, publish)
    return [str(error) for error in errors], len(published)


def test_of_eight_publications_at_once_one_wins(tmp_path: Path) -> None:
    place = tmp_path / "published"

    errors, published = eight(str(place), tmp_path, lambda address: open_target(address, ()))

    assert published == 1
    assert len(errors) == 7
    assert all("is under way" in error for error in errors), errors
    found = files_in(place)
    assert found == {**FIRST, "which.txt": found["which.txt"]}


def test_of_two_that_expect_the_same_state_one_wins(tmp_path: Path) -> None:
    """Without the lock, the record itself shows that it was changed."""
    target = open_target(str(tmp_path / "published"), ())
    site = output(tmp_path / "one", FIRST)
    publish_release(target, site, OPTIONS)
    records = Records(target, QUICK)
    records.create("record", b"1")
    stored = records.read("record")
    assert stored

    wins: list[int] = []
    at_once(8, lambda n: wins.append(n) if records.replace("record", b"new %d" % n, stored.tag) else None)

    assert len(wins) == 1
    assert records.read("record").data == b"new %d" % wins[0]  # type: ignore[union-attr]


def test_a_site_can_be_published_with_unlock_after_a_kill(tmp_path: Path, records: Records) -> None:
    site = output(tmp_path / "one", FIRST)
    killed = lease(records)
    killed.__enter__()
    with pytest.raises(PublishError, match="--unlock"):
        publish_in_place(records.target, site, OPTIONS)

    publish_in_place(records.target, site, replace(OPTIONS, unlock=True))

    assert records.read(LOCK) is None
