"""Renderers: functions from a context to bytes, one for each output format.

`renderers` is the register: `RENDERERS` here and of each feature.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment

from sitegen.read.scan import read_bytes
from sitegen.types import Job
from sitegen.types.registers import by_name
from sitegen.views.data_tables import Table
from sitegen.views.inputs.files import PictureContent
from sitegen.views.output_views import FileContent

Renderer = Callable[[Job, Environment, Path], bytes]


def template(job: Job, jinja: Environment, _: Path) -> bytes:
    return jinja.get_template(job.output.template).render(job.context).encode("utf-8")


def plain_json(job: Job, _: Environment, __: Path) -> bytes:
    return (json.dumps(job.context["data"], ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def redirects(job: Job, _: Environment, __: Path) -> bytes:
    """Formats `_redirects`: old address, new address, status; then the pages for missing addresses.

    Old addresses with a query are left out. A star or a colon would be a placeholder, so it is
    percent-encoded.
    """
    missing = job.context["missing"]
    assert isinstance(missing, dict)
    found = ((old.replace("*", "%2A").replace(":", "%3A"), new) for old, new in _moved(job) if "?" not in old)
    lines = [f"{old} {new} 301\n" for old, new in found]
    lines += (f"{below} {page} 404\n" for below, page in missing.items())
    return "".join(lines).encode("utf-8")


def nginx_map(job: Job, _: Environment, __: Path) -> bytes:
    """Formats an nginx `map` that works with `$uri` (decoded) and `$request_uri` (as sent by the browser).

    nginx ignores case and rejects duplicate keys.
    """
    keys: dict[str, str] = {}
    for old, new in _moved(job):
        for form in (old, unquote(old, errors="strict") if _is_plain(old) else old):
            keys.setdefault(form.lower(), f'"{form}" "{new}";\n')
    return "".join(keys.values()).encode("utf-8")


def _is_plain(old: str) -> bool:
    """True if a decoded address is allowed as a word of a configuration file."""
    try:
        decoded = unquote(old, errors="strict")
    except UnicodeDecodeError:
        return False
    return "?" not in decoded and decoded.isprintable() and not set('"\\$%{};') & set(decoded)


def _moved(job: Job) -> Iterable[tuple[str, str]]:
    moved = job.context["data"]
    assert isinstance(moved, dict)
    return moved.items()


def plain_csv(job: Job, _: Environment, __: Path) -> bytes:
    """Comma-separated values (RFC 4180), with a byte order mark so that spreadsheets detect UTF-8."""
    table = job.context["data"]
    assert isinstance(table, Table)
    text = io.StringIO(newline="")
    csv.writer(text).writerows((table.columns, *table.rows))
    return text.getvalue().encode("utf-8-sig")


def copy(job: Job, _: Environment, root: Path) -> bytes:
    file = job.context["file"]
    assert isinstance(file, FileContent)
    return read_bytes(root, file.path)


def picture(job: Job, _: Environment, root: Path) -> bytes:
    """Renders a picture in one size and format. Raises ProblemError."""
    from sitegen.render.pictures import encode

    wanted = job.context["picture"]
    assert isinstance(wanted, PictureContent)
    return encode(read_bytes(root, wanted.path), wanted)


def as_it_is(job: Job, _: Environment, __: Path) -> bytes:
    data = job.context["data"]
    assert isinstance(data, bytes)
    return data


RENDERERS: Mapping[str, Renderer] = {
    "template": template,
    "json": plain_json,
    "csv": plain_csv,
    "redirects": redirects,
    "nginx_map": nginx_map,
    "copy": copy,
    "picture": picture,
    "bytes": as_it_is,
}


@cache
def renderers() -> Mapping[str, Renderer]:
    """Renderers of the core and of the features, by name."""
    return by_name(RENDERERS, "RENDERERS")
