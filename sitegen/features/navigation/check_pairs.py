"""An index should not have more pairs of filters than it may have pages of them.

pairs: [[topics, countries]]   +   most_pairs: 2   →   index.pairs: 4 pairs of filters are in use and 2 may …
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.model.listings import group_by_pairs, rule_of
from sitegen.types import Problem, Severity


def check(checked: Checked) -> Iterator[Problem]:
    site = checked.site
    for scope, kept in site.pairs.items():
        rule = rule_of(site.config, scope)
        if not rule.pairs_at or len(kept) < rule.most_pairs:
            continue
        found = group_by_pairs(site, scope)
        if len(found) == len(kept):
            continue
        out = sorted((pair for pair in found if pair not in kept), key=lambda pair: (-len(found[pair]), pair))
        named = ", ".join(" + ".join(f"{facet}={value}" for facet, value in pair) for pair in out[:3])
        message = (
            f"{len(found):,} pairs of filters are in use and {rule.most_pairs:,} may have pages; without: "
            f"{named}{', …' if len(out) > 3 else ''}"
        )
        hint = 'raise "most_pairs", or declare fewer "pairs"'
        yield Problem("index.pairs", message, rule.pairs_at, hint, Severity.WARNING)


RULE = Rule(check, Scope.FACTS)
