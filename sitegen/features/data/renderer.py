"""The renderer of the entries of a type as JSON."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

from jinja2 import Environment

from sitegen.types import Job


def entries_json(job: Job, _: Environment, __: Path) -> bytes:
    """JSON that ends with a list of entries, one per line, so that a comparison shows which ones changed."""
    data = job.context["data"]
    assert isinstance(data, dict)
    head = json.dumps({**data, "entries": []}, ensure_ascii=False, indent=1)
    text = BytesIO()
    text.write(f"{head.removesuffix(NO_ENTRIES)}[".encode())
    for number, entry in enumerate(data["entries"]):
        text.write(f"{',' if number else ''}\n  {ON_ONE_LINE(entry)}".encode())
    text.write(b"\n ]\n}\n")
    return text.getvalue()


ON_ONE_LINE = json.JSONEncoder(ensure_ascii=False).encode
NO_ENTRIES = "[]\n}"
