"""Rules over the whole site. In: the site, its plan and the facts of its pages. Out: problems.

A rule is a module whose `check` yields problems; its docstring says what, why, and shows an
example. The tuples below are the register; `reports` has those that only `sitegen check` runs. The scope of a
rule (`rule`) says what it looks at, and so whether it runs after an edit of text alone.
"""

from collections.abc import Iterator
from itertools import chain

from sitegen.check import (
    anchors,
    catalogues,
    elsewhere,
    images,
    lifecycle,
    links,
    menus,
    old_addresses,
    output_links,
    output_names,
    released,
    shortcodes,
    template_names,
)
from sitegen.features.consistency import dates, figures, overridden, repeats, terms
from sitegen.features.writing import field_markup, headings, link_texts, written
from sitegen.features.outbound import hosts
from sitegen.check.rule import Check, Rule, Scope
from sitegen.types import Config, Document, Problem, SourceText
from sitegen.types.registers import contributed

BY_DOCUMENT = (
    link_texts.check,
    images.check,
    headings.check,
    hosts.check,
    dates.check,
    field_markup.check,
    elsewhere.check,
    repeats.check,
    written.check,
)
"""Rules that look at one document alone; what they find is remembered with it."""

BEFORE_RENDERING: tuple[Rule, ...] = (
    Rule(links.check, Scope.CHANGED),
    Rule(shortcodes.check, Scope.CHANGED),
    Rule(lifecycle.check, Scope.FACTS),
    Rule(lifecycle.in_texts, Scope.TEXTS),
    Rule(catalogues.check, Scope.FACTS),
    Rule(figures.check, Scope.FACTS),
    Rule(old_addresses.check, Scope.FACTS),
    Rule(released.check, Scope.FACTS),
    Rule(template_names.check, Scope.FACTS),
    Rule(menus.check, Scope.FACTS),
    Rule(terms.check, Scope.FACTS),
    Rule(output_names.check, Scope.FACTS),
    Rule(overridden.check, Scope.FACTS),
)
"""Rules that need only the model. Where one of them finds an error, nothing is rendered."""


def rules() -> Iterator[Rule]:
    """Rules that run before rendering, of the core and of the features."""
    return chain(BEFORE_RENDERING, *contributed("RULES"))


AFTER_RENDERING: tuple[Check, ...] = (anchors.check, output_links.check)


def inspect(document: Document, config: Config, source: SourceText) -> Iterator[Problem]:
    """What is wrong with a document, as far as that can be said of it alone."""
    for rule in BY_DOCUMENT:
        yield from rule(document, config, source)
