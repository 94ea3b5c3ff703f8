"""Rules over the whole site. In: the site, its plan and the facts of its pages. Out: problems.

A rule is a module whose `check` yields problems; its docstring says what, why, and shows an
example. The tuples below are the register; `reports` has those that only `sitegen check` runs.
"""

from collections.abc import Callable, Iterator

from sitegen.check import (
    anchors,
    dates,
    figures,
    headings,
    hosts,
    images,
    lifecycle,
    link_texts,
    links,
    output_links,
    released,
    search,
    shortcodes,
)
from sitegen.check.checked import Checked
from sitegen.types import Config, Document, Problem, SourceText

Check = Callable[[Checked], Iterator[Problem]]

BY_DOCUMENT = (link_texts.check, images.check, headings.check, hosts.check, dates.check)
"""Rules that look at one document alone; what they find is remembered with it."""

OF_TEXTS: tuple[Check, ...] = (links.check, shortcodes.check, lifecycle.of_texts)
"""Rules that a change of nothing but texts can break; they look at the documents they are given."""

BEFORE_RENDERING: tuple[Check, ...] = (
    links.check,
    shortcodes.check,
    lifecycle.check,
    figures.check,
    released.check,
    search.check,
)
"""Rules that need only the model. Where one of them finds an error, nothing is rendered."""

AFTER_RENDERING: tuple[Check, ...] = (anchors.check, output_links.check)


def inspect(document: Document, config: Config, source: SourceText) -> Iterator[Problem]:
    """What is wrong with a document, as far as that can be said of it alone."""
    for rule in BY_DOCUMENT:
        yield from rule(document, config, source)
