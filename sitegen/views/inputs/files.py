"""The inputs of files for programs: JSON, the sitemap, copies."""

from __future__ import annotations

from msgspec import Struct

from sitegen.digest import digest_of_parts
from sitegen.types import Digest, DocumentKey, Rendition
from sitegen.views.addresses import file_count, file_url, made_from, part_of
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.features.publication.manifest import web_manifest
from sitegen.views.output_views import FileContent
from sitegen.views.redirects import addresses_moved, missing_pages
from sitegen.views.views import Card


def _addresses(inputs: InputSource, number: str) -> object:
    return part_of(inputs.viewer, int(number))


def _addresses_digest(inputs: InputSource, _: str) -> Digest:
    return digest_of_parts(*made_from(inputs.viewer.whole))


def _sitemaps(inputs: InputSource, _: str) -> tuple[str, ...]:
    """The files of a sitemap in several, with scheme and host."""
    return tuple(
        inputs.viewer.permalink(file_url(number)) for number in range(1, file_count(inputs.site) + 1)
    )


def _address(inputs: InputSource, key: DocumentKey) -> Card:
    return inputs.viewer.card(inputs.site.pages[key].entry)


def _missing_pages(inputs: InputSource, _: str) -> object:
    return missing_pages(inputs.viewer)


def _redirects(inputs: InputSource, _: str) -> object:
    return addresses_moved(inputs.viewer)


def _security(inputs: InputSource, _: str) -> object:
    return inputs.site.config.security


def _manifest(inputs: InputSource, _: str) -> object:
    return web_manifest(inputs.viewer, inputs.assets)


def _file(inputs: InputSource, path: str) -> FileContent:
    return FileContent(path, inputs.files[path])


class PictureContent(Struct, frozen=True):
    """A rendition of a picture: its file, size and format."""

    path: str
    digest: Digest
    format: str
    width: int
    height: int
    quality: int
    """Quality of a smaller or recompressed picture; 0 for the original."""
    moving: bool


def picture_key(path: str, made: Rendition) -> str:
    """The key of a rendition of the picture at a path."""
    return f"{path}#{made.format} {made.width} {made.height}"


def picture_content(inputs: InputSource, key: str) -> PictureContent:
    """A rendition of a picture by its key."""
    path, _, rest = key.rpartition("#")
    name, width, height = rest.split()
    picture, rule = inputs.site.pictures[path], inputs.site.config.images
    whole = (name, int(width)) == (picture.format, picture.width)
    quality = 0 if whole else dict(rule.quality).get(name.lower(), 0)
    return PictureContent(path, picture.digest, name, int(width), int(height), quality, picture.moving)


KINDS = {
    "addresses": InputKind(_addresses, _addresses_digest),
    "sitemaps": InputKind(_sitemaps),
    "address": InputKind(_address),
    "redirects": InputKind(_redirects),
    "missing_pages": InputKind(_missing_pages),
    "security": InputKind(_security),
    "manifest": InputKind(_manifest),
    "file": InputKind(_file),
    "picture": InputKind(picture_content),
}
