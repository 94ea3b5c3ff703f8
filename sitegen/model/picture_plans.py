"""Plans the sizes and formats of pictures, and prepares them for pages. Pure: uses sizes, not pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from urllib.parse import unquote

from msgspec import Struct

from sitegen.digest import digest_of_parts, fingerprint
from sitegen.kinds import KINDS
from sitegen.model.media_addresses import media_url
from sitegen.model.shown import shown_pages, shown_texts
from sitegen.model.urls import href
from sitegen.types import Document, Field, Image, Picture, PictureRule, Rendition, Site
from sitegen.types.file_kinds import IMAGES
from sitegen.types.paths import beside_or_default

GAIN = 10_000
"""Bytes below which a picture is served unchanged: other sizes would not save enough for a request."""
COMMON = 1200
"""Width in pixels for browsers that support none of the better formats."""
LIGHT = 150_000
"""Bytes below which such a browser gets the original: small versions of drawings can have more bytes."""
ENDINGS = {"AVIF": "avif", "WEBP": "webp", "JPEG": "jpg", "PNG": "png"}
TYPES = {"AVIF": "image/avif", "WEBP": "image/webp"}
FORMATS = frozenset(IMAGES.values())
"""Formats of pixels, which have several sizes."""
FAMILIES = {"JPEG": "JPEG", "PNG": "PNG", "GIF": "PNG"}
"""Fallback format by format of the original; for other formats it depends on the picture."""


class PictureSource(Struct, frozen=True):
    """The sizes of a picture in one format, as attributes of `<source>`."""

    type: str
    srcset: str


class ImageView(Struct, frozen=True):
    """A picture ready for templates."""

    url: str
    """Address of the file that every browser supports."""
    alt: str
    credit: str
    decorative: bool
    width: int
    height: int
    srcset: str
    """Other sizes of that file if there are no better formats; empty if there are."""
    sizes: str
    """Displayed widths of a picture in a text; empty if there is one file."""
    sources: tuple[PictureSource, ...]
    """Better formats, best first."""
    original: str
    """Address of the original."""
    transparent: bool = False
    """True if the picture has transparent parts, so that it needs a light background in dark mode."""
    focus: str = ""
    """Part that stays where a page crops it: `top-left`; empty: the middle."""
    lang: str = ""
    """Language of the alternative text, if it differs from the page's."""
    dir: str = ""
    caption: str = ""
    license: str = ""


class SocialCard(Struct, frozen=True):
    """The picture that social networks show beside a link to a page."""

    url: str
    """Address with scheme and host."""
    width: int
    height: int
    alt: str


class Renditions(Struct, frozen=True):
    """The files made from a picture."""

    whole: Rendition
    better: tuple[tuple[str, tuple[Rendition, ...]], ...]
    """Renditions by format, from narrow to wide."""
    plain: tuple[Rendition, ...]
    """Renditions for browsers that support no better format; the last one is the default."""

    @property
    def made(self) -> tuple[Rendition, ...]:
        """All renditions except the original."""
        found = (*(r for _, group in self.better for r in group), *self.plain)
        return tuple(rendition for rendition in found if rendition != self.whole)


@lru_cache(maxsize=4096)
def renditions(url: str, picture: Picture, rule: PictureRule) -> Renditions:
    """The renditions of a picture with an address, none wider than the original."""
    whole = Rendition(url.lstrip("/"), picture.format, picture.width, picture.height)
    if picture.moving or picture.bytes < GAIN or picture.format not in FORMATS:
        return Renditions(whole, (), (whole,))
    widths = _widths(picture.width, rule.widths)
    family = FAMILIES.get(picture.format) or ("PNG" if picture.clear else "JPEG")

    def at(width: int, name: str) -> Rendition:
        if width == picture.width and name == picture.format:
            return whole
        height = max(1, round(picture.height * width / picture.width))
        return Rendition(f"{whole.path}.{width}.{ENDINGS[name]}", name, width, height)

    names = (name.upper() for name in rule.formats)
    better = tuple((name, tuple(at(width, name) for width in widths)) for name in names)
    common = max((width for width in widths if width <= COMMON), default=widths[0])
    if family == picture.format and picture.bytes < LIGHT:
        common = picture.width
    plain = [common] if better else [*(w for w in widths if w != common), common]
    return Renditions(whole, better, tuple(at(width, family) for width in plain))


