"""Sheets: entries as PDF, with what they show, what they are made from, and what is wrong with them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import NameObject

from sitegen.features.sheets import definition
from tests.build.builds import assert_as_clean, build, replace_in
from tests.sites import Files, Outcome, attempt, base_text, build_good, entry, make_site, picture

FONTS = '["package:fontpkg_noto_sans", "package:fontpkg_noto_sans_arabic"]'
SITE = base_text("content/site.yaml") + f'sheets: {{fonts: {FONTS}, accent: "#0b4a43"}}\n'
FILES: Files = {
    "content/site.yaml": SITE,
    "content/topics/_type.yaml": base_text("content/topics/_type.yaml") + "sheet: sheet.html\n",
    "content/projects/_type.yaml": base_text("content/projects/_type.yaml") + "sheet: sheet.html\n",
}
FOOD = "topics/food/food.pdf"


def catalogue(reader: PdfReader) -> Any:
    """The root of the objects of a PDF (ISO 32000-1, 7.7.2)."""
    return reader.trailer["/Root"]


def pdf(outcome: Outcome, path: str) -> PdfReader:
    return PdfReader(io.BytesIO(next(a.data for a in outcome.artifacts if a.path == path)))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def links(reader: PdfReader) -> list[str]:
    found = (note.get_object() for page in reader.pages for note in page.get("/Annots", ()))
    return [note["/A"]["/URI"] for note in found if "/URI" in note.get("/A", {})]


def test_each_entry_of_a_type_with_sheets_has_one_beside_each_of_its_pages(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)

    assert {path for path in outcome.paths if path.endswith(".pdf")} == {
        "projects/spark/spark.pdf",
        "topics/food/food.pdf",
        "fr/topics/food/food.pdf",
        "topics/water/water.pdf",
    }


def test_a_sheet_shows_the_entry_its_facts_its_relations_and_its_address(tmp_path: Path) -> None:
    found = pdf(build_good(tmp_path, FILES), FOOD)

    text = text_of(found)
    assert text.startswith(
        "Topic Food How cities feed people. Cities plan food. See water. Projects • Spark "
    )
    assert "https://example.org/topics/food/" in text
    assert set(links(found)) == {
        "https://example.org/topics/water/",
        "https://example.org/projects/spark/",
        "https://example.org/topics/food/",
    }


def test_a_sheet_is_tagged_has_its_language_and_carries_its_fonts(tmp_path: Path) -> None:
    found = pdf(build_good(tmp_path, FILES), "fr/topics/food/food.pdf")

    root = catalogue(found)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert found.metadata is not None
    assert found.metadata.title == "Alimentation"
    resources: Any = found.pages[0]["/Resources"]
    fonts = [font.get_object() for font in resources["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert NameObject("/FontFile2") in descriptor or NameObject("/FontFile3") in descriptor


def test_a_text_from_right_to_left_has_its_direction(tmp_path: Path) -> None:
    site = SITE.replace("  fr: {}\n", "  fr: {}\n  ar: {}\n").replace(
        "en: City Notes", "en: City Notes, ar: مدن"
    )
    files = {**FILES, "content/site.yaml": site, "content/topics/food.ar.md": entry("الغذاء", body="نص.")}

    outcome = attempt(tmp_path, files)

    assert catalogue(pdf(outcome, "ar/topics/food/food.pdf"))["/Lang"] == "ar"


def test_a_page_offers_its_sheet(tmp_path: Path) -> None:
    template = base_text("templates/entry.html").replace(
        "{% block main %}", "{% block main %}<p>{{ sheet_url or '' }}</p>"
    )
    outcome = build_good(tmp_path, {**FILES, "templates/entry.html": template})

    assert "<p>/topics/food/food.pdf</p>" in outcome["topics/food/index.html"]
    assert "<p>/fr/topics/food/food.pdf</p>" in outcome["fr/topics/food/index.html"]


@pytest.mark.parametrize(
    ("path", "old", "new", "made"),
    [
        ("content/topics/food.md", "Cities plan", "Towns plan", {FOOD}),
        (
            "content/projects/spark.md",
            "title: Spark",
            "title: Sparks",
            {"projects/spark/spark.pdf", FOOD, "fr/topics/food/food.pdf"},
        ),
        ("content/topics/water.md", "title: Water", "title: Rain", {"topics/water/water.pdf"}),
        (
            "content/site.yaml",
            "#0b4a43",
            "#0b4a44",
            {"projects/spark/spark.pdf", FOOD, "fr/topics/food/food.pdf", "topics/water/water.pdf"},
        ),
    ],
)
def test_an_edit_makes_the_sheets_again_that_show_it(
    path: str, old: str, new: str, made: set[str], tmp_path: Path
) -> None:
    root = make_site(tmp_path / "site", FILES)
    build(root)
    replace_in(root, path, old, new)

    again = build(root)

    assert {artifact.path for artifact in again.artifacts if artifact.path.endswith(".pdf")} == made
    assert_as_clean(root)


def test_serve_makes_sheets_last(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)

    assert FOOD in build(root, defer_pictures=True).deferred


def test_a_picture_of_the_text_is_in_the_sheet(tmp_path: Path) -> None:
    files = {
        **FILES,
        "content/topics/water.md": entry("Water", body="![A river](river.png)"),
        "content/topics/river.png": picture(size=(40, 20)),
    }
    page = pdf(build_good(tmp_path, files), "topics/water/water.pdf").pages[0]

    assert [(image.image.width, image.image.height) for image in page.images if image.image] == [(40, 20)]


def test_a_type_with_sheets_needs_fonts(tmp_path: Path) -> None:
    files = {**FILES, "content/site.yaml": base_text("content/site.yaml")}

    outcome = attempt(tmp_path, files)

    assert outcome.codes == ["sheets.fonts", "sheets.fonts"]


def test_without_the_tools_no_sheets_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(definition, "TOOLS", ("no_such_tool",))

    outcome = attempt(tmp_path, FILES)

    assert outcome.codes == ["sheets.tools"]
    assert not [path for path in outcome.paths if path.endswith(".pdf")]


def test_a_sheet_has_the_template_of_its_type(tmp_path: Path) -> None:
    files = {
        **FILES,
        "content/topics/_type.yaml": base_text("content/topics/_type.yaml") + "sheet: short.html\n",
        "templates/short.html": "<h1>{{ page.title }}</h1><p>Short.</p>",
    }

    assert text_of(pdf(build_good(tmp_path, files), FOOD)).startswith("Food Short.")
