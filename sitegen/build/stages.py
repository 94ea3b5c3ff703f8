"""The stages of a build after reading has begun: join, plan, check, render, check the pages, index, publish,
remember.

Imported while other processes read.
"""

from __future__ import annotations

from pathlib import Path

from sitegen.build.checking import check_pages, check_site
from sitegen.build.context import Context
from sitegen.build.joining import join
from sitegen.build.planning import PlannedSite, plan_outputs
from sitegen.build.publishing import add_index, publish, refuse_unsettled, tree_for
from sitegen.build.reading import Begun
from sitegen.build.remembering import remember
from sitegen.build.rendering import render
from sitegen.build.result import Result
from sitegen.build.site_files import read_files
from sitegen.types import Config


def build_read(root: Path, begun: Begun, config: Config, context: Context) -> Result:
    """Builds a site whose reading has begun. Raises OSError, Unsettled."""
    site = plan_read(root, begun, config, context)
    result = Result(site).reporting(site.found, context.strict)
    if result.blocked:
        refuse_unsettled(root, site, context)
        return result
    if result.report.failed and context.first_problems:
        refuse_unsettled(root, site, context)
        context.first_problems(result.report.problems)
    with tree_for(site, context) as tree:
        result = render(root, result, context, tree)
        if not result.blocked:
            result = check_pages(root, result, context)
        if result.report.failed or tree is None:
            refuse_unsettled(root, site, context)
            return result
        result = add_index(result, tree, context)
        result = publish(root, result, tree, context)
    return remember(result, context)


def plan_read(root: Path, begun: Begun, config: Config, context: Context) -> PlannedSite:
    """Plans and checks a site whose reading has begun."""
    files = read_files(root, begun, config, context)
    joined = join(files, config, context)
    outputs = plan_outputs(root, files, joined, context)
    return check_site(root, files, joined, outputs, context)
