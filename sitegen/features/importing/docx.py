"""Word documents as HTML, by mammoth, and what mammoth leaves out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import mammoth

from sitegen.features.importing.docx_repairs import repaired, with_numbers
from sitegen.features.importing.office_archive import parts_of
from sitegen.features.importing.source import UnusableSource
from sitegen.features.importing.text_pictures import Pictures

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Titel'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Definition Term'] => dl > dt:fresh
p[style-name='Definition'] => dl > dd:fresh
p[style-name^='toc '] => !
p[style-name='TOC Heading'] => !
r[style-name='Verbatim Char'] => code
r[style-name='Emphasis'] => em
"""
PREFIX = "d-"
"""Beginning of the names of bookmarks, so that they differ from the ids of headings."""
LEFT_OUT = (
    (re.compile(rb"<m:oMath[ >]"), "formulas: {}"),
    (re.compile(rb"<w:del [^>]*>"), "deletions of tracked changes, whose text is left out: {}"),
    (re.compile(rb"<w:ins [^>]*>"), "the marks of insertions, whose text is kept: {}"),
)
CONTENTS = re.compile(rb"<w:instrText[^>]*>\s*TOC\b")
TEXT = re.compile(rb"<w:t(?: [^>]*)?>([^<]+)</w:t>")


def html_of_docx(data: bytes, name: str, pictures: Pictures) -> tuple[str, list[str]]:
    """HTML of a document, and what is not in it. Raises UnusableSource."""
    parts = parts_of(data, name)
    if "word/document.xml" not in parts:
        raise UnusableSource(f"{name} is no document of Word (.docx)")
    losses = _left_out(parts)
    parts, hidden = repaired(parts)
    losses += [f"hidden texts: {hidden}"] if hidden else []

    def picture(image: mammoth.documents.Image) -> dict[str, str]:
        with image.open() as file:
            shown = pictures.add(file.read(), image.content_type)
        return {"src": shown, "alt": image.alt_text or ""} if shown else {"alt": image.alt_text or ""}

    try:
        result = mammoth.convert_to_html(
            _archive(parts),
            style_map=STYLES,
            convert_image=mammoth.images.img_element(picture),
            id_prefix=PREFIX,
        )
    except Exception as error:  # a damaged document makes mammoth fail in many ways
        raise UnusableSource(f"{name} cannot be read: {type(error).__name__}: {error}") from None
    return with_numbers(result.value, PREFIX), losses


def _archive(parts: Mapping[str, bytes]) -> io.BytesIO:
    """The parts that were checked, as an archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    data.seek(0)
    return data


def _left_out(parts: Mapping[str, bytes]) -> list[str]:
    document = parts["word/document.xml"]
    found = [text.format(count) for form, text in LEFT_OUT if (count := len(form.findall(document)))]
    found += ["its table of contents, which pages do not need"] if CONTENTS.search(document) else []
    comments = len(re.findall(rb"<w:comment ", parts.get("word/comments.xml", b"")))
    found += [f"comments: {comments}"] if comments else []
    for path, content in parts.items():
        if re.fullmatch(r"word/(?:header|footer)[0-9]*\.xml", path):
            words = " ".join(part.decode("utf-8", "replace") for part in TEXT.findall(content)).strip()
            found += [f"the text at the edge of pages: {words[:80]}"] if words else []
    charts = sum(path.startswith(("word/charts/chart", "word/diagrams/data")) for path in parts)
    return [*found, *([f"charts or diagrams: {charts}"] if charts else [])]
