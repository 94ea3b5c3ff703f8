"""Menu items that link to an address of the site must have an existing target.

- {target: "/projects/topics/watr/", title: Water}
→ content/site.yaml: config.menu: the menu points to "/projects/topics/watr/", which does not exist
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.check.unpublished import STATE, Unpublished
from sitegen.definition.menus import ADDRESS, every_item
from sitegen.model.urls import address_of, in_language, output_path
from sitegen.problems.formats import suggest
from sitegen.types import Config, MenuRule, Problem


def check(checked: Checked) -> Iterator[Problem]:
    config, hidden = checked.site.config, Unpublished(checked)
    for rule in every_item(config):
        if not rule.target.startswith(ADDRESS):
            continue
        addresses = _addresses(config, rule)
        missing = [code for code, url in addresses.items() if unquote(output_path(url)) not in checked.paths]
        draft = hidden.at(rule.target)
        if draft:
            message = f'the menu points to "{rule.target}", which is {draft}, {STATE}'
            yield Problem("config.menu", message, rule.location, OUT_OF_MENU)
        elif len(missing) == len(addresses):
            known = {address_of(path) for path in checked.paths}
            message = f'the menu points to "{rule.target}", which does not exist'
            hint = suggest(rule.target, known) or HINT
            yield Problem("config.menu", message, rule.location, hint)
        elif missing:
            message = f'the menu points to "{rule.target}", which does not exist in {", ".join(missing)}'
            there = ", ".join(code for code in addresses if code not in missing)
            yield Problem("config.menu", message, rule.location, f"add languages: [{there}] to the item")


OUT_OF_MENU = "publish it, or take it out of the menu until it is; --drafts shows both"
HINT = "write the address of a page of this site without its language: /projects/"


def _addresses(config: Config, rule: MenuRule) -> dict[str, str]:
    """Address that an item links to, by language; a file has the same address in all."""
    path = rule.target.partition("#")[0].partition("?")[0]
    if not path.endswith("/"):
        return {config.default_language: path}
    return {code: in_language(config, path, code) for code in rule.languages or config.languages}


RULE = Rule(check, Scope.FACTS)
