"""Files beside entries are what their names say: judged by their bytes, the header first."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from sitegen.execute import Allowance, Executor, Stopped
from sitegen.read.scan import MEDIA_FILES, read_bytes
from sitegen.types import Config, Location, Problem, SourceFile

IMAGES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".avif": "AVIF", ".gif": "GIF"}
MOST_PIXELS = 50_000_000
MOST_FRAMES = 100
PACKED = {
    ".ods": "mimetype",
    ".odt": "mimetype",
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
}
"""Documents that are ZIP files, each with a file that it holds."""


def check_media(
    root: Path, files: Mapping[str, SourceFile], known: Mapping[str, SourceFile], config: Config,
    executor: Executor,
) -> Iterator[Problem]:  # fmt: skip
    """What is wrong with the files beside entries that are not as the last build knew them."""
    changed = [
        path
        for path, file in files.items()
        if path.endswith(MEDIA_FILES) and (path not in known or known[path].digest != file.digest)
    ]
    allowance = Allowance.of_page(config.limits)
    for path, found in zip(changed, executor.guarded(partial(_check, root), changed, allowance), strict=True):
        wrong = "cannot be looked at without harm" if isinstance(found, Stopped) else found
        if wrong:
            hint = "save it again from a program that shows it, in the format of its name"
            yield Problem("file.bytes", f"this file {wrong}", Location(path), hint)


def _check(root: Path, path: str) -> str:
    """What is wrong with a file, or nothing."""
    try:
        data = read_bytes(root, path)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    ending = path[path.rindex(".") :]
    return KINDS[ending](data, ending)


def _image(data: bytes, ending: str) -> str:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # ours is the limit, and nothing is unpacked before it
    try:
        with Image.open(io.BytesIO(data), formats=tuple(IMAGES.values())) as image:
            width, height = image.size
            if image.format != IMAGES[ending]:
                return f"is named {ending} and is {image.format} inside"
            if width * height > MOST_PIXELS:
                return f"has {width} × {height} pixels, more than {MOST_PIXELS // 1_000_000} million"
            frames = getattr(image, "n_frames", 1)
            return f"has {frames} frames, more than {MOST_FRAMES}" if frames > MOST_FRAMES else ""
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return f"is named {ending} and is no such picture"


def _pdf(data: bytes, _: str) -> str:
    return "" if data.startswith(b"%PDF-") else "is named .pdf and is no such document"


def _packed(data: bytes, ending: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return (
                "" if PACKED[ending] in archive.namelist() else f"is named {ending} and is no such document"
            )
    except zipfile.BadZipFile:
        return f"is named {ending} and is no such document"


def _table(data: bytes, _: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "is not a table in UTF-8"
    return "is not a table in UTF-8" if "\x00" in text else ""


KINDS: Mapping[str, Callable[[bytes, str], str]] = {
    **dict.fromkeys(IMAGES, _image),
    **dict.fromkeys(PACKED, _packed),
    ".pdf": _pdf,
    ".csv": _table,
}
