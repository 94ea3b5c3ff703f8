"""A page that shows every component with content of the site; only in builds that show drafts."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.listings import entries_of, rule_of, scopes
from sitegen.plan.common import EVERY_PAGE
from sitegen.plan.indexes import OWN
from sitegen.types import Input, Inputs, Output, ScopeKey, Site, Sources
from sitegen.types.keys import Listing, subject_key
from sitegen.views.subjects import STYLEGUIDE

TEMPLATE = "styleguide.html"


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    source = f"templates/{TEMPLATE}"
    found = max(scopes(site.config), key=lambda scope: _richness(site, scope), default=None)
    if not site.config.drafts or source not in sources.templates or not found:
        return
    about, listing = subject_key(STYLEGUIDE), Listing(found).key
    inputs = dict(Inputs(EVERY_PAGE, (about,)))
    inputs |= {name: Input(kind, listing) for name, kind in OWN.items()}
    timeline = next((t.name for t in site.config.types.values() if t.timeline), None)
    if timeline:
        inputs |= {"moments": Input("moments", timeline), "strip": Input("strip", timeline)}
    language = site.config.default_language
    yield Output("styleguide/index.html", "template", language, inputs, source, TEMPLATE, indexed=False)


def _richness(site: Site, scope: ScopeKey) -> tuple[int, int]:
    """Returns the number of an index's filters and of its entries, to choose a rich example."""
    rule = rule_of(site.config, scope)
    return len(rule.facets) + len(rule.charts) + rule.map, len(entries_of(site, scope))
