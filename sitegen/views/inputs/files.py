"""The inputs of files for programs: JSON, the sitemap, copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from sitegen.digest import digest_of_parts
from sitegen.types import Digest, DocumentKey, Location, Rendition, SocialCardRule, SubjectKey
from sitegen.views.addresses import file_count, file_url, made_from, part_of
from sitegen.features.data.data import index_data, type_data
from sitegen.features.data.schemas import type_schema
from sitegen.views.data_tables import type_table
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.manifest import web_manifest
from sitegen.views.output_views import FileContent
from sitegen.views.redirects import addresses_moved, missing_pages
from sitegen.features.social_cards.card_views import CardText, card_digest, place_of_title
from sitegen.views.subjects import card_text
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


def _data(inputs: InputSource, type_name: str) -> Mapping[str, object]:
    name, data = inputs.last_data
    if name != type_name:  # the table is made after the data, from the same
        data = type_data(inputs.viewer, type_name)
        inputs.last_data = (type_name, data)
    return data


def _data_digest(inputs: InputSource, type_name: str) -> Digest:
    """The digest of the data of a type, kept because two files have it."""
    return inputs.digest_once("data", type_name, lambda: tuple(_data_parts(inputs, type_name)))


def _data_parts(inputs: InputSource, type_name: str) -> Iterator[str]:
    """The facts of all documents of a type, with the addresses and states of their pages."""
    site = inputs.viewer.whole
    yield from (inputs.type_parts(type_name).names, repr(site.config.licence))
    for entry in site.entries[type_name]:
        for key in site.versions[entry].values():
            page = site.pages[key]
            yield from (site.documents[page.document].facts, page.key, page.url, str(page.state))
        if not site.config.types[type_name].page:
            yield inputs.viewer.url_of(inputs.viewer.page(entry))


def _data_index(inputs: InputSource, _: str) -> object:
    return index_data(inputs.viewer)


def _missing_pages(inputs: InputSource, _: str) -> object:
    return missing_pages(inputs.viewer)


def _redirects(inputs: InputSource, _: str) -> object:
    return addresses_moved(inputs.viewer)


def _table(inputs: InputSource, type_name: str) -> object:
    return type_table(inputs.site.config.types[type_name], _data(inputs, type_name))


def _table_digest(inputs: InputSource, type_name: str) -> Digest:
    return digest_of_parts(_data_digest(inputs, type_name), *inputs.site.config.types[type_name].fields)


def _data_schema(inputs: InputSource, type_name: str) -> object:
    return type_schema(inputs.viewer, type_name)


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


class CardContent(Struct, frozen=True):
    """A social card to be drawn."""

    text: CardText
    rule: SocialCardRule
    place: Location
    """Place of the title in the sources, for messages."""


def _social_card(inputs: InputSource, subject: SubjectKey) -> CardContent:
    viewer = inputs.viewer
    rule = viewer.config.social_cards
    assert rule is not None
    return CardContent(card_text(inputs.context, subject), rule, place_of_title(viewer, subject))


def _social_card_digest(inputs: InputSource, subject: SubjectKey) -> Digest:
    return card_digest(inputs.viewer, card_text(inputs.context, subject))


KINDS = {
    "addresses": InputKind(_addresses, _addresses_digest),
    "sitemaps": InputKind(_sitemaps),
    "address": InputKind(_address),
    "data": InputKind(_data, _data_digest),
    "data_index": InputKind(_data_index),
    "redirects": InputKind(_redirects),
    "missing_pages": InputKind(_missing_pages),
    "table": InputKind(_table, _table_digest),
    "data_schema": InputKind(_data_schema),
    "security": InputKind(_security),
    "manifest": InputKind(_manifest),
    "file": InputKind(_file),
    "picture": InputKind(picture_content),
    "social_card": InputKind(_social_card, _social_card_digest),
}
