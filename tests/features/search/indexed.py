"""What the search index of a built site has of its pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sitegen.features.search.pagefind_format import unpacked, unpacked_bytes

Fragment = dict[str, object]


def files_of_pages(root: Path, language: str) -> list[Path]:
    """Files with the texts of the pages of a language, in the order of the index."""
    folder = root / "public/pagefind"
    entry = json.loads((folder / "pagefind-entry.json").read_bytes())["languages"][language]
    _, pages, *_ = unpacked((folder / f"pagefind.{entry['hash']}.pf_meta").read_bytes())
    assert entry["page_count"] == len(pages)
    return [folder / f"fragment/{name}.pf_fragment" for name, _ in pages]


def fragments(root: Path, language: str) -> dict[str, Any]:
    """What the index says of each page in a language, by the address that a reader is led to."""
    found = [json.loads(unpacked_bytes(path.read_bytes())) for path in files_of_pages(root, language)]
    return {known["meta"]["url"]: known for known in found}
