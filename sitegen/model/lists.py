"""Which entries a list holds, and in what order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sitegen.model.dates import is_when, order
from sitegen.types import ListRule, Page, When


def sort_pages(pages: Iterable[Page], sort: Iterable[str]) -> list[Page]:
    """By these fields, the first most important; `-` for descending; pages without a value last.

    Ties are broken by the entry's name, so that the order never depends on the file system.
    """
    result = sorted(pages, key=lambda page: page.entry)
    for rule in reversed(tuple(sort)):
        name, descending = rule.lstrip("-"), rule.startswith("-")
        present = [page for page in result if _key(page, name) is not None]
        absent = [page for page in result if _key(page, name) is None]
        result = sorted(present, key=lambda p: _key(p, name), reverse=descending) + absent  # type: ignore[arg-type, return-value]
    return result


def _key(page: Page, name: str) -> object:
    value: object = page.fields.get(name)
    if name == "date":
        value = page.date
    elif name == "title":
        value = page.title
    elif name in ("state", "year", "type"):
        value = next(iter(page.terms.get(name, ())), None)
    if isinstance(value, tuple):
        value = value[0] if value else None
    if value is None or isinstance(value, dict):
        return None
    if is_when(value):
        return order(value)  # type: ignore[arg-type]
    text = str(value)
    try:
        return (0, Decimal(text), "")
    except ArithmeticError:
        return (1, Decimal(0), collation(text))


def collation(text: str) -> str:
    """A text without accents and case: near enough to alphabetical order in every script here."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lstrip("«»“”\"'( ")


def select(rule: ListRule, pages: Iterable[Page]) -> list[Page]:
    """The pages that a list names, ordered and cut to its limit."""
    chosen = [page for page in pages if page.type in rule.types and _matches(page, rule.where)]
    ordered = sort_pages(chosen, rule.sort)
    return ordered[: rule.limit] if rule.limit else ordered


def _matches(page: Page, where: Mapping[str, tuple[str, ...]]) -> bool:
    return all(_has(page, name, wanted) for name, wanted in where.items())


def _has(page: Page, name: str, wanted: tuple[str, ...]) -> bool:
    terms = page.terms.get(name, ())
    return any(term in wanted or term.rpartition("/")[2] in wanted for term in terms)


def year_of(when: When | None) -> tuple[str, ...]:
    return (f"{when.year:04d}",) if when else ()
