"""The inputs of files for programs: feeds, JSON, the sitemap, copies."""

from __future__ import annotations

from sitegen.model.addresses import file_count, file_url, part_of
from sitegen.model.data import index_data, type_data
from sitegen.model.feeds import title_of
from sitegen.model.inputs.source import InputSource
from sitegen.model.views import (
    Card,
    FeedView,
    FileContent,
)


def _feed(inputs: InputSource, key: str) -> FeedView:
    viewer, feed = inputs.viewer, inputs.speaker.feeds[key]
    site = viewer.site_view
    url = viewer.permalink(viewer.here(feed.url))
    title = title_of(inputs.speaker, feed)
    return FeedView(title, site.title, site.description, url, site.url, site.lang, viewer.cards(feed.entries))


def _addresses(inputs: InputSource, number: str) -> object:
    return part_of(inputs.viewer, int(number))


def _sitemaps(inputs: InputSource, _: str) -> tuple[str, ...]:
    """The files of a sitemap in several, with scheme and host."""
    return tuple(
        inputs.viewer.permalink(file_url(number)) for number in range(1, file_count(inputs.site) + 1)
    )


def _address(inputs: InputSource, key: str) -> Card:
    return inputs.viewer.card(inputs.site.pages[key].entry)


def _data(inputs: InputSource, type_name: str) -> object:
    return type_data(inputs.viewer, type_name)


def _data_index(inputs: InputSource, _: str) -> object:
    return index_data(inputs.viewer)


def _file(inputs: InputSource, path: str) -> FileContent:
    return FileContent(path, inputs.files[path])


INPUTS = {
    "feed": _feed,
    "addresses": _addresses,
    "sitemaps": _sitemaps,
    "address": _address,
    "data": _data,
    "data_index": _data_index,
    "file": _file,
}
