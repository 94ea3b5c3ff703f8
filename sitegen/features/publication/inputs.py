"""Inputs of the sitemap, of redirects, and of files about the site and its publisher."""

from __future__ import annotations

from sitegen.digest import digest_of_parts
from sitegen.features.publication.manifest import web_manifest
from sitegen.features.publication.redirect_views import addresses_moved, missing_pages
from sitegen.features.publication.security import contact_of
from sitegen.features.publication.sitemap_views import file_count, file_url, made_from, part_of
from sitegen.types import Digest, DocumentKey
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.reads import ADDRESS
from sitegen.views.views import Card


def _addresses(inputs: InputSource, number: str) -> object:
    return part_of(inputs.viewer, int(number))


def _addresses_digest(inputs: InputSource, _: str) -> Digest:
    site = inputs.viewer.whole
    fields = (ADDRESS, "updated", "noindex")

    def digest() -> Digest:
        return inputs.reads.as_values(site.config.types, fields, lambda: digest_of_parts(*made_from(site)))

    return inputs.digest_once("addresses", "", digest)


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
    fields = (ADDRESS, "aliases")
    return inputs.reads.as_values(inputs.site.config.types, fields, addresses_moved, inputs.viewer)


def _security(inputs: InputSource, _: str) -> object:
    return contact_of(inputs.site.config)


def _manifest(inputs: InputSource, _: str) -> object:
    return web_manifest(inputs.viewer, inputs.assets)


KINDS = {
    "addresses": InputKind(_addresses, _addresses_digest),
    "sitemaps": InputKind(_sitemaps),
    "address": InputKind(_address),
    "redirects": InputKind(_redirects),
    "missing_pages": InputKind(_missing_pages),
    "security": InputKind(_security),
    "manifest": InputKind(_manifest),
}
