"""Converts planned outputs to a row of the cache and back, each output on demand."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from msgspec import Raw, Struct
from msgspec.json import Decoder, Encoder

from sitegen.store.sealed_tables import Rows
from sitegen.types import Inputs, Output, Shape

PLAN = "plan"
"""Only key of the table of this name."""


class _Output(Struct, frozen=True, array_like=True, gc=False):
    renderer: str
    language: str
    source: str
    template: str
    indexed: bool
    shape: int
    """Position of the shape of its inputs."""
    keys: tuple[str, ...]


class _Plan(Struct, frozen=True, array_like=True):
    outputs: Mapping[str, Raw]
    """Rows by path, of the class `_Output`."""
    shapes: tuple[Shape, ...]


_plan_in = Decoder(_Plan).decode
_output_in = Decoder(_Output).decode


def rows_of(outputs: Iterable[Output]) -> Rows:
    """The table of these outputs."""
    shapes: dict[tuple[tuple[str, tuple[str, int]], ...], int] = {}
    known: dict[int, int] = {}
    text, encode = bytearray(b"[{"), Encoder().encode  # one by one, since all rows take much memory
    for output in outputs:
        inputs = output.inputs if isinstance(output.inputs, Inputs) else Inputs.of(output.inputs)
        number = known.get(id(inputs.shape))
        if number is None:
            number = shapes.setdefault(tuple(inputs.shape.items()), len(shapes))
            if inputs is output.inputs:  # the shape lives as long as the output
                known[id(inputs.shape)] = number
        row = _Output(
            output.renderer,
            output.language,
            output.source,
            output.template,
            output.indexed,
            number,
            inputs.keys_given,
        )
        text += (b"," if len(text) > 2 else b"") + encode(output.path) + b":" + encode(row)
    text += b"}," + encode(tuple(map(dict, shapes))) + b"]"
    return {PLAN: text.decode()}


def outputs_in(rows: Rows, paths: Container[str]) -> tuple[Output, ...]:
    """The outputs of the table that have these paths, in the order in which they were planned."""
    plan = _plan_in(rows[PLAN])
    found = ((path, _output_in(row)) for path, row in plan.outputs.items() if path in paths)
    return tuple(
        Output(
            path,
            it.renderer,
            it.language,
            Inputs(plan.shapes[it.shape], it.keys),
            it.source,
            it.template,
            it.indexed,
        )
        for path, it in found
    )
