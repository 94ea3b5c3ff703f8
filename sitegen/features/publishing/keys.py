"""Keys of `site.yaml`: the host of the site, whose limits a build compares with it, and its shared cache."""

from __future__ import annotations

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key
from sitegen.definition.values import choice
from sitegen.features.publishing.limits import HOSTS
from sitegen.features.publishing.shared_cache.keys import SHARED_CACHE

NONE = "none"
HOSTING = Key(
    "hosting",
    choice(NONE, *HOSTS),
    "Host of the site. `sitegen build` says when the site comes near one of [its limits]"
    "(../developers/deploy.md#limits-of-hosts).",
    NONE,
)
KEYS = Contributed(site=(HOSTING, SHARED_CACHE))
