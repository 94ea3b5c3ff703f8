"""Names of shared files: a digest of the recipe and of all that makes a file by it.

The build cache of a machine has one digest for the whole program. Here it is only what can change the bytes:
a laptop and a CI with different versions of Python share pictures. Encoders may give different bytes on a
different system or processor, so these are part of the name.
"""

from __future__ import annotations

import platform
import sys
from functools import cache

from sitegen.build.program import LIBRARIES, code
from sitegen.digest import digest_of_parts
from sitegen.store.packages import installed_packages, project_of
from sitegen.types import Digest
from sitegen.types.registers import missing

DRAWN = ("picture", "social_card")
"""Renderers whose recipe has all that they need; others use what the libraries made of texts."""
CODECS = ("jpg", "libjpeg_turbo", "zlib", "zlib_ng", "webp", "avif", "littlecms2", "freetype2", "raqm",
          "harfbuzz", "fribidi", "libtiff", "jpg_2000")  # fmt: skip
DRAWING = frozenset({"fonttools", "pillow"})
"""Libraries that draw pictures and cards."""
INDEXING = frozenset({"cbor2", "pagefind-bin", "pagefind-bin-extended"})
"""Libraries that make only the search index."""


def path_of(renderer: str, recipe: Digest) -> str:
    """Path of a shared file."""
    name = digest_of_parts("1", _maker(renderer in DRAWN), recipe)
    return f"{name[:2]}/{name}"


@cache
def _maker(drawn: bool) -> Digest:
    """Digest of the code, the libraries and the machine that make a file."""
    from PIL import features

    versions = [f"{it} {features.version(it)}" for it in CODECS if features.check(it)]
    wanted = DRAWING if drawn else LIBRARIES - INDEXING
    libraries = {name for _, name in installed_packages() if project_of(name) in wanted}
    python = ".".join(map(str, sys.version_info[: 2 if drawn else 3]))
    machine = (sys.implementation.name, python, sys.platform, platform.machine())
    return digest_of_parts(code(), *machine, *sorted(libraries), *versions, *missing())
