"""The flow of a build: read, join, plan, check, render, check the pages, index, publish, remember.

A first build, a build after an edit, `serve`, `check` and `diff` are all this flow. Reading, joining and
planning use the previous build as far as it is still valid; the result is the same as without it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from sitegen.build.checking import check_pages, check_site
from sitegen.build.context import Context, opened
from sitegen.build.joining import join
from sitegen.build.planning import PlannedSite, plan_outputs
from sitegen.build.previous import NO_PREVIOUS
from sitegen.build.publishing import Unsettled, add_index, publish, refuse_unsettled, tree_for
from sitegen.build.reading import read_site
from sitegen.build.remembering import remember
from sitegen.build.rendering import render
from sitegen.build.result import Result
from sitegen.execute import executor_for
from sitegen.store.bodies import DamagedBody
from sitegen.types import Config


def build(root: Path, config: Config, context: Context) -> Result:
    """Builds a site and publishes it, unless it has errors. Raises OSError, Unsettled.

    After an error with which a sound site can be made, the pages are checked as well, so that one run finds
    all errors.
    """
    try:
        with opened(root, config, context) as ready:
            return _build(root, config, ready)
    except DamagedBody:
        with opened(root, config, replace(context, previous=NO_PREVIOUS)) as ready:
            return _build(root, config, ready)


def _build(root: Path, config: Config, context: Context) -> Result:
    site = plan_site(root, config, context)
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


def plan_site(root: Path, config: Config, context: Context) -> PlannedSite:
    """Reads, joins, plans and checks a site: everything that comes before rendering."""
    files = read_site(root, config, context)
    joined = join(files, config, context)
    outputs = plan_outputs(root, files, joined, context)
    return check_site(root, files, joined, outputs, context)


def examine(root: Path, config: Config) -> PlannedSite:
    """The site before rendering, for a command that builds nothing."""
    with opened(root, config, Context(executor_for(1))) as context:
        return plan_site(root, config, context)


TRIES = 4
"""Builds of a site whose sources are saved again and again, until one is published all the same."""

T = TypeVar("T")


def until_settled(build: Callable[[bool], T]) -> T:
    """Result of a build that is repeated while sources are being saved, the last time with `False`."""
    for _ in range(TRIES - 1):
        with suppress(Unsettled):
            return build(True)
    return build(False)
