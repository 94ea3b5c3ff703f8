"""Every output the site must have, as values. In: the site. Out: a plan. It renders nothing.

`planners` is the register: a new kind of output is a module here and a line in `PLANNERS`, or a value in
`PLANNERS` of a feature.
"""

from collections.abc import Callable, Iterator
from itertools import chain

from sitegen.plan import (
    archives,
    assets,
    cms,
    files,
    headers,
    indexes,
    pages,
    publication,
    redirects,
    sitemap,
    styleguide,
)
from sitegen.features.data import outputs as data
from sitegen.features.editing import outputs as handbook
from sitegen.features.social_cards import outputs as social_cards
from sitegen.types import Output, Site, Sources
from sitegen.types.registers import contributed

Planner = Callable[[Site, Sources], Iterator[Output]]

PLANNERS: tuple[Planner, ...] = (
    pages.plan,
    indexes.plan,
    archives.plan,
    data.plan,
    sitemap.plan,
    redirects.plan,
    headers.plan,
    publication.plan,
    cms.plan,
    assets.plan,
    files.plan,
    social_cards.plan,
    styleguide.plan,
    handbook.plan,
)


def planners() -> Iterator[Planner]:
    """Planners of the core and of the features."""
    return chain(PLANNERS, *contributed("PLANNERS"))
