"""Sets a sheet: the HTML that its template gives becomes nodes, and Typst lays them out as a tagged PDF.

A sheet conforms to PDF/UA-1 (ISO 14289-1), or Typst refuses to make it. Its bytes are the same on every
machine: it has no time of making, and only the fonts of `site.yaml`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from jinja2 import Environment

from sitegen.definition.graphics import font_path
from sitegen.features.sheets.inputs import RENDERER, SheetLayout
from sitegen.features.sheets.nodes import nodes_of
from sitegen.features.sheets.volumes import with_parts
from sitegen.problems.formats import ProblemError
from sitegen.read.scan import read_bytes
from sitegen.render.pictures import encode
from sitegen.types import Job, Location, Output, Problem

if TYPE_CHECKING:
    import typst

LAYOUT = Path(__file__).with_name("sheet.typ")
CODE = "sheet:code"
"""Address of the picture with the QR code of the page's address, for the template."""
NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')


def sheet(job: Job, jinja: Environment, root: Path) -> bytes:
    """Renders a sheet as PDF. Raises ProblemError, and the exceptions of Jinja."""
    import typst

    layout = job.context[RENDERER]
    assert isinstance(layout, SheetLayout)
    html = jinja.get_template(job.output.template).render(with_parts(job.context))
    paths = tuple(str(font_path(root, font.name)) for font in layout.fonts)
    pictures = {
        urljoin(layout.address, url): encode(read_bytes(root, wanted.path), wanted)
        for url, wanted in layout.pictures.items()
    }
    data = {
        "title": layout.title,
        "site": layout.site,
        "language": layout.language.partition("-")[0],
        "direction": layout.direction,
        "address": layout.address,
        "accent": layout.accent,
        "fonts": _families(paths),
        "nodes": nodes_of(html, layout.address),
    }
    try:
        return _set(data, {**pictures, CODE: _qr_code(layout.address)}, paths)
    except typst.TypstError as error:
        raise ProblemError(_problem(error.message, job.output, layout, root)) from error


def _set(data: Mapping[str, object], pictures: Mapping[str, bytes], fonts: tuple[str, ...]) -> bytes:
    """Lays out nodes with pictures as PDF. Raises typst.TypstError."""
    import typst

    with TemporaryDirectory() as folder:
        files = {url: f"/{number}" for number, url in enumerate(pictures)}
        for url, content in pictures.items():
            (Path(folder) / files[url][1:]).write_bytes(content)
        given = {"data": json.dumps({**data, "pictures": files})}
        compiler = typst.Compiler(root=folder, font_paths=_fonts(fonts), ignore_system_fonts=True)
        made = compiler.compile(LAYOUT.read_bytes(), sys_inputs=given, pdf_standards="ua-1")
    assert isinstance(made, bytes)
    return made


def _problem(message: str, output: Output, layout: SheetLayout, root: Path) -> Problem:
    """A problem for a text without a font, or for a document that PDF/UA-1 does not allow."""
    unknown = NO_GLYPH.search(message)
    if unknown:
        hint = "add a font for its script under sheets in content/site.yaml"
        message = f'no font of the sheets can show "{unknown[1]}"'
        return Problem("sheets.glyph", message, _place_of(unknown[1], layout.path, root), hint)
    message = f"/{output.path} cannot be made: {message}"
    hint = "look at the headings, links and pictures of this template"
    return Problem("sheets.layout", message, Location(f"templates/{output.template}"), hint)


def _place_of(text: str, path: str, root: Path) -> Location:
    """Place of a text in a file; the file alone if the text comes from elsewhere."""
    lines = read_bytes(root, path).decode("utf-8-sig", "replace").split("\n")
    found = ((number, line.find(text) + 1) for number, line in enumerate(lines, start=1))
    return next((Location(path, *place) for place in found if place[1]), Location(path))


def _qr_code(address: str) -> bytes:
    """QR code of an address as SVG (ISO/IEC 18004), level M, without a border."""
    import segno

    data = io.BytesIO()
    segno.make(address, error="m", micro=False).save(data, kind="svg", border=0, xmldecl=False)
    return data.getvalue()


@lru_cache(maxsize=2)
def _fonts(paths: tuple[str, ...]) -> typst.Fonts:
    """The fonts in the folders of these files."""
    import typst

    folders: list[str] = list(dict.fromkeys(str(Path(path).parent) for path in paths))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@lru_cache(maxsize=2)
def _families(paths: tuple[str, ...]) -> list[str]:
    """Names of the fonts in these files, in their order."""
    names = {font.path: font.family for font in _fonts(paths).fonts()}
    return list(dict.fromkeys(names[path] for path in paths))
