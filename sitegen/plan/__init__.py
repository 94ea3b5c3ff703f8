"""Every output the site must have, as values. In: the site. Out: a plan. It renders nothing.

`planners` is the register: a new kind of output is a module here and a line in `PLANNERS`, or a value in
`PLANNERS` of a feature.
"""

from collections.abc import Callable, Iterator
from itertools import chain

from sitegen.plan import archives, assets, files, indexes, pages
from sitegen.types import Output, Site, Sources
from sitegen.types.registers import contributed_values

Planner = Callable[[Site, Sources], Iterator[Output]]

PLANNERS: tuple[Planner, ...] = (pages.plan, indexes.plan, archives.plan, assets.plan, files.plan)


def planners() -> Iterator[Planner]:
    """Planners of the core and of the features."""
    return chain(PLANNERS, contributed_values("PLANNERS"))
