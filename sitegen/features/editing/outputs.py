"""Pages for editors: a handbook and a style guide in builds that show drafts, and a git-based CMS if the site
asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.definition.config import SITE
from sitegen.features.editing.definition import cms_of
from sitegen.features.editing.handbook import URL
from sitegen.features.editing.subjects import HANDBOOK, STYLEGUIDE
from sitegen.model.listings import entries_of, rule_of, scopes
from sitegen.model.urls import ADMIN, output_path
from sitegen.plan.common import every_page
from sitegen.plan.indexes import OWN
from sitegen.types import Input, Inputs, Output, ScopeKey, Site, Sources
from sitegen.types.keys import Listing, subject_key

HANDBOOK_TEMPLATE, STYLEGUIDE_TEMPLATE = "handbook.html", "styleguide.html"


def plan_cms(site: Site, sources: Sources) -> Iterator[Output]:
    """The page of the CMS and its configuration."""
    if cms_of(site.config) is None:
        return
    default = site.config.default_language
    inputs = {"site": Input("site", ""), "cms": Input("cms", "")}
    yield Output(f"{ADMIN}index.html", "template", default, inputs, SITE, "admin.html", indexed=False)
    data = {"data": Input("cms_config", "")}
    yield Output(f"{ADMIN}config.yml", "json", default, data, SITE, indexed=False)


def plan_handbook(site: Site, sources: Sources) -> Iterator[Output]:
    """A page for each type, and one that leads to them."""
    file = sources.templates.get(f"templates/{HANDBOOK_TEMPLATE}")
    if not site.config.drafts or file is None:
        return
    language = site.config.default_language
    for name in ("", *site.config.types):
        about = subject_key(HANDBOOK, name)
        inputs = dict(Inputs(every_page(), (about,)))
        inputs |= {"handbook": Input("handbook", ""), "type_help": Input("type_help", name)}
        path = output_path(f"{URL}{name}/" if name else URL)
        yield Output(path, "template", language, inputs, file.path, HANDBOOK_TEMPLATE, indexed=False)


def plan_styleguide(site: Site, sources: Sources) -> Iterator[Output]:
    """A page that shows every component with content of the site."""
    file = sources.templates.get(f"templates/{STYLEGUIDE_TEMPLATE}")
    found = max(scopes(site.config), key=lambda scope: _richness(site, scope), default=None)
    if not site.config.drafts or file is None or not found:
        return
    about, listing = subject_key(STYLEGUIDE), Listing(found).key
    inputs = dict(Inputs(every_page(), (about,)))
    inputs |= {name: Input(kind, listing) for name, kind in OWN.items()}
    inputs["tokens"] = Input("tokens", "")
    timeline = next((t.name for t in site.config.types.values() if t.timeline), None)
    if timeline:
        inputs |= {"moments": Input("moments", timeline), "strip": Input("strip", timeline)}
    language = site.config.default_language
    yield Output(
        "styleguide/index.html", "template", language, inputs, file.path, STYLEGUIDE_TEMPLATE, indexed=False
    )


def _richness(site: Site, scope: ScopeKey) -> tuple[int, int]:
    """Returns the number of an index's filters and of its entries, to choose a rich example."""
    rule = rule_of(site.config, scope)
    return len(rule.facets) + len(rule.charts) + rule.map, len(entries_of(site, scope))
