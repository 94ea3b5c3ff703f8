"""Loaders of extensions: functions that bring the rows of a type from anywhere, when `sitegen fetch` runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from msgspec import Struct

from sitegen.problems.extension_failures import described
from sitegen.types.registers import Guard, by_name

CELLS = (str, int, float, bool, Decimal, date, type(None))


class FetchError(Exception):
    """A table was not brought; carries the reason and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class TableRequest(Struct, frozen=True):
    """Request to a loader."""

    type: str
    """Name of the type whose rows it brings."""
    url: str
    """Address under `from` in `_type.yaml`; empty if there is none."""
    read: Callable[[str], bytes]

    def get(self, url: str = "") -> bytes:
        """The bytes at an address, by default at `url`, within the limits of `sitegen fetch`.

        Raises FetchError, which is reported.
        """
        return self.read(url or self.url)


Row: TypeAlias = Mapping[str, object]
Loader: TypeAlias = Callable[[TableRequest], Iterator[Row]]


def loaders() -> Mapping[str, Loader]:
    """Loaders of extensions by name."""
    return by_name({}, "LOADERS")


def loader_of(value: Any, name: str, owner: Guard) -> Loader:
    """A loader whose rows are checked."""
    return owner.each(value, _unfit_row, (FetchError,))


def _unfit_row(row: object) -> str:
    if not isinstance(row, Mapping):
        return f"{described(row)}, not a mapping of columns and values"
    for name, value in row.items():
        if not isinstance(name, str):
            return f"a row with {described(name)} as the name of a column"
        cells = value if isinstance(value, list | tuple) else (value,)
        wrong = next((cell for cell in cells if not isinstance(cell, CELLS)), "")
        if wrong != "":
            return f'a row with {described(wrong)} in the column "{name}"'
    return ""
