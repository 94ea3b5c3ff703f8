"""Planning the outputs of a site: all of them, or those that can show changed words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build.cached_plan import outputs_in
from sitegen.build.context import Context
from sitegen.build.joining import Joined
from sitegen.build.judging import Judged, failed
from sitegen.build.site_files import SiteFiles
from sitegen.check.checked import Checked
from sitegen.digest import digest_of_parts, fingerprint
from sitegen.git.log import first_commits
from sitegen.model.urls import href
from sitegen.plan.common import lists_in
from sitegen.plan.plan import make_plan
from sitegen.plan.recipes import Recipes
from sitegen.plan.stale import digest_of_names
from sitegen.read.style_sheets import whole_digest
from sitegen.read.templates import CODE
from sitegen.render.facts import FactFinder
from sitegen.render.tags import are_unusual
from sitegen.types import Digest, Library, Plan, Problem, Site, SourceFile, Theme
from sitegen.types.registers import digest_of_code


class Outputs(Struct, frozen=True):
    """The outputs of a site."""

    plan: Plan
    """If nothing but words has changed, only the outputs that can show them."""
    paths: frozenset[str]
    """Paths of all outputs."""
    lists: tuple[str, ...]
    """Addresses of the pages that only list others."""
    names: Digest
    """Digest of everything that a text can mention."""
    recipes: Recipes
    finder: FactFinder
    """Finds the facts of finished pages."""

    @property
    def are_planned(self) -> bool:
        """True if the plan has all outputs."""
        return len(self.plan.outputs) == len(self.paths)


class PlannedSite(Struct, frozen=True):
    """A site before rendering: read, joined, planned and checked."""

    files: SiteFiles
    joined: Joined
    outputs: Outputs
    checked: Checked
    found: tuple[Problem, ...]
    """All problems, each with the severity that its rule gave it."""
    judged: Judged

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Problems to report."""
        return self.judged.problems

    @property
    def site(self) -> Site:
        return self.joined.site

    @property
    def plan(self) -> Plan:
        return self.outputs.plan

    @property
    def recipes(self) -> Recipes:
        return self.outputs.recipes

    @property
    def library(self) -> Library:
        return self.files.library

    @property
    def sources(self) -> Mapping[str, SourceFile]:
        """All source files by path."""
        return self.files.sources.files

    @property
    def failed(self) -> bool:
        """True if there are errors, so that nothing can be rendered."""
        return failed(self.problems)


def plan_outputs(root: Path, files: SiteFiles, joined: Joined, context: Context) -> Outputs:
    """The outputs of a site; after an edit of words alone, those of the last build that can show them."""
    context.progress("planning", 0, 0)
    last, site = context.previous.snapshot, joined.site
    recipes = _recipes(files, joined, context)
    if joined.is_kept and joined.changes and last.is_intact:
        concerned = {path for path, it in last.records.items() if joined.changes.concern(it.reads)}
        plan = Plan(outputs_in(context.previous.state.rows["plan"], concerned), ())
        finder = _finder(files, site, last.paths)
        return Outputs(plan, last.paths, last.lists, last.names, recipes, finder)
    plan = whole_plan(root, files, site)
    paths = frozenset(output.path for output in plan.outputs)
    names = digest_of_names(site, plan, files.templates)
    lists, finder = tuple(sorted(lists_in(plan))), _finder(files, site, paths)
    return Outputs(plan, paths, lists, names, recipes, finder)


def _finder(files: SiteFiles, site: Site, paths: frozenset[str]) -> FactFinder:
    exact = bool(digest_of_code(*CODE)) or are_unusual(
        template.text for template in files.templates.templates.values()
    )
    return FactFinder(site.config, paths, exact)


def whole_plan(root: Path, files: SiteFiles, site: Site) -> Plan:
    """Every output of a site."""
    return make_plan(site, files.templates, files.sources, partial(first_commits, root))


def _recipes(files: SiteFiles, joined: Joined, context: Context) -> Recipes:
    assert context.bodies is not None
    assets = assets_of(
        files.sources.static, files.sources.below, context.options.fingerprints, joined.site.config.theme
    )
    texts, sources = files.library.files, files.sources.files.items()
    digests = {path: file.digest for path, file in sources if path not in texts}
    last = context.previous.snapshot.records if joined.has_same_inputs else {}
    return Recipes(joined.site, files.templates, context.bodies, assets, digests, last)


def assets_of(
    static: Mapping[str, SourceFile],
    below: Mapping[str, tuple[SourceFile, ...]],
    fingerprints: bool = True,
    theme: Theme = Theme(),  # noqa: B008 - frozen
) -> Mapping[str, str]:
    """The address of each static file, perhaps with its fingerprint."""
    files = {path.partition("/")[2]: file for path, file in static.items()}
    for path, lower in below.items():
        whole = whole_digest(static[path], lower)
        files[path.partition("/")[2]] = replace(static[path], digest=whole)
    if theme.css and theme.stylesheet in files:
        sheet = files[theme.stylesheet]
        files[theme.stylesheet] = replace(sheet, digest=digest_of_parts(sheet.digest, theme.css))
    if not fingerprints:
        return {name: href("", "/" + name) for name in files}
    return {name: f"{href('', '/' + name)}?v={fingerprint(file.digest)}" for name, file in files.items()}
