"""The drawings of a site: one for each entry without a picture whose type has drawings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

from sitegen.features.illustrations import drawing
from sitegen.features.illustrations.plans import MAP, SCENE, Drawing, drawing_of, maps, url_of
from sitegen.kinds.files import IMAGE
from sitegen.model.urls import output_path
from sitegen.model.versions import master
from sitegen.types import EntryKey, Input, Job, Output, Site, Sources
from sitegen.views.card_fields import fields_of_kind, picture_in
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource

RENDERER = "illustration"
NEUTRAL = {"scene": drawing.scene, "cover": drawing.cover}


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    images = fields_of_kind(site.config, IMAGE)
    for entry in site.versions:
        page = master(site, entry)
        if picture_in(page, images[page.type]) or drawing_of(site, entry) is None:
            continue
        inputs, source = {RENDERER: Input(RENDERER, entry)}, site.documents[page.document].path
        language = site.config.default_language
        yield Output(output_path(url_of(entry)), RENDERER, language, inputs, source, indexed=False)


def _drawing(inputs: InputSource, entry: EntryKey) -> Drawing | None:
    return drawing_of(inputs.site, entry)


KINDS = {RENDERER: InputKind(_drawing)}


def draw(job: Job, _: Environment, __: Path) -> bytes:
    """Renders a drawing as SVG."""
    wanted = job.context[RENDERER]
    assert isinstance(wanted, Drawing)
    return _svg(wanted).encode()


def sketch(site: Site, entry: EntryKey) -> tuple[str, int, int, int] | None:
    """The drawing of an entry as SVG, its width, its height, and the horizontal middle of what matters."""
    wanted = drawing_of(site, entry)
    if wanted is None:
        return None
    width, height = (drawing.SIDE, drawing.SIDE) if wanted.letters else (drawing.WIDTH, drawing.HEIGHT)
    symbol = wanted.symbol and wanted.drawing == SCENE
    return _svg(wanted), width, height, drawing.SYMBOL if symbol else width // 2


def _svg(wanted: Drawing) -> str:
    if wanted.places:
        colours = wanted.colours
        return maps()[MAP][1](wanted.places, [colours.dark, colours.middle, colours.light, colours.accent])
    if wanted.letters:
        return drawing.monogram(wanted.name, wanted.colours, wanted.letters)
    return NEUTRAL[wanted.drawing](wanted.name, wanted.colours, wanted.symbol)
