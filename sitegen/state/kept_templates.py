"""Templates and catalogues, kept between builds: taking them apart is much of the work of an edit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sitegen.types import Catalogue, Template, Templates

TABLE = "templates"


def rows_of(templates: Templates) -> dict[str, str]:
    """None where something is wrong with them: that has to be said again."""
    if templates.problems:
        return {}
    found = [
        (t.name, t.path, t.text, t.digest, sorted(t.names), t.uses) for t in templates.templates.values()
    ]
    words = [(c.language, c.messages, c.plural_rule, c.digest) for c in templates.catalogues.values()]
    return {
        "made of": templates.made_of,
        "templates": json.dumps(found, ensure_ascii=False),
        "catalogues": json.dumps(words, ensure_ascii=False),
    }


def templates_of(rows: Mapping[str, str]) -> Templates | None:
    """Raises ValueError, TypeError or KeyError where the rows are not ours."""
    if not rows:
        return None
    plain: list[Any] = json.loads(rows["templates"])
    words: list[Any] = json.loads(rows["catalogues"])
    templates = (
        Template(name, path, text, digest, frozenset(names), tuple(uses))
        for name, path, text, digest, names, uses in plain
    )
    catalogues = (
        Catalogue(language, {text: tuple(forms) for text, forms in messages.items()}, rule, digest)
        for language, messages, rule, digest in words
    )
    return Templates(
        {template.name: template for template in templates},
        {catalogue.language: catalogue for catalogue in catalogues},
        (),
        rows["made of"],
    )
