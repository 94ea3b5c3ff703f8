"""Builds, plans and examines sites.

A first build, a build after an edit, `serve`, `check` and `diff` all go through the same stages (`stages`).
Reading, joining and planning use the previous build as far as it is still valid; the result is the same as
without it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from sitegen.build.context import Context, Unsettled, opened
from sitegen.build.previous import NO_PREVIOUS
from sitegen.build.reading import begin_reading
from sitegen.execute import executor_for
from sitegen.store.bodies import DamagedBody
from sitegen.types import Config

if TYPE_CHECKING:
    from sitegen.build.planning import PlannedSite
    from sitegen.build.result import Result


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
    begun = begin_reading(root, config, context)
    from sitegen.build.stages import build_read  # while other processes read

    return build_read(root, begun, config, context)


def plan_site(root: Path, config: Config, context: Context) -> PlannedSite:
    """Reads, joins, plans and checks a site: everything that comes before rendering."""
    begun = begin_reading(root, config, context)
    from sitegen.build.stages import plan_read  # while other processes read

    return plan_read(root, begun, config, context)


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
