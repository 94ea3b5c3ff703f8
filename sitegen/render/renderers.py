"""Renderers: functions from a context to bytes, one for each output format.

`renderers` is the register: `RENDERERS` here and of each feature.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from functools import reduce
from itertools import chain
from pathlib import Path

from jinja2 import Environment

from sitegen.read.scan import read_bytes, read_source
from sitegen.read.style_sheets import included
from sitegen.types import Job
from sitegen.types.registers import by_name, per_extensions
from sitegen.views.data_tables import Table
from sitegen.views.inputs.files import FileContent, PictureContent

Renderer = Callable[[Job, Environment, Path], bytes]


def template(job: Job, jinja: Environment, _: Path) -> bytes:
    return jinja.get_template(job.output.template).render(job.context).encode("utf-8")


def plain_json(job: Job, _: Environment, __: Path) -> bytes:
    return (json.dumps(job.context["data"], ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def plain_csv(job: Job, _: Environment, __: Path) -> bytes:
    """Comma-separated values (RFC 4180), with a byte order mark so that spreadsheets detect UTF-8."""
    import csv

    table = job.context["data"]
    assert isinstance(table, Table)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(chain((table.columns,), table.rows))
    return text.getvalue().encode("utf-8-sig")


def copy(job: Job, _: Environment, root: Path) -> bytes:
    file = job.context["file"]
    assert isinstance(file, FileContent)
    *upper, lowest = (read_source(root, it.path) for it in (file, *file.below))
    data = reduce(lambda lower, own: included(own, lower), reversed(upper), lowest)
    return data + file.more.encode()


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
    "copy": copy,
    "picture": picture,
    "bytes": as_it_is,
}


@per_extensions
def renderers() -> Mapping[str, Renderer]:
    """Renderers of the core and of the features, by name."""
    return by_name(RENDERERS, "RENDERERS")
