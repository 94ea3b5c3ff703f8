"""A feature as a site could have it: a kind of field, a key of `site.yaml`, a rule and a command."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.definition.config import SITE, Contributed
from sitegen.definition.reader import Key
from sitegen.definition.values import TEXT
from sitegen.kinds.kind import Kind
from sitegen.types import Location, Problem, Severity

PHONE = Kind(
    name="phone",
    noun="a telephone number",
    pattern=r"\+[0-9]{1,3}( ?[0-9]{2,4}){2,5}",
    example="+47 22 33 44 55",
    input="tel",
)


def check(checked: Checked) -> Iterator[Problem]:
    motto = checked.site.config.contributed["motto"]
    yield Problem("motto.seen", str(motto), Location(SITE), severity=Severity.WARNING)


KINDS = {PHONE.name: PHONE}
KEYS = Contributed(site=(Key("motto", TEXT, "A motto."),))
RULES = (Rule(check, Scope.FACTS),)
COMMANDS = {"greet": "tests.features.example_command"}
