"""Resolves the links of a text: file names relative to the file that contains them, as on GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import unquote

from msgspec import Struct

from sitegen.kinds.addresses import is_on_the_web
from sitegen.markdown.shortcodes import CLOSE, OPEN
from sitegen.model.data_addresses import data_address
from sitegen.model.media_addresses import media_url
from sitegen.model.outbound import rel_of
from sitegen.model.picture_plans import image_view, markup, path_of_target, version_of
from sitegen.model.urls import href, in_language, index_url
from sitegen.model.versions import version
from sitegen.read.entry_places import INTRO
from sitegen.types import Document, Image, Link, RichText, Site
from sitegen.types.paths import beside, composed, or_default
from sitegen.types.patterns import lazy_pattern

ADDRESS = re.compile(f'{OPEN}L(\\d+){CLOSE}"')
"""Matches the mark after `href="` or `src="`."""
PICTURE = lazy_pattern(
    rf'(<p>\s*)?<img src="{OPEN}L(\d+){CLOSE}" alt="[^"]*"(?: title="([^"]*)")? loading="lazy">(\s*</p>)?'
)
NOWHERE = f"{OPEN}N{CLOSE}"
"""Mark in place of the address of a target that does not exist."""
LINK_NOWHERE = lazy_pattern(rf'(<a) href="{NOWHERE}"')
PICTURE_NOWHERE = lazy_pattern(rf'<img src="{NOWHERE}" alt="([^"]*)"[^>]*>')
EXTERNAL = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)


class Destination(Struct, frozen=True):
    url: str
    """Address without the base path, or on another site; empty if the target does not exist."""
    external: bool = False


def fill_links(
    site: Site, document: Document, html: str, links: tuple[Link, ...], attributes: Sequence[str] = ()
) -> str:
    """HTML of a document with the real addresses in place of link marks, and with all sizes of its pictures.

    `attributes` are those of the links, if they are known (`link_attributes`). The title of a picture in a
    paragraph of its own becomes its caption. A link to a file that does not exist becomes one without an
    address, which browsers show as plain text; such a picture becomes its alternative text.
    """
    known = attributes or [link_attributes(site, document, link.target) for link in links]

    def picture(match: re.Match[str]) -> str:
        link = links[int(match[2])]
        path = path_of_target(site, document, link.target)
        if path not in site.pictures:
            return match[0]
        before, title, after = match[1] or "", match[3] or "", match[4] or ""
        shown = markup(image_view(site, Image(path, link.text, "")))
        if before and after and title:
            return f"<figure>{shown}<figcaption>{title}</figcaption></figure>"
        return before + shown + (f" <small>{title}</small>" if title else "") + after

    if site.pictures and "<img" in html:
        html = PICTURE.sub(picture, html)
    html = ADDRESS.sub(lambda match: known[int(match[1])], html)
    return PICTURE_NOWHERE.sub(r"\1", LINK_NOWHERE.sub(r"\1", html)) if NOWHERE in html else html


def destination(site: Site, document: Document, link: Link) -> Destination:
    """The address that a link resolves to, in the language of its document."""
    if EXTERNAL.match(link.target):
        return Destination(link.target, external=True)
    url = within(site, document, link.target) or ""
    return Destination(url, external=is_on_the_web(url))


def within(site: Site, document: Document, target: str) -> str | None:
    """The address of a target within the site; None if it does not exist."""
    path, hash_sign, fragment = target.partition("#")
    if not path:
        return composed(target) if fragment else None
    if path.startswith("/"):
        return composed(target)
    resolved = beside(document.path, unquote(path) if "%" in path else path)
    file = or_default(resolved, site.media, site.config.folder_codes)
    if file in site.media:
        return media_url(site, file)
    url = _page_url(site, document, resolved)
    return None if url is None else url + hash_sign + composed(fragment)


def link_attributes(site: Site, document: Document, target: str) -> str:
    """Attributes in place of the mark of a link to a target: the address, the closing quote, and `rel`."""
    url = target if EXTERNAL.match(target) else within(site, document, target)
    if not url:
        return f'{NOWHERE}"'
    if is_on_the_web(url):  # perhaps that of an entry, which links to another site
        return f'{escape(url)}" rel="{rel_of(url, site.config.hosts)}"'
    return f'{escape(href(site.config.base_path, url) if url.startswith("/") else url)}"'


def picture_part(site: Site, document: Document, target: str) -> str:
    """Values that the HTML of a picture depends on besides its address; empty for other targets."""
    picture = site.pictures.get(path_of_target(site, document, target))
    return version_of(picture, site.config.images) if picture else ""


def _page_url(site: Site, document: Document, path: str) -> str | None:
    key = site.paths.get(path)
    if key is None:
        return None
    found = site.documents[key]
    if found.name == INTRO:
        return _intro_url(site, found, document.language)
    content_type = site.config.types[found.type]
    if not content_type.page:
        return data_address(site, found.entry, document.language) or None
    page = version(site, found.entry, document.language)
    if found.language != site.config.default_language:
        page = site.pages[key]
    return page.url or None


def _intro_url(site: Site, found: Document, language: str) -> str | None:
    if not found.type:
        return in_language(site.config, "/", language)
    content_type = site.config.types[found.type]
    return in_language(site.config, index_url(content_type), language) if content_type.index else None


def links_in_fields(document: Document) -> Iterator[Link]:
    """Yields the links in fields of inline Markdown, also within lists and groups."""
    waiting = list(document.fields.values())
    while waiting:
        value = waiting.pop()
        if isinstance(value, RichText):
            yield from value.links
        elif isinstance(value, tuple):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
