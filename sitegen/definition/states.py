"""Reads `state` of a `_type.yaml`: dates that determine a state, such as upcoming, ongoing and past."""

from __future__ import annotations

from sitegen.definition.reader import Key, Keys
from sitegen.definition.values import NAMES_SCHEMA, OPTIONAL_TEXT, WORDS, mapping, texts_by_name
from sitegen.kinds import KINDS
from sitegen.kinds.choice import CHOICE
from sitegen.types import StateRule


def _state(own: Keys) -> StateRule:
    rule = StateRule(**own.values())
    if len(rule.values) < 3:
        message = 'a state needs three "values": before, during and after'
        own.report("config.value", message, own.place_of("values"))
    fields = own.context.fields
    dates = [n for n, f in fields.items() if KINDS[f.kind].date]
    choices = [n for n, f in fields.items() if KINDS[f.kind] is CHOICE]
    uses = [("from", n, dates, "date") for n in rule.start] + [("until", n, dates, "date") for n in rule.end]
    uses += [("override", rule.override, choices, "choice")] if rule.override else []
    for key, name, known, kind in uses:
        if name not in known:
            own.no_field(own.place_of(key, name), name, known, f"a {kind} field")
    return rule


STATE = mapping(
    "a state",
    (
        Key(
            "from",
            WORDS,
            "The date fields that begin it. The first that has a value counts.",
            attribute="start",
        ),
        Key(
            "until", WORDS, "The date fields that end it. The first that has a value counts.", attribute="end"
        ),
        Key(
            "override", OPTIONAL_TEXT, "A field of kind choice whose value, where it is given, is the state."
        ),
        Key(
            "values",
            texts_by_name(NAMES_SCHEMA),
            "The names of the states, at least three. The first is before, the second during, the third "
            "after. Further ones can be given only by `override`.",
            otherwise="required",
        ),
    ),
    _state,
    required=["values"],
)
