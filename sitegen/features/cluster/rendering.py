"""Rendering on workers: they return the outputs, and the driver stores them."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from sitegen.plan.recipes import slow_renderers
from sitegen.read.scan import is_media
from sitegen.render.render import Renderer
from sitegen.types import Artifact, BodyPlace
from sitegen.views.inputs import document_of

COPY = "copy"
"""Renderer of files that are published as they are. Copying one takes less time than sending it."""


def without_stores(renderer: Renderer) -> Renderer:
    """A renderer whose artifacts contain the data; the key of the output cache stays on this machine."""
    return Renderer(renderer.outputs, renderer.recipes, renderer.facts, renderer.root, None)


def stays_here(renderer: Renderer, number: int) -> bool:
    """True for an output that is copied, or that the output cache of this machine has."""
    output = renderer.outputs[number]
    if output.renderer == COPY:
        return True
    if renderer.cache is None or output.renderer not in slow_renderers():
        return False
    return renderer.cache.get(renderer.recipes.recipe(output).digest) is not None


def picture_of(renderer: Renderer, number: int) -> str:
    """Path of the picture that an output is made from; empty for other outputs."""
    source = renderer.outputs[number].source
    return source if is_media(source) else ""


def bodies_of(renderer: Renderer, number: int) -> list[BodyPlace]:
    """Places of the texts that an output shows itself, such as that of a page."""
    output = renderer.outputs[number]
    inputs = renderer.recipes.inputs(output.language)
    keys = (document_of(inputs, wanted) for wanted in output.inputs.values())
    documents = (inputs.site.documents.get(key) for key in keys if key)
    return [document.place for document in documents if document and document.place]


def stored(renderer: Renderer, number: int, result: Any) -> Any:
    """The result of a worker after its data was stored as the renderer does. Raises OSError."""
    if not isinstance(result, Artifact) or not result.digest:
        return result
    if renderer.cache and renderer.outputs[number].renderer in slow_renderers():
        renderer.cache.put(result.recipe, result.data)
    if renderer.sink is None:
        return result
    new = renderer.sink(result.path, result.data, result.digest)
    return replace(result, data=b"", unchanged=not new)
