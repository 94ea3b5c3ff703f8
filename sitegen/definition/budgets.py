"""The `budgets` of `site.yaml`: how heavy a page may be, for every page and for the pages of a type."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from sitegen.definition.reader import Keys
from sitegen.problems.formats import suggest
from sitegen.types import Budget, Budgets, ContentType, Location, Problem
from sitegen.yaml.nodes import Node


def read_budgets(site: Keys, types: Mapping[str, ContentType]) -> Budgets:
    """The budgets of a site; what a type does not say is as for every page."""
    own = site.nested("budgets", "the budgets")
    if own is None:
        return Budgets()
    every_page = _budget(own, Budget())
    of_types = own.mapping("types", partial(_of_type, own, every_page))
    own.done()
    for name in of_types:
        if name not in types:
            key = own.key_in("types", name)
            place = Location(own.path, key.line, key.column) if key else own.place
            message = f'the budgets name the type "{name}", which does not exist'
            own.problems.append(Problem("config.type", message, place, suggest(name, types)))
    return Budgets(every_page, of_types)


def _of_type(budgets: Keys, every_page: Budget, name: str, node: Node) -> Budget:
    own = Keys(node, budgets.path, f'the budget of "{name}"', budgets.problems)
    budget = _budget(own, every_page)
    own.done()
    return budget


def _budget(keys: Keys, default: Budget) -> Budget:
    return Budget(
        page=keys.number("page", default.page, least=0) or 0,
        requests=keys.number("requests", default.requests) or 0,
        html=keys.number("html", default.html, least=0) or 0,
        css=keys.number("css", default.css, least=0) or 0,
        javascript=keys.number("javascript", default.javascript, least=0) or 0,
    )
