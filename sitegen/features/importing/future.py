"""Texts that their generator has not published yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from sitegen.features.importing.dates import When
from sitegen.features.importing.imported import Field, Value


def waiting(when: When | None, fields: Iterable[Field], publishes_future: bool) -> Iterator[Field]:
    """The field that holds a text back until its day, if the day is in the future."""
    today = datetime.now(UTC).date().isoformat()
    is_later = when is not None and len(when.day) == len(today) and when.day > today
    if when and is_later and not publishes_future and not value_of_fields(fields, "publish_on"):
        yield Field("publish_on", when.day)


def value_of_fields(fields: Iterable[Field], name: str) -> Value:
    """Value of the field with a name; an empty text if there is none."""
    return next((field.value for field in fields if field.name == name and field.value), "")
