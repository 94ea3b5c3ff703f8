"""Checks that files beside entries have the format that their names claim, header first.

For pictures, the check also reads what pages need to show them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from sitegen.execute import Executor, GivenUp, ItemLimits
from sitegen.read.scan import CONTENT_FILES, is_media, read_bytes
from sitegen.types import Config, Location, Picture, PictureKind, Problem, Severity, Snapshot, SourceFile
from sitegen.types.file_kinds import ENDING, IMAGES, MEDIA_FILES, PICTURES, ending_of, reason_against
from sitegen.types.patterns import lazy_pattern
from sitegen.types.registers import by_name, per_extensions

if TYPE_CHECKING:
    from PIL.Image import Image

WITH_A_SECOND = "MPO"
"""Pillow's name for a JPEG that contains further pictures, such as those of phones; the first one is used."""
MOST_PIXELS = 50_000_000
ORIENTATION, ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)
"""The EXIF tag for the orientation of the camera, and its values that swap width and height."""
MOST_FRAMES = 100
OPAQUE = 255
PACKED = {
    ".ods": "mimetype",
    ".odt": "mimetype",
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".odp": "mimetype",
    ".odg": "mimetype",
    ".epub": "mimetype",
}
"""Documents that are ZIP files, each with a file that it must contain."""


class Media(Struct, frozen=True):
    """Pictures beside entries, and problems of all files there."""

    pictures: Mapping[str, Picture]
    """Pictures by path."""
    problems: tuple[Problem, ...]


def read_media(
    root: Path, files: Mapping[str, SourceFile], last: Snapshot, config: Config, executor: Executor
) -> Media:
    """Reads the pictures beside entries, and checks all files there.

    Files that are unchanged since the last build are not opened.
    """
    media, problems = _of_allowed_kinds(files, (*MEDIA_FILES, *picture_kinds(), *config.files))
    changed = [path for path, file in media.items() if not _is_known(file, last)]
    pictures = {path: last.pictures[path] for path in media if path in last.pictures}
    limits = ItemLimits.for_page(config.limits)
    results = executor.guarded(partial(_read_header, root), changed, limits) if changed else ()
    for path, found in zip(changed, results, strict=True):
        pictures.pop(path, None)
        wrong = "cannot be examined safely" if isinstance(found, GivenUp) else found
        if not isinstance(wrong, str):
            file = media[path]
            pictures[path] = Picture(file.digest, file.size, *wrong)
        elif wrong:
            hint = "save it again from a program that shows it, in the format of its name"
            problems.append(Problem("file.bytes", f"this file {wrong}", Location(path), hint))
    usable = {path: pictures[path] for path in media if path in pictures}
    return Media(usable, (*problems, *_left_out(usable)))


def _left_out(pictures: Mapping[str, Picture]) -> Iterator[Problem]:
    """Warnings for pictures of which parts are not published."""
    for path, picture in pictures.items():
        if picture.left_out:
            verb = "is" if len(picture.left_out) == 1 else "are"
            message = f"{', '.join(picture.left_out)} in this drawing {verb} not published"
            hint = "a drawing may neither run nor load anything; save it without"
            yield Problem("image.left_out", message, Location(path), hint, Severity.WARNING)


def _of_allowed_kinds(
    files: Mapping[str, SourceFile], allowed: Collection[str]
) -> tuple[dict[str, SourceFile], list[Problem]]:
    """Splits files beside entries into those that may be published, and problems for the others."""
    media: dict[str, SourceFile] = {}
    problems: list[Problem] = []
    for path, file in files.items():
        if is_media(path):
            ending = ending_of(path)
            if ending in allowed:
                media[path] = file
            else:
                message, hint = _refusal(path, ending, allowed)
                problems.append(Problem("file.stranger", message, Location(path), hint))
    return media, problems


def _refusal(path: str, ending: str, allowed: Iterable[str]) -> tuple[str, str]:
    """Message and hint for a file of a kind that is not allowed."""
    lower = path.removesuffix(path[len(path) - len(ending) :]) + ending
    if path != lower and lower.endswith(CONTENT_FILES):
        return "the ending of an entry is in lower case", f"rename it to {lower.rpartition('/')[2].lower()}"
    if ending == ".yml":
        return "an entry of data ends in .yaml", f"rename it to {path.rpartition('/')[2][:-4]}.yaml"
    reason = reason_against(ending)
    if reason:
        message = f"files of the kind {ending} are not published from content/: {reason}"
        return message, "save it as one of another kind, or put it into static/ if you trust its author"
    kinds = ", ".join(sorted(allowed))
    if not ENDING.fullmatch(ending):
        return "this file has no ending that says its kind", f"give it one of {kinds}"
    hint = f'allowed are {kinds}; more by "files: [{ending[1:]}]" in site.yaml'
    return f"files of the kind {ending} are not published", hint


