"""Writes the packages of a new site: `python -m sitegen.authoring.scaffold FOLDER`.

`pip install --require-hashes -r requirements.txt` in that folder then installs sitegen and all that it needs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sitegen.authoring.scaffold.vendored import vendored_files

if __name__ == "__main__":
    for path, data in vendored_files().items():
        target = Path(sys.argv[1], path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
