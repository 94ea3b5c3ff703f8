"""The fields of an entry whose values its card shows: files, and a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from sitegen.kinds.kind import Kind
from sitegen.model.picture_plans import ImageView
from sitegen.types import Config, File, Image, Page, Site
from sitegen.types.registers import contributed

Names: TypeAlias = Mapping[str, tuple[str, ...]]
"""Names of fields, by type."""
Illustrator: TypeAlias = Callable[[Site, Page, Callable[[str], str]], ImageView | None]
"""Gives a drawing to a page; the last argument adds the base path to an address."""


def fields_of_kind(config: Config, kind: Kind) -> Names:
    """Names of the fields of a kind, by type. Those with one picture come before those with several."""
    found = {of.name: [f for f in of.fields.values() if f.kind == kind.name] for of in config.types.values()}
    order = (lambda field: field.many) if kind.picture else (lambda _: False)
    return {name: tuple(field.name for field in sorted(own, key=order)) for name, own in found.items()}


def files_of(page: Page, names: Iterable[str]) -> Iterator[File]:
    """Yields the files in these fields of a page."""
    for _, value in _values(page, names):
        if isinstance(value, File):
            yield value


def picture_in(page: Page, names: Iterable[str]) -> tuple[str, Image] | None:
    """The place and the picture of the first of these fields that has one; None if none has."""
    found = ((place, value) for place, value in _values(page, names) if isinstance(value, Image))
    return next(found, None)


def drawing_for(site: Site, page: Page, href: Callable[[str], str]) -> ImageView | None:
    """The drawing of a feature for a page; None if there is none. Their register is `ILLUSTRATOR`."""
    illustrators: tuple[Illustrator, ...] = contributed("ILLUSTRATOR")
    return next(filter(None, (draw(site, page, href) for draw in illustrators)), None)


def _values(page: Page, names: Iterable[str]) -> Iterator[tuple[str, object]]:
    """Yields the single values of fields with their places: `FIELD`, or `FIELD/POSITION`."""
    for name in names:
        value = page.fields.get(name, ())
        if isinstance(value, tuple):
            yield from ((f"{name}/{number}", one) for number, one in enumerate(value))
        else:
            yield name, value