def _is_known(file: SourceFile, last: Snapshot) -> bool:
    if ending_of(file.path) in PICTURES:
        return file.path in last.pictures and last.pictures[file.path].digest == file.digest
    return file.path in last.sources and last.sources[file.path].digest == file.digest


@per_extensions
def picture_kinds() -> Mapping[str, PictureKind]:
    """Kinds of pictures of the features, by ending."""
    return by_name({}, "PICTURE_KINDS")


class PictureHeader(NamedTuple):
    """Facts from the header of a picture: a `Picture` without its bytes."""

    format: str
    width: int
    height: int
    clear: bool
    moving: bool
    left_out: tuple[str, ...] = ()


def _read_header(root: Path, path: str) -> PictureHeader | str:
    """Facts from the header of a picture; for other files an empty text, and for a wrong file a message."""
    try:
        data = read_bytes(root, path)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return header_of(data, ending_of(path))


def header_of(data: bytes, ending: str) -> PictureHeader | str:
    """Facts of a picture by its bytes; for other files an empty text, and for a wrong file a message."""
    if ending in picture_kinds():
        facts = picture_kinds()[ending].read(data)
        return facts if isinstance(facts, str) else PictureHeader(*facts[:3], True, False, facts.left_out)
    return KINDS.get(ending, _check_other)(data, ending)


def _image(data: bytes, ending: str) -> PictureHeader | str:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own limit below applies before anything is unpacked
    try:
        with Image.open(io.BytesIO(data), formats=tuple(IMAGES.values())) as image:
            width, height = image.size
            kind = "JPEG" if image.format == WITH_A_SECOND else image.format
            if kind != IMAGES[ending]:
                return f"is named {ending} and is {kind} inside"
            if width * height > MOST_PIXELS:
                return f"has {width} × {height} pixels, more than {MOST_PIXELS // 1_000_000} million"
            frames = getattr(image, "n_frames", 1) if image.format == kind else 1
            if frames > MOST_FRAMES:
                return f"has {frames} frames, more than {MOST_FRAMES}"
            if image.getexif().get(ORIENTATION) in ON_ITS_SIDE:
                width, height = height, width
            return PictureHeader(IMAGES[ending], width, height, _is_clear(image), frames > 1)
    except MemoryError:
        raise
    except Exception:  # decoders raise exceptions of many kinds
        return f"is named {ending} but is not a picture of that format"


def _is_clear(image: Image) -> bool:
    """True if a pixel is transparent; programs also save opaque photos with an alpha channel."""
    if not image.has_transparency_data or getattr(image, "n_frames", 1) > 1:
        return image.has_transparency_data
    alpha = image if "A" in image.getbands() else image.convert("RGBA")
    return alpha.getchannel("A").getextrema()[0] != OPAQUE


def _pdf(data: bytes, _: str) -> str:
    return "" if data.startswith(b"%PDF-") else "is named .pdf but is not a document of that format"


def _packed(data: bytes, ending: str) -> str:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return (
                ""
                if PACKED[ending] in archive.namelist()
                else f"is named {ending} but is not a document of that format"
            )
    except BadZipFile:
        return f"is named {ending} but is not a document of that format"


def _archive(data: bytes, _: str) -> str:
    from zipfile import is_zipfile

    return (
        ""
        if is_zipfile(io.BytesIO(data)) and data.startswith(b"PK")
        else "is named .zip but is not an archive"
    )


def _table(data: bytes, _: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "is not a table in UTF-8"
    return "is not a table in UTF-8" if "\x00" in text else ""


MARKUP = lazy_pattern(rb"[\0\s\xef\xbb\xbf\xfe\xff]*<")
"""Matches the start of HTML or XML, after blanks and byte order marks, in one or two bytes a character."""


def _check_other(data: bytes, ending: str) -> str:
    """Rejects files that begin like HTML or XML: some browsers show them as pages, which can run scripts."""
    return f"is named {ending} but begins like a web page or XML" if MARKUP.match(data) else ""


KINDS: Mapping[str, Callable[[bytes, str], PictureHeader | str]] = {
    **dict.fromkeys(IMAGES, _image),
    **dict.fromkeys(PACKED, _packed),
    ".pdf": _pdf,
    ".csv": _table,
    ".zip": _archive,
}
