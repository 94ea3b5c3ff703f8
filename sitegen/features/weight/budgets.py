"""A page must not exceed its budgets: total size, requests, HTML, CSS and JavaScript.

    budgets: {html: 30}   in content/site.yaml   →   budget.html: /a-z/ … is over its budget

A cause that many pages share is reported once, for the heaviest of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from sitegen.check.checked import Checked
from sitegen.check.report import Report
from sitegen.features.weight.carbon import estimate
from sitegen.features.weight.keys import Budget, Budgets, budgets_of
from sitegen.features.weight.weight import CSS, HTML, JAVASCRIPT, Loaded, Weight, weigh
from sitegen.model.urls import address_of
from sitegen.problems.formats import KILOBYTE, kilobytes
from sitegen.types import Location, Output, Problem
from sitegen.types.keys import kind_and_key, parse_listing, type_of
from sitegen.views.titled import ENTRY, LISTING, TIMELINE


class Excess(Struct, frozen=True):
    """A page that exceeds one of its budgets."""

    page: str
    amount: int
    allowed: int
    heaviest: Loaded
    """Largest of the files that count for this budget."""


def report(checked: Checked) -> Report:
    weights = weigh(checked.site.config, checked.contents)
    return Report(tuple(_problems(checked, weights)), summary=estimate(weights))


def _problems(checked: Checked, weights: Iterable[Weight]) -> Iterator[Problem]:
    outputs = {output.path: output for output in checked.plan.outputs}
    found: dict[tuple[str, str], list[Excess]] = defaultdict(list)
    for weight in weights:
        budget = budget_of(outputs[weight.page], budgets_of(checked.site.config))
        for what, excess in _over(weight, budget):
            found[what, outputs[excess.heaviest.path].source].append(excess)
    for (what, source), pages in found.items():
        worst = max(pages, key=lambda excess: excess.amount)
        yield _problem(what, worst, len(pages) - 1, Location(source))


def budget_of(output: Output, budgets: Budgets) -> Budget:
    """Budget of the type that the page belongs to as entry, index or timeline; else that of every page."""
    kind, key = kind_and_key(output.inputs["page"].key if "page" in output.inputs else "")
    name = ""
    if kind == ENTRY:
        name = type_of(key)
    elif kind == LISTING:
        name = parse_listing(key).type
    elif kind == TIMELINE:
        name = key
    return budgets.types.get(name, budgets.every_page)


def _over(weight: Weight, budget: Budget) -> Iterator[tuple[str, Excess]]:
    own, styles, scripts = weight.of(HTML), weight.of(CSS), weight.of(JAVASCRIPT)
    measured = (
        ("html", _size(own), budget.html * KILOBYTE, own),
        ("css", _size(styles), budget.css * KILOBYTE, styles),
        ("javascript", _size(scripts), budget.javascript * KILOBYTE, scripts),
        ("page", weight.size, budget.page * KILOBYTE, weight.files),
        ("requests", weight.requests, budget.requests, weight.files[:1]),
    )
    for what, amount, allowed, files in measured:
        if amount > allowed:
            yield what, Excess(weight.page, amount, allowed, max(files, key=lambda file: file.size))


def _size(files: Iterable[Loaded]) -> int:
    return sum(file.size for file in files)


def _problem(what: str, worst: Excess, others: int, place: Location) -> Problem:
    also = f"; {others:,} more pages are over theirs" if others > 1 else ""
    also = "; one more page is over its own" if others == 1 else also
    page, allowed = address_of(worst.page), f"its budget is {worst.allowed // KILOBYTE} KB{also}"
    part = f"{address_of(worst.heaviest.path)} ({kilobytes(worst.heaviest.size)})"
    amount = kilobytes(worst.amount)
    if what == "html":
        message = f"{page} has {amount} of HTML; {allowed}"
        return Problem("budget.html", message, place, "let it list less, or raise budgets.html")
    if what == "css":
        message = f"{page} loads {amount} of CSS, most in {part}; {allowed}"
        return Problem("budget.css", message, place, "remove what no page uses, or raise budgets.css")
    if what == "javascript":
        message = f"{page} loads {amount} of JavaScript, most in {part}; {allowed}"
        return Problem("budget.javascript", message, place, "load less of it, or raise budgets.javascript")
    if what == "requests":
        message = f"{page} needs {worst.amount} requests; its budget is {worst.allowed}{also}"
        hint = "let pictures load lazily, or raise budgets.requests"
        return Problem("budget.requests", message, place, hint)
    message = f"{page} weighs {amount}, most in {part}; {allowed}"
    return Problem("budget.page", message, place, "make this file smaller, or raise budgets.page")
