"""The inputs of files that are copied, and of pictures in other sizes and formats."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from sitegen.types import Digest, Rendition
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource


class FileContent(Struct, frozen=True):
    """A file to be copied."""

    path: str
    digest: Digest
    more: str = ""
    """Text after the end of the file."""
    below: tuple[FileContent, ...] = ()
    """Style sheets of themes that the file includes, the nearest first."""


def file_key(path: str, below: Iterable[str] = ()) -> str:
    """The key of a file, with the style sheets of themes that it includes."""
    return "\n".join((path, *below))


def _stylesheet(inputs: InputSource, key: str) -> FileContent:
    """The style sheet of the theme, with the tokens of the site."""
    return replace(_file(inputs, key), more=inputs.site.config.theme.css)


def _file(inputs: InputSource, key: str) -> FileContent:
    path, *more = key.split("\n")
    return FileContent(
        path, inputs.files[path], below=tuple(FileContent(it, inputs.files[it]) for it in more)
    )


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
    "file": InputKind(_file),
    "stylesheet": InputKind(_stylesheet),
    "picture": InputKind(picture_content),
}
