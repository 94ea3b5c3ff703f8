"""A network names relations of its type: names that other types give to references to it with `inverse`.

network: {leads: {relations: [cordinates]}}   in _type.yaml   →   config.field
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.definition.config import relations_of
from sitegen.features.networks.definition import NETWORK, ties_of
from sitegen.problems.formats import suggest
from sitegen.types import Location, Problem


def check(checked: Checked) -> Iterator[Problem]:
    """A problem for each unknown relation."""
    config = checked.site.config
    for content_type in config.types.values():
        ties = ties_of(content_type)
        known = relations_of(config, content_type) if ties else ()
        for tie in ties:
            for name in tie.relations:
                if name not in known:
                    message = f'"{NETWORK.name}" names "{name}", which is not a relation of this type'
                    place = Location(content_type.path, content_type.lines[NETWORK.name])
                    hint = suggest(name, known) or f"known: {', '.join(known)}"
                    yield Problem("config.field", message, place, hint)


RULE = Rule(check, Scope.FACTS)
