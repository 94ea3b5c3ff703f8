"""Which outputs have to be made anew: those made from something else than the last time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.digest import digest_of_parts
from sitegen.model.viewer import FIGURES
from sitegen.plan.recipes import Recipes
from sitegen.types import Digest, Output, Plan, Record, Site, Templates


@dataclass(frozen=True, slots=True)
class Stale:
    outputs: tuple[Output, ...]
    kept: tuple[str, ...]
    """Paths of the others, which are as the last build wrote them."""


def find_stale(plan: Plan, recipes: Recipes, records: Mapping[str, Record]) -> Stale:
    """The plan's outputs by whether their recipe is that of the last build."""
    outputs, kept = [], []
    for output in plan.outputs:
        record = records.get(output.path)
        if record is not None and record.recipe == recipes.recipe(output):
            kept.append(output.path)
        else:
            outputs.append(output)
    return Stale(tuple(outputs), tuple(kept))


def digest_of_names(site: Site, plan: Plan, templates: Templates) -> Digest:
    """The digest of everything that a text can mention: files, addresses, shortcodes, figures."""
    shortcodes = (name for name in templates.templates if name.startswith("shortcodes/"))
    groups = (site.paths, site.hidden, site.media, (o.path for o in plan.outputs), shortcodes,
              site.entries.get(FIGURES, ()))  # fmt: skip
    return digest_of_parts(*("\n".join(sorted(group)) for group in groups))
