"""What may lie beside an entry: pictures and documents that are what their names say."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from tests.sites import attempt, picture

PLACE = "content/topics/"


def packed(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


def animation(frames: int) -> bytes:
    data = io.BytesIO()
    images = [Image.new("RGB", (2, 2), (number % 256, 0, 0)) for number in range(frames)]
    images[0].save(data, "GIF", save_all=True, append_images=images[1:])
    return data.getvalue()


RIGHT = {
    "a.png": picture("PNG"), "a.jpg": picture("JPEG"), "a.jpeg": picture("JPEG"), "a.webp": picture("WEBP"),
    "a.avif": picture("AVIF"), "a.gif": animation(100), "a.pdf": b"%PDF-1.7", "a.csv": "a,b\n1,é\n".encode(),
    "a.docx": packed("word/document.xml"), "a.xlsx": packed("xl/workbook.xml"), "a.odt": packed("mimetype"),
}  # fmt: skip
WRONG = {
    "a.png": (b"<script>alert(1)</script>", "is named .png but is not a picture of that format"),
    "b.png": (picture("JPEG"), "is named .png and is JPEG inside"),
    "c.jpg": (b"\xff\xd8\xff" + b"\x00" * 20, "is named .jpg but is not a picture of that format"),
    "d.png": (picture("BMP"), "is named .png but is not a picture of that format"),
    "e.png": (picture("PNG", (10_000, 5_001)), "has 10000 × 5001 pixels, more than 50 million"),
    "f.gif": (animation(101), "has 101 frames, more than 100"),
    "g.pdf": (b"<html>", "is named .pdf but is not a document of that format"),
    "h.docx": (packed("evil.exe"), "is named .docx but is not a document of that format"),
    "i.docx": (b"PK\x03\x04", "is named .docx but is not a document of that format"),
    "j.csv": (b"a,b\n\x00", "is not a table in UTF-8"),
    "k.csv": (b"MZ\x90\xff", "is not a table in UTF-8"),
    "l.png": (b"", "is named .png but is not a picture of that format"),
}


def test_pictures_and_documents_of_every_allowed_kind_are_taken(tmp_path: Path) -> None:
    assert attempt(tmp_path, {f"{PLACE}{name}": data for name, data in RIGHT.items()}).codes == []


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_not_what_its_name_says_is_an_error(name: str, tmp_path: Path) -> None:
    data, message = WRONG[name]

    (problem,) = attempt(tmp_path, {f"{PLACE}{name}": data}).found
    assert (problem.code, problem.location.path) == ("file.bytes", f"{PLACE}{name}")
    assert problem.message == f"this file {message}"
