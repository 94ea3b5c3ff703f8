"""Files below `data/` that templates read: `{{ source("data/stations.json") }}`.

The files belong to the templates and are trusted like them; nothing of them is published by itself. They are
read with the templates. An output that uses one has the digest of the file in its recipe.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import nodes
from msgspec.structs import replace

from sitegen.features.templating.data_values import READERS, Broken, value_of
from sitegen.problems.formats import not_utf8, suggest
from sitegen.read.parsed_template import WrongCall, place_in
from sitegen.read.scan import LARGEST_DATA, is_pointer, pointer, read_bytes
from sitegen.read.template_calls import Wanted
from sitegen.types import Digest, Input, Location, Problem, SourceFile, Template, TemplateCall
from sitegen.types.paths import DATA
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource

KIND, SOURCE = "data_file", "source"
EXAMPLE = 'like source("data/stations.json")'


def read(call: nodes.Call) -> Wanted | WrongCall | None:
    """The input for a call of `source`."""
    if not isinstance(call.node, nodes.Name):
        return None
    if len(call.args) != 1 or call.kwargs or call.dyn_args or call.dyn_kwargs:
        return WrongCall(call, "source takes the path of a file, and nothing else", SOURCE, EXAMPLE)
    path = call.args[0].value if isinstance(call.args[0], nodes.Const) else None
    if not isinstance(path, str):
        message = "the path of a file is computed, and must be known before pages are made"
        return WrongCall(call, message, SOURCE, f"write it in the template, {EXAMPLE}")
    if not path.startswith(f"{DATA}/") or {"", ".", ".."} & set(path.split("/")):
        hint = f"put the file there, or write the path from the root of the site: {DATA}/…"
        return WrongCall(call, f'"{path}" is not a file below {DATA}/', path, hint)
    if path.rpartition(".")[2] not in READERS:
        hint = f"templates read files that end in {', '.join(f'.{ending}' for ending in READERS)}"
        return WrongCall(call, f'templates cannot read "{path}"', path, hint)
    return Wanted(KIND, path)


def load(
    root: Path,
    files: Mapping[str, SourceFile],
    templates: Mapping[str, Template],
    problems: list[Problem],
) -> dict[str, str]:
    """The texts of the files that templates name, by path; problems of those that cannot be read."""
    texts: dict[str, str] = {}
    for path, (template, call) in _first_uses(templates).items():
        place = place_in(template.path, template.text, call.line, path)
        found = _text(root, path, files, place)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        try:
            value_of(path, found)
        except Broken as broken:
            used = f"{template.path}:{call.line} reads it"
            hint = broken.problem.hint
            problems.append(replace(broken.problem, hint=f"{hint}; {used}" if hint else used))
        else:
            texts[path] = found
    return texts


def _first_uses(templates: Mapping[str, Template]) -> dict[str, tuple[Template, TemplateCall]]:
    found: dict[str, tuple[Template, TemplateCall]] = {}
    for template in templates.values():
        for call in template.calls:
            if call.kind == KIND:
                found.setdefault(call.key, (template, call))
    return found


def _text(root: Path, path: str, files: Mapping[str, SourceFile], place: Location) -> str | Problem:
    if path not in files:
        try:
            size = (root / path).stat(follow_symlinks=False).st_size
        except OSError:
            return Problem("data.missing", f'there is no file "{path}"', place, suggest(path, files))
        if size > LARGEST_DATA:
            message = f'"{path}" has {size:,} bytes; templates read at most {LARGEST_DATA:,}'
            return Problem("file.size", message, place, "make it smaller, or split it")
        hint = "put a file there, with a name of letters, digits and hyphens, and no link"
        return Problem("data.missing", f'"{path}" is not a file that can be read', place, hint)
    data = read_bytes(root, path)
    if is_pointer(data):
        return pointer(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return not_utf8(path, error)


def _value(inputs: InputSource, path: str) -> object:
    """The value in a file, made once for all pages of a language."""
    wanted = Input(KIND, path)
    return inputs.shared.get(wanted, lambda: value_of(path, inputs.data.get(path, "")))


def _digest(inputs: InputSource, path: str) -> Digest:
    return inputs.files.get(path, "")


DATA_FILE = InputKind(_value, _digest)
