"""Notes that Pagefind, which makes the declared search, is not installed.

The site is complete without it, except for the search page and links to it:

    search: {}      # and neither pagefind[extended] nor pagefind[bin] is installed
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.problems.extras import install_command
from sitegen.types import Problem, Severity


def check(checked: Checked) -> Iterator[Problem]:
    rule = checked.site.config.search
    if rule and not rule.installed:
        message = "the site is built without a search, because Pagefind is not installed"
        hint = f"install it with: {install_command('search')}"
        yield Problem("search.missing", message, rule.location, hint, Severity.NOTE)


RULE = Rule(check, Scope.FACTS)
