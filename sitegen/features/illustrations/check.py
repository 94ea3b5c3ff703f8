"""A symbol that an entry names must be in the folder of symbols, and its colours among those of the site.

symbol: bowl   without static/symbols/bowl.svg   →   illustration.unknown
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.features.illustrations.definition import rule_of, rule_of_type
from sitegen.kinds.text import TEXT
from sitegen.problems.formats import suggest
from sitegen.types import Location, Problem


def check(checked: Checked) -> Iterator[Problem]:
    config = checked.site.config
    rule = rule_of(config)
    if rule is None:
        return
    for document in checked.site.documents.values():
        of_type = config.types.get(document.type)
        own = rule_of_type(of_type) if of_type else None
        if of_type is None or own is None:
            continue
        for what, field, known in (
            ("symbol", own.symbol, rule.symbols),
            ("colours", own.colours, rule.palettes),
        ):
            word = document.fields.get(field)
            if word and str(word) not in known and of_type.fields[field].kind == TEXT.name:
                message = f'the illustrations have no {what} "{word}"'
                place = Location(document.path, *document.positions.get(field, (1, 1)))
                hint = suggest(str(word), known) or f"known: {', '.join(known)}"
                yield Problem("illustration.unknown", message, place, hint)


RULE = Rule(check, Scope.FACTS)
