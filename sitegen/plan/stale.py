"""The outputs that have to be rebuilt: those that are made from something else than the last time."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.digest import digest_of_parts
from sitegen.model.figures import figures_of
from sitegen.plan.changes import Changes, has_other_fixed_parts, has_other_plan
from sitegen.plan.recipes import Recipes
from sitegen.types import Digest, DocumentKey, Output, Plan, Record, Site, Snapshot, Templates


class Stale(Struct, frozen=True):
    outputs: tuple[Output, ...]
    """Outputs to rebuild."""
    reused: Mapping[str, Record]
    """Records of the other outputs, which the last build wrote, by path."""


def find_stale(
    plan: Plan,
    paths: Collection[str],
    recipes: Recipes,
    last: Snapshot,
    texts: Collection[DocumentKey] | None,
    changes: Changes | None,
) -> Stale:
    """Divides the outputs of a site into those to rebuild and those to reuse.

    `paths` are the paths of all outputs. The plan has at least those that can have changed. If nothing but
    the texts of some documents has changed, `texts` are the keys of these documents. If nothing but some
    documents has changed, `changes` names them.
    """
    outputs: list[Output] = []
    reused = {path: record for path, record in last.records.items() if path in paths}
    for output in plan.outputs:
        record = reused.get(output.path)
        if record is not None and not _can_differ(output, record, recipes, texts, changes):
            continue
        same = record and _with_same_recipe(record, output, recipes)
        if same:
            reused[output.path] = same
        else:
            outputs.append(output)
            reused.pop(output.path, None)
    return Stale(tuple(outputs), reused)


def _with_same_recipe(record: Record, output: Output, recipes: Recipes) -> Record | None:
    """The record of an output, with what its recipe has read now; None if it has a different recipe."""
    if has_other_fixed_parts(record.reads, recipes.fixed_mark(output)):
        return None
    recipe = recipes.recipe(output)
    if record.recipe != recipe.digest:
        return None
    return record if record.reads == recipe.reads else replace(record, reads=recipe.reads)


def _can_differ(
    output: Output,
    record: Record,
    recipes: Recipes,
    texts: Collection[DocumentKey] | None,
    changes: Changes | None,
) -> bool:
    if texts is not None:
        return recipes.shows_text_of(output, texts)
    if changes is None or changes.concern(record.reads):
        return True
    return has_other_plan(record.reads, recipes.mark_of_plan(output))


def digest_of_names(site: Site, plan: Plan, templates: Templates) -> Digest:
    """Digest of everything that a text can mention: files, addresses, shortcodes, figures."""
    shortcodes = (name for name in templates.templates if name.startswith("shortcodes/"))
    groups = (site.paths, site.hidden, site.media, (o.path for o in plan.outputs), shortcodes,
              figures_of(site))  # fmt: skip
    return digest_of_parts(*("\n".join(sorted(group)) for group in groups))
