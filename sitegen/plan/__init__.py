"""Every output the site must have, as values. In: the site. Out: a plan. It renders nothing.

`PLANNERS` is the register: a new kind of output is a module here and a line there.
"""

from collections.abc import Callable, Iterator

from sitegen.plan import (
    archives,
    assets,
    cms,
    data,
    feeds,
    files,
    handbook,
    headers,
    indexes,
    pages,
    publication,
    redirects,
    search,
    seeing,
    sitemap,
    social_cards,
    styleguide,
)
from sitegen.types import Output, Site, Sources

Planner = Callable[[Site, Sources], Iterator[Output]]

PLANNERS: tuple[Planner, ...] = (
    pages.plan,
    indexes.plan,
    archives.plan,
    search.plan,
    feeds.plan,
    data.plan,
    seeing.plan,
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
