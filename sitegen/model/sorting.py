"""Selects and sorts the entries of lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from operator import attrgetter, itemgetter, methodcaller
from typing import Any

from sitegen.model.collation import collator
from sitegen.model.dates import is_when, order
from sitegen.types import ListRule, Page, When
from sitegen.types.keys import entry_parts
from sitegen.types.patterns import lazy_pattern


def sort_pages(pages: Iterable[Page], sort: Iterable[str], locale: str) -> list[Page]:
    """Sorts pages by these fields, the most important first; `-` is for descending; pages without a value are
    last.

    Texts are sorted by the rules of a CLDR locale. Ties are broken by the entry's name, so that the order
    does not depend on the file system.
    """
    order_of = collator(locale).key
    result = sorted(pages, key=attrgetter("entry"))
    for rule in reversed(tuple(sort)):
        name = rule.lstrip("-")
        value_of = value_to_sort_by(name)
        keyed = [(_key(value_of(page), order_of), page) for page in result]
        present: list[tuple[Any, Page]] = [pair for pair in keyed if pair[0] is not None]
        present.sort(key=itemgetter(0), reverse=rule.startswith("-"))
        result = [page for _, page in present] + [page for key, page in keyed if key is None]
    return result


def sort_key(page: Page, name: str, order_of: Callable[[str], str]) -> Any:
    """The key of a page by a field or one of `VALUES`; None without a value."""
    return _key(value_to_sort_by(name)(page), order_of)


def value_to_sort_by(name: str) -> Callable[[Page], object]:
    """Finds the value of a field, or one of `VALUES`, by which pages are sorted."""
    return VALUES.get(name) or methodcaller("dated", name)


def _term(name: str, page: Page) -> object:
    return next(iter(page.terms.get(name, ())), None)


VALUES: Mapping[str, Callable[[Page], object]] = {
    "date": attrgetter("date"),
    "title": attrgetter("sort_title"),
    **{name: partial(_term, name) for name in ("state", "year", "type")},
}
"""Sort keys that are not fields of a page."""


def _key(value: object, order_of: Callable[[str], str]) -> object:
    if isinstance(value, tuple):
        value = value[0] if value else None
    if value is None or isinstance(value, dict):
        return None
    if is_when(value):
        return order(value)  # type: ignore[arg-type]
    text = str(value)
    if text[:1] in DIGITS and NUMBER.fullmatch(text):
        return (0, Decimal(text), "")
    return (1, 0, order_of(text))


DIGITS = frozenset("+-0123456789")
NUMBER = lazy_pattern(r"[+-]?[0-9]+(\.[0-9]+)?")


def select(rule: ListRule, pages: Iterable[Page], locale: str) -> list[Page]:
    """The pages of a list, sorted and limited."""
    ordered = sort_pages(chosen(rule, pages), rule.sort, locale)
    return ordered[: rule.limit] if rule.limit else ordered


def chosen(rule: ListRule, pages: Iterable[Page]) -> Iterator[Page]:
    """The pages that a list is for, without its limit."""
    where = rule.where.items()
    for page in pages:
        if page.type in rule.types and all(_has(page, name, wanted) for name, wanted in where):
            yield page


def _has(page: Page, name: str, wanted: tuple[str, ...]) -> bool:
    terms = page.terms.get(name, ())
    return any(term in wanted or entry_parts(term)[1] in wanted for term in terms)


def year_of(when: When | None) -> tuple[str, ...]:
    return _year(when.year) if when else ()


@lru_cache(maxsize=1024)
def _year(number: int) -> tuple[str]:
    return (f"{number:04d}",)
