"""Shares made files around the rendering of a build.

Before it, the files that the build cache of this machine lacks are taken from the shared cache. After it,
those that had to be made are offered, if this machine has a private key. None of this can change a page or
stop a build.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sitegen.build.context import Context
from sitegen.features.publishing.shared_cache.keys import rule_of
from sitegen.plan.recipes import Recipes
from sitegen.types import Output

PLACE = "SITEGEN_CACHE"
"""Variable with the place, instead of that in `site.yaml`."""
OFF = "off"
PAUSE = 300.0
"""Seconds for which a place that has failed is not asked, so that `serve` does not wait for it again."""
paused: dict[str, float] = {}
"""Places that have failed in this process, with the end of their pause by the monotonic clock."""


@contextmanager
def shared(root: Path, recipes: Recipes, outputs: Sequence[Output], context: Context) -> Iterator[None]:
    """Takes slow outputs from the shared cache of a site, and offers it those that are made meanwhile."""
    config, cache = recipes.site.config, context.pictures
    rule = rule_of(config)
    text = os.environ.get(PLACE) or (rule.place if rule else "")
    if not rule or not rule.keys or not cache or text in ("", OFF) or paused.get(text, 0) > time.monotonic():
        yield
        return
    from sitegen.features.publishing.shared_cache.exchange import Exchange, missing_of

    wanted = missing_of(recipes, outputs, cache)
    exchange = Exchange(root, rule, text, cache, context) if wanted else None
    left = exchange.fetch(wanted) if exchange else ()
    yield
    if exchange:
        if not config.drafts:  # their titles are for their authors alone
            exchange.offer([it for it in left if cache.has(it.recipe)])
        if exchange.has_failed:
            paused[text] = time.monotonic() + PAUSE
        exchange.report()
