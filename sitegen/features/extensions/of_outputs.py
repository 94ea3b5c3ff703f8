"""Inputs, planners and renderers of extensions, checked and guarded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment

from sitegen.features.extensions.guard import Owner, as_function, unfit_value
from sitegen.plan import Planner
from sitegen.problems.extension_failures import described
from sitegen.problems.formats import suggest
from sitegen.render.renderers import Renderer, renderers
from sitegen.types import Input, Job, Output
from sitegen.views.inputs import InputKind, input_kinds


def input_of(value: Any, name: str, owner: Owner) -> InputKind:
    """An input as sitegen uses it. Raises Unfit."""
    if isinstance(value, InputKind):
        value = value.value  # a digest of its own could leave something out
    return InputKind(owner.guard(as_function(value), unfit_value))


def renderer_of(value: Any, name: str, owner: Owner) -> Renderer:
    """A renderer, which for an extension is a function of the job alone."""
    render = owner.guard(value, _not_bytes)

    def rendered(job: Job, _: Environment, __: Path) -> bytes:
        data: bytes = render(job)
        return data

    return rendered


def _not_bytes(result: object) -> str:
    hint = '; write .encode("utf-8") behind it' if isinstance(result, str) else ""
    return "" if isinstance(result, bytes) else f"{described(result)}, not bytes{hint}"


def planner_of(value: Any, name: str, owner: Owner) -> Planner:
    return owner.each(value, _unfit_output)


def _unfit_output(value: object) -> str:
    if not isinstance(value, Output):
        return f"{described(value)}, not an Output"
    texts = (value.path, value.renderer, value.language, value.source, value.template)
    if not all(isinstance(text, str) for text in texts):
        return "an Output whose parts are not texts"
    parts = value.path.split("/")
    if not value.path or {"", ".", ".."} & set(parts) or "\\" in value.path:
        return f'an Output with the path "{value.path}"; a path is like podcast.xml'
    known = renderers()
    if value.renderer not in known:
        near = suggest(value.renderer, known)
        return f'an Output with the renderer "{value.renderer}", which does not exist; {near}'
    inputs: Mapping[str, object] = value.inputs
    for wanted in inputs.values():
        if not isinstance(wanted, Input):
            return f"an Output with {described(wanted)} among its inputs; write Input(kind, key)"
        if wanted.kind not in input_kinds():
            near = suggest(wanted.kind, input_kinds())
            return (
                f'an Output with an input of the kind "{wanted.kind}", which does not exist; {near}'.rstrip(
                    "; "
                )
            )
    return ""
