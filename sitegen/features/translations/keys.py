"""Key `thin_below` of `site.yaml`: the share of written pages below which a language is thin."""

from __future__ import annotations

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key
from sitegen.definition.values import number
from sitegen.types import Config

THIN_BELOW = Key(
    "thin_below",
    number(least=0),
    "Percentage of the pages. In a language in which fewer are written, templates can show a notice: "
    "see [languages with few pages](../editors/writing.md#languages-with-few-pages). `0` turns it off.",
    50,
)
KEYS = Contributed(site=(THIN_BELOW,))


def thin_below(config: Config) -> int:
    """The percentage of written pages below which a language is thin."""
    percentage = config.contributed["thin_below"]
    assert isinstance(percentage, int)
    return percentage
