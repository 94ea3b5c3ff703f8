"""Templates and catalogues, kept between builds: taking them apart is much of the work of an edit."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import json

from sitegen.store.codec import as_json
from sitegen.types import Catalogue, Template, Templates

TABLE = "templates"


def rows_of(templates: Templates) -> dict[str, str]:
    """None where something is wrong with them: that has to be said again."""
    if templates.problems:
        return {}
    found = [
        (t.name, t.path, t.text, t.digest, sorted(t.names), t.uses, t.name_uses, t.assigned)
        for t in templates.templates.values()
    ]
    return {
        "made of": templates.made_of,
        "templates": as_json(found),
        "catalogues": as_json(list(templates.catalogues.values())),
    }


def templates_of(rows: Mapping[str, str]) -> Templates | None:
    """Raises ValueError, TypeError or KeyError where the rows are not ours."""
    if not rows:
        return None
    templates = json.decode(rows["templates"], type=list[Template])
    catalogues = json.decode(rows["catalogues"], type=list[Catalogue])
    return Templates(
        {template.name: template for template in templates},
        {catalogue.language: catalogue for catalogue in catalogues},
        (),
        rows["made of"],
    )
