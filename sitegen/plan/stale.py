"""The outputs that have to be rebuilt: those that are made from something else than the last time."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from sitegen.digest import Digester, digest_of_parts
from sitegen.model.figures import figures_of
from sitegen.plan.recipes import Recipes
from sitegen.types import Config, Digest, DocumentKey, Output, Plan, Site, Snapshot, Templates


class Stale(Struct, frozen=True):
    outputs: tuple[Output, ...]
    """Outputs to rebuild."""
    reused: tuple[str, ...]
    """Paths of the other outputs, which the last build wrote."""


def find_stale(
    plan: Plan,
    paths: Collection[str],
    recipes: Recipes,
    last: Snapshot,
    texts: Collection[DocumentKey] | None,
) -> Stale:
    """Divides the outputs of a site into those to rebuild and those to reuse.

    `paths` are the paths of all outputs. The plan has at least those that can have changed. If nothing but
    the texts of some documents has changed, `texts` are the keys of these documents.
    """
    outputs = tuple(output for output in plan.outputs if _is_stale(output, recipes, last, texts))
    rebuilt = {output.path for output in outputs}
    reused = (path for path in last.records if path in paths and path not in rebuilt)
    return Stale(outputs, tuple(reused))


def _is_stale(
    output: Output, recipes: Recipes, last: Snapshot, texts: Collection[DocumentKey] | None
) -> bool:
    record = last.records.get(output.path)
    if record is None:
        return True
    can_differ = texts is None or recipes.shows_text_of(output, texts)
    return can_differ and record.recipe != recipes.recipe(output)


def digest_of_config(config: Config) -> Digest:
    """Digest of a site's definition, without the day."""
    return Digester().digest_of(
        {name: getattr(config, name) for name in config.__struct_fields__ if name != "today"}
    )


def digest_of_names(site: Site, plan: Plan, templates: Templates) -> Digest:
    """Digest of everything that a text can mention: files, addresses, shortcodes, figures."""
    shortcodes = (name for name in templates.templates if name.startswith("shortcodes/"))
    groups = (site.paths, site.hidden, site.media, (o.path for o in plan.outputs), shortcodes,
              figures_of(site))  # fmt: skip
    return digest_of_parts(*("\n".join(sorted(group)) for group in groups))
