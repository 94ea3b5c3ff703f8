"""The inputs of sheets: the address of a sheet, for its page, and what lays it out beside its template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from sitegen.features.sheets.addresses import has_sheet, sheet_url
from sitegen.features.sheets.definition import rule_of
from sitegen.model.media_addresses import media_url
from sitegen.model.picture_plans import image_view, pictures_in, pictures_of, renditions
from sitegen.types import Font, Image, Page
from sitegen.types.keys import EntryKey
from sitegen.views.inputs.files import PictureContent, picture_content, picture_key
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource

RENDERER = "sheet"
"""Name of the renderer, and of its own input."""


class SheetLayout(Struct, frozen=True):
    """Everything about a sheet that is not in its template."""

    title: str
    site: str
    language: str
    """BCP 47 tag."""
    direction: str
    address: str
    """Address of the page with the same words, with scheme and host."""
    accent: str
    fonts: tuple[Font, ...]
    pictures: Mapping[str, PictureContent]
    """Pictures by their addresses in the page."""
    path: str
    """File in the sources, for messages."""


def layout_of(
    inputs: InputSource, title: str, address: str, pictures: Mapping[str, PictureContent], path: str
) -> SheetLayout:
    """The layout of a sheet in the language of the inputs."""
    viewer, rule = inputs.viewer, rule_of(inputs.site.config)
    assert rule is not None
    name, language = viewer.text(viewer.config.title), viewer.language
    return SheetLayout(
        title, name, language.code, language.direction, address, rule.accent, rule.fonts, pictures, path
    )


def addressed_pictures(inputs: InputSource, page: Page) -> Iterator[tuple[str, PictureContent]]:
    """The pictures in the fields and the text of a page by their addresses."""
    site, document = inputs.site, inputs.site.documents[page.document]
    paths = {image.path for image in pictures_in(page.fields)} | pictures_of(site, document)
    for path in sorted(paths & site.pictures.keys()):
        view = image_view(site, Image(path, ""))
        shown = renditions(media_url(site, path), site.pictures[path], site.config.images).plain[-1]
        yield view.url, picture_content(inputs, picture_key(path, shown))


def _layout(inputs: InputSource, entry: EntryKey) -> SheetLayout:
    page = inputs.viewer.page(entry)
    path = inputs.site.documents[page.document].path
    pictures = dict(addressed_pictures(inputs, page))
    return layout_of(inputs, page.title, inputs.viewer.permalink(page.url), pictures, path)


def _url(inputs: InputSource, entry: EntryKey) -> str | None:
    """The address of the sheet beside an entry's page; None if it has none."""
    page = inputs.viewer.page(entry)
    return inputs.viewer.href(sheet_url(page)) if has_sheet(inputs.site, page) else None


KINDS = {"sheet_layout": InputKind(_layout), "sheet_url": InputKind(_url)}
