"""The importers by name. To add one, give its function to the register `IMPORTERS` of a feature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct

from sitegen.features.importing.imported import Imported
from sitegen.features.importing.source import Source, UnusableSource
from sitegen.problems.extension_failures import described
from sitegen.types.registers import Guard, by_name


class ImportOptions(Struct, frozen=True, kw_only=True):
    """Options of `sitegen import` for importers. Each uses those that it needs."""

    media: Path | None = None
    """Folder with pictures and documents that are not in the source."""
    type: str = ""
    """Type of the entries of a table."""
    language: str = "en"
    """Language of texts whose source does not name one."""


Importer: TypeAlias = Callable[[Source, ImportOptions], Imported]
"""Reads a source. Raises UnusableSource if it is not one of its generator."""


def importer_of(value: Any, name: str, owner: Guard) -> Importer:
    """An importer of an extension."""
    function = value
    return owner.guard(function, _not_imported, (UnusableSource, OSError))


def _not_imported(value: object) -> str:
    return "" if isinstance(value, Imported) else f"{described(value)}, not Imported"


def importers() -> Mapping[str, Importer]:
    """The importers, with those of other features."""
    return by_name({}, "IMPORTERS")
