"""Rules over the whole site. In: the site, its plan and the facts of its pages. Out: problems.

A rule is a module whose `check` yields problems; its docstring says what, why, and shows an
example. The tuples below are the registers, to which features add rules (`sitegen/features/`); `reports` has
those that only `sitegen check` runs. The scope of a rule (`rule`) says what it looks at, and so whether it
runs after an edit of words alone. `document_rules` has the rules for one document.
"""

from collections.abc import Iterator
from itertools import chain

from sitegen.check import anchors, lifecycle, links, output_links, output_names, shortcodes
from sitegen.check.rule import Check, Rule, Scope
from sitegen.types.registers import contributed_values

RULES: tuple[Rule, ...] = (
    Rule(links.check, Scope.CHANGED),
    Rule(shortcodes.check, Scope.CHANGED),
    Rule(lifecycle.check, Scope.FACTS),
    Rule(lifecycle.in_texts, Scope.TEXTS),
    Rule(output_names.check, Scope.FACTS),
)
"""Rules that need only the model. Where one of them finds an error, nothing is rendered."""


def rules() -> Iterator[Rule]:
    """Rules that run before rendering, of the core and of the features."""
    return chain(RULES, contributed_values("RULES"))


AFTER_RENDERING: tuple[Check, ...] = (anchors.check, output_links.check)
