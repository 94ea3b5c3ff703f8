"""Which outputs have to be made anew: those made from something else than the last time."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from sitegen.digest import Digester, digest_of_parts
from sitegen.model.feed_dates import has_future_date
from sitegen.model.feed_plans import fed_types
from sitegen.model.figures import figures_of
from sitegen.plan.recipes import Recipes
from sitegen.types import Config, Digest, Output, Plan, Site, Snapshot, Sources, Templates


class Stale(Struct, frozen=True):
    outputs: tuple[Output, ...]
    kept: tuple[str, ...]
    """Paths of the others, which are as the last build wrote them."""


def find_stale(plan: Plan, recipes: Recipes, last: Snapshot, facts: Digest, read: Collection[str]) -> Stale:
    """The plan's outputs by whether they are made from something else than in the last build.

    Where no fact has changed, only the outputs that show a text that was read now are looked at, and those
    of translations that are outdated now or no longer; `read` has the keys of their documents.
    """
    outputs, kept = [], []
    texts = {*read, *(recipes.site.outdated ^ last.outdated)}
    only_texts = facts == last.facts
    for output in plan.outputs:
        record = last.records.get(output.path)
        same_facts = only_texts and not recipes.shows_text_of(output, texts)
        if record is not None and (same_facts or record.recipe == recipes.recipe(output)):
            kept.append(output.path)
        else:
            outputs.append(output)
    return Stale(tuple(outputs), tuple(kept))


def find_stale_texts(plan: Plan, recipes: Recipes, last: Snapshot) -> Stale:
    """The outputs to rebuild after an edit of text alone; the plan has only the pages that show it."""
    records = ((output, last.records[output.path]) for output in plan.outputs)
    outputs = tuple(output for output, record in records if record.recipe != recipes.recipe(output))
    rebuilt = {output.path for output in outputs}
    return Stale(outputs, tuple(path for path in last.records if path not in rebuilt))


def digest_of_facts(site: Site, templates: Templates, sources: Sources) -> Digest:
    """The digest of everything that outputs are made from except the texts of documents."""
    parts = [digest_of_config(site.config)]
    parts += (f"{name} {template.digest}" for name, template in sorted(templates.templates.items()))
    parts += (f"{code} {catalogue.digest}" for code, catalogue in sorted(templates.catalogues.items()))
    parts += (f"{document.path} {document.facts}" for document in site.documents.values())
    parts += (f"{key} {page.state} {page.past}" for key, page in site.pages.items())
    parts += _ahead(site)
    parts += (f"{entry} {retired}" for entry, retired in site.retired.items())
    parts += (f"{path} {file.digest}" for path, file in sources.static.items())
    parts += (
        f"{path} {sources.content[path].digest}" for path in sorted(site.media & sources.content.keys())
    )
    return digest_of_parts(*parts)


def _ahead(site: Site) -> Iterator[str]:
    """The entries of feeds that have a day which lies ahead, and which feeds do not give yet."""
    config = site.config
    for name in sorted(fed_types(config)):
        rule = config.types[name]
        for entry in site.entries[name]:
            for key in site.versions[entry].values():
                if has_future_date(site.pages[key].fields, rule, config):
                    yield f"{key} lies ahead"


def digest_of_config(config: Config) -> Digest:
    """The digest of a site's definition, whatever the day."""
    return Digester().digest_of(
        {name: getattr(config, name) for name in config.__struct_fields__ if name != "today"}
    )


def digest_of_names(site: Site, plan: Plan, templates: Templates) -> Digest:
    """The digest of everything that a text can mention: files, addresses, shortcodes, figures."""
    shortcodes = (name for name in templates.templates if name.startswith("shortcodes/"))
    groups = (site.paths, site.hidden, site.media, (o.path for o in plan.outputs), shortcodes,
              figures_of(site))  # fmt: skip
    return digest_of_parts(*("\n".join(sorted(group)) for group in groups))
