"""Key `data` of `site.yaml`: who publishes the data of the site, for the catalogue of it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key, Keys
from sitegen.definition.values import TEXTS, WORDS, mapping, text
from sitegen.problems.formats import suggest
from sitegen.types import Config, Texts

THEMES: Mapping[str, str] = {
    "AGRI": "Agriculture, fisheries, forestry and food",
    "ECON": "Economy and finance",
    "EDUC": "Education, culture and sport",
    "ENER": "Energy",
    "ENVI": "Environment",
    "GOVE": "Government and public sector",
    "HEAL": "Health",
    "INTR": "International issues",
    "JUST": "Justice, legal system and public safety",
    "REGI": "Regions and cities",
    "SOCI": "Population and society",
    "TECH": "Science and technology",
    "TRAN": "Transport",
}
"""Themes of data (EU Vocabularies, data-theme)."""


class DataRule(Struct, frozen=True):
    """The publisher of the data."""

    publisher: Texts | None = None
    """Name of the publisher; None for the title of the site."""
    contact: str = ""
    """Address that begins with `mailto:` or `https://`."""
    themes: tuple[str, ...] = ()


def rule_of(config: Config) -> DataRule:
    """Who publishes the data of a site."""
    rule = config.contributed.get(DATA.name)
    return rule if isinstance(rule, DataRule) else DataRule()


def _data(own: Keys) -> DataRule:
    for theme in own["themes"]:
        if theme not in THEMES:
            hint = suggest(theme, THEMES) or f"one of {', '.join(THEMES)}"
            own.report("config.value", f'"{theme}" is not a theme', own.place_of("themes", theme), hint)
    publisher = own["publisher"] if own.node.get("publisher") else None
    return DataRule(publisher, own["contact"], own["themes"])


DATA = Key(
    "data",
    mapping(
        "the data",
        (
            Key("publisher", TEXTS, "Name of the publisher.", otherwise="the title of the site"),
            Key(
                "contact",
                text(r"(https://|mailto:)\S+"),
                "Address for questions about the data, beginning with `mailto:` or `https://`.",
                otherwise="none",
            ),
            Key(
                "themes",
                WORDS,
                "Themes of the [EU vocabulary](https://op.europa.eu/en/web/eu-vocabularies/dataset/-/resource?"
                "uri=http://publications.europa.eu/resource/dataset/data-theme): "
                f"{', '.join(f'`{theme}`' for theme in THEMES)}.",
                example="[ENVI, GOVE]",
            ),
        ),
        _data,
    ),
    "Who publishes the data under `/data/`: see [the catalogue of the data](#the-catalogue-of-the-data).",
    otherwise="the site",
)
KEYS = Contributed(site=(DATA,))
