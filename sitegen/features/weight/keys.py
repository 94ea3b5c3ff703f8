"""Key `budgets` of `site.yaml`: limits on the weight of pages, for all pages and for those of a type."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key, Keys
from sitegen.definition.values import NUMBER, each, mapping, number
from sitegen.problems.formats import suggest
from sitegen.types import Config, Location


class Budget(Struct, frozen=True):
    """Limits on the size of a page, in kilobytes of 1,000 bytes as transferred."""

    page: int = 300
    requests: int = 15
    html: int = 30
    css: int = 15
    javascript: int = 10


class Budgets(Struct, frozen=True):
    every_page: Budget = Budget()
    types: Mapping[str, Budget] = field(default_factory=dict)
    """Budgets of the types that declare one."""


def budgets_of(config: Config) -> Budgets:
    """Budgets of a site."""
    budgets = config.contributed["budgets"]
    assert isinstance(budgets, Budgets)
    return budgets


USUAL = Budget()
BUDGET = (
    Key("page", number(least=0), "All that a page loads, in KB.", USUAL.page),
    Key("requests", NUMBER, "Number of files that it needs, including itself.", USUAL.requests),
    Key("html", number(least=0), "Its HTML, in KB.", USUAL.html),
    Key("css", number(least=0), "Its style sheets, in KB.", USUAL.css),
    Key("javascript", number(least=0), "Its scripts, in KB.", USUAL.javascript),
)
TYPES = Key(
    "types",
    each('the budget of "{}"', BUDGET, lambda own: own),
    "Other budgets for the pages of a type: its entries, its index and its timeline. "
    "A key that is absent here is as for every page.",
    example="{resources: {page: 600, html: 40}}",
)


def _budgets(own: Keys) -> Budgets:
    """The budgets of a site; a type has the budget of all pages for each key that it lacks."""
    every_page = own.values(BUDGET)
    of_types: Mapping[str, Keys] = own["types"]
    for name, budget in of_types.items():
        if name not in own.context.types:
            place = Location(own.path, budget.key.line, budget.key.column) if budget.key else own.place
            message = f'the budgets name the type "{name}", which does not exist'
            own.report("config.type", message, place, suggest(name, own.context.types))
    types = {name: Budget(**budget.values(**every_page)) for name, budget in of_types.items()}
    return Budgets(Budget(**every_page), types)


BUDGETS = Key(
    "budgets",
    mapping("the budgets", (*BUDGET, TYPES), _budgets),
    "See [budgets](#budgets).",
    Budgets(),
    otherwise="see there",
)
KEYS = Contributed(site=(BUDGETS,))
