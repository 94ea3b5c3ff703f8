"""Stamps of files, whose numbers are packed."""

from __future__ import annotations

import pytest

from sitegen.types.source import number_in, stamp_with


@pytest.mark.parametrize(
    ("modified", "inode", "changed"),
    [
        (1_732_000_000_123_456_789, 7, 1_732_000_000_987_654_321),
        (-1_000_000_000, 7, 0),  # a time before 1970
        (14_000_000_000_000_000_000, 7, 0),  # a time after 2262
        (0, 1 << 127, 0),  # the inode of a file system that has longer ones
    ],
)
def test_a_stamp_differs_if_a_number_does(modified: int, inode: int, changed: int) -> None:
    stamp = stamp_with(4096, modified, inode, changed)

    others = {
        stamp_with(4097, modified, inode, changed),
        stamp_with(4096, modified + 1, inode, changed),
        stamp_with(4096, modified, inode + 1, changed),
        stamp_with(4096, modified, inode, changed + 1),
    }
    assert len({stamp, *others}) == 5
    assert number_in(stamp, 0) == 4096


def test_a_stamp_has_its_times_in_places_of_their_own() -> None:
    stamp = stamp_with(4096, -5, 9, 1_732_000_000_987_654_321)

    assert (number_in(stamp, 1), number_in(stamp, 2)) == (-5, 1_732_000_000_987_654_321)