def _widths(own: int, wanted: Iterable[int]) -> list[int]:
    """The widths in `wanted` below the original's, and the original's width up to the widest of them."""
    wanted = sorted(set(wanted)) or [own]
    return [*(width for width in wanted if width < own), *([own] if own <= wanted[-1] else [])]


def version_of(picture: Picture, rule: PictureRule) -> str:
    """A fingerprint of a picture and of its settings, for addresses."""
    return fingerprint(digest_of_parts(picture.digest, repr(rule)))


def image_view(site: Site, image: Image) -> ImageView:
    """A picture of the site as templates see it."""
    rule, picture = site.config.images, site.pictures[image.path]
    found = renditions(media_url(site, image.path), picture, rule)
    version = version_of(picture, rule)

    def address(rendition: Rendition) -> str:
        return f"{href(site.config.base_path, '/' + rendition.path)}?v={version}"

    def srcset(group: Iterable[Rendition]) -> str:
        return ", ".join(f"{address(rendition)} {rendition.width}w" for rendition in group)

    shown = found.plain[-1]
    several = len(found.plain) > 1
    return ImageView(
        url=address(shown),
        alt=image.alt,
        credit=image.credit,
        decorative=image.decorative,
        width=shown.width,
        height=shown.height,
        srcset=srcset(sorted(found.plain, key=lambda r: r.width)) if several else "",
        sizes=rule.sizes if several or found.better else "",
        sources=tuple(PictureSource(TYPES[name], srcset(group)) for name, group in found.better),
        original=address(found.whole),
        transparent=picture.clear,
        focus=image.focus.replace(" ", "-"),
        caption=image.caption,
        license=image.license,
    )


def markup(view: ImageView) -> str:
    """HTML of a picture in a text; browsers load it when it is near the visible part of the page."""
    sizes = f' sizes="{escape(view.sizes)}"' if view.sizes else ""
    sources = "".join(
        f'<source type="{source.type}" srcset="{escape(source.srcset)}"{sizes}>' for source in view.sources
    )
    srcset = f' srcset="{escape(view.srcset)}"{sizes}' if view.srcset else ""
    kind = ' class="transparent"' if view.transparent else ""
    img = (
        f'<img{kind} src="{escape(view.url)}"{srcset} alt="{escape(view.alt)}"'
        f' width="{view.width}" height="{view.height}" loading="lazy">'
    )
    return f"<picture>{sources}{img}</picture>" if sources else img


def pictures_in(value: object) -> Iterator[Image]:
    """Yields every picture in the value of a field, also within lists and groups."""
    if isinstance(value, Image):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from pictures_in(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from pictures_in(item)


def shown_pictures(site: Site) -> list[str]:
    """Sorted paths of the pictures that a page shows, in a text or by a field."""
    if not site.pictures:
        return []
    types = {name for name, of in site.config.types.items() if _has_pictures(of.fields.values())}
    pages = (page for page in shown_pages(site) if page.type in types)
    found = {image.path for page in pages for image in pictures_in(page.fields)}
    for document in shown_texts(site):
        found |= pictures_of(site, document)
    return sorted(found & site.pictures.keys())


def pictures_of(site: Site, document: Document) -> frozenset[str]:
    """Paths of the pictures in the text of a document."""
    if not any(path_of_target(site, document, target) in site.pictures for target in document.targets):
        return frozenset()
    named = (path_of_target(site, document, link.target) for link in document.links if link.image)
    return frozenset(path for path in named if path in site.pictures)


def _has_pictures(fields: Iterable[Field]) -> bool:
    return any(KINDS[field.kind].picture or _has_pictures(field.fields.values()) for field in fields)


def path_of_target(site: Site, document: Document, target: str) -> str:
    """Path of the file that a target in a text refers to; for other targets, a path that does not exist."""
    if target.startswith("/"):
        return ""
    name = unquote(target.partition("#")[0])
    return beside_or_default(document.path, name, site.media, site.config.folder_codes)
