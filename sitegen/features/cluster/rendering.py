"""Rendering on workers: they return the outputs, and the driver stores them."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from sitegen.execute import GivenUp
from sitegen.plan.recipes import slow_renderers
from sitegen.render.render import Renderer
from sitegen.types import Artifact


def without_stores(renderer: Renderer) -> Renderer:
    """A renderer whose artifacts contain the data; the key of the output cache stays on this machine."""
    return Renderer(renderer.outputs, renderer.recipes, renderer.facts, renderer.root, None)


def is_cached(renderer: Renderer, number: int) -> bool:
    """True if an output is in the output cache of this machine."""
    output = renderer.outputs[number]
    if renderer.cache is None or output.renderer not in slow_renderers():
        return False
    return renderer.cache.get(renderer.recipes.recipe(output).digest) is not None


def stored(renderer: Renderer, number: int, result: Any) -> Any:
    """The result of a worker after its data was stored as the renderer does. Raises OSError."""
    if isinstance(result, GivenUp) or not isinstance(result, Artifact) or not result.digest:
        return result
    if renderer.cache and renderer.outputs[number].renderer in slow_renderers():
        renderer.cache.put(result.recipe, result.data)
    if renderer.sink is None:
        return result
    new = renderer.sink(result.path, result.data, result.digest)
    return replace(result, data=b"", unchanged=not new)
