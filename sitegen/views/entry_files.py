"""The files in the fields of an entry, which its card shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.kinds.files import FILE
from sitegen.types import Config, File, Page


def file_fields(config: Config) -> dict[str, tuple[str, ...]]:
    """Names of the fields of kind file, by type."""
    return {
        content_type.name: tuple(
            name for name, field in content_type.fields.items() if field.kind == FILE.name
        )
        for content_type in config.types.values()
    }


def files_of(page: Page, names: Iterable[str]) -> Iterator[File]:
    """Yields the files in these fields of a page."""
    for name in names:
        value = page.fields.get(name, ())
        for file in value if isinstance(value, tuple) else (value,):
            if isinstance(file, File):
                yield file
