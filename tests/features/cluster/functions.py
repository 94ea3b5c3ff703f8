"""Functions that tests send to workers."""

from __future__ import annotations

import os
import time
from pathlib import Path

from msgspec import Struct

from sitegen.read.scan import read_bytes


class Probe(Struct, frozen=True):
    """Does what an item says, in a folder of a site."""

    root: Path

    def __call__(self, item: tuple[str, str]) -> str:
        what, text = item
        if what == "sleep":
            time.sleep(30)
        if what == "fill":
            return str(len(bytearray(400_000_000)))
        if what == "read":
            return read_bytes(self.root, text).decode()
        return str(os.environ.get(text))
