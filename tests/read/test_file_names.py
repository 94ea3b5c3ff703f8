"""Names of files as cameras, macOS and Windows write them find what an editor names."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from sitegen.build import cache
from sitegen.build.unchanged import Request
from sitegen.read.scan import scan
from sitegen.types.file_names import advice_for
from tests.build.builds import assert_as_clean, build, is_unchanged
from tests.sites import TODAY, Files, attempt, base_text, build_good, entry, load, make_site, picture

FORMS = ("NFC", "NFD")


def in_form(form: str, text: str) -> str:
    return unicodedata.normalize(form, text)  # type: ignore[arg-type]


@pytest.mark.parametrize("stored", FORMS)
@pytest.mark.parametrize("typed", FORMS)
def test_an_accent_may_be_stored_in_another_form_than_it_is_typed(
    typed: str, stored: str, tmp_path: Path
) -> None:
    links = "[Pläne](pläne.pdf), [Städte](../topics/städte.md), [all](/übersicht.txt)"
    text = f"![Übersicht](übersicht.png)\n\n{links}"
    files: Files = {
        in_form(stored, "content/projects/übersicht.png"): picture(),
        in_form(stored, "content/projects/pläne.pdf"): b"%PDF-1.7",
        in_form(stored, "static/übersicht.txt"): b"all",
        in_form(stored, "content/topics/städte.md"): entry("Cities", "slug: cities"),
        in_form(typed, "content/topics/städte.fr.md"): entry("Villes", "slug: cities"),
        "content/projects/spark.md": in_form(typed, entry("Spark", "topics: [städte]", body=text)),
    }

    outcome = build_good(tmp_path, files)

    page = outcome["projects/spark/index.html"]
    assert {"projects/übersicht.png", "projects/pläne.pdf", "übersicht.txt"} <= outcome.paths
    assert 'src="/projects/%C3%BCbersicht.png?v=' in page
    assert 'href="/projects/pl%C3%A4ne.pdf"' in page
    assert 'href="/%C3%BCbersicht.txt"' in page
    assert 'href="/topics/cities/"' in page
    assert "Villes" in outcome["fr/topics/cities/index.html"]
    assert '"topics/städte"' in outcome["data/projects.json"]


@pytest.mark.parametrize("form", FORMS)
def test_a_field_finds_its_file_in_either_form(form: str, tmp_path: Path) -> None:
    files: Files = {
        "content/events/_type.yaml": "name: Event\nplural: Events\nfields:\n  paper: {kind: file}\n",
        in_form(form, "content/events/ordre-du-jour-été.pdf"): b"%PDF-1.7",
        "content/events/fair.md": entry("Fair", "paper: ordre-du-jour-été.pdf"),
    }

    assert "events/ordre-du-jour-été.pdf" in build_good(tmp_path, files).paths


def test_a_name_that_a_folder_has_in_both_forms_is_a_collision(tmp_path: Path) -> None:
    files = {in_form(form, "content/topics/café.pdf"): b"%PDF-1.7" for form in FORMS}

    assert attempt(tmp_path, files).codes == ["file.collision"]


def test_a_name_with_both_forms_in_it_is_named_with_a_better_one(tmp_path: Path) -> None:
    name = in_form("NFC", "café-") + in_form("NFD", "été") + ".pdf"

    found = attempt(tmp_path, {f"content/topics/{name}": b"%PDF-1.7"}).found

    assert [(p.code, p.hint) for p in found] == [("file.name", "rename it to cafe-ete.pdf")]


def test_a_site_with_decomposed_names_is_built_once(tmp_path: Path) -> None:
    files: Files = {
        in_form("NFD", "content/topics/café.pdf"): b"%PDF-1.7",
        "content/topics/food.md": entry("Food", body="[Menu](café.pdf)"),
    }
    root = make_site(tmp_path / "site", files)
    build(root)

    request = Request(str(root / "public"), "", drafts=False, strict=False, today=TODAY)
    assert is_unchanged(root, root / "public", request, cache.read(root))
    (root / in_form("NFD", "content/topics/café.pdf")).write_bytes(b"%PDF-1.7 new")
    build(root)
    assert (root / "public/topics/café.pdf").read_bytes() == b"%PDF-1.7 new"
    assert_as_clean(root)


@pytest.mark.parametrize("name", ["DSC_0042.JPG", "Photo.Jpeg", "MAP.PNG", "a.WebP", "b.AVIF", "c.GIF"])
def test_a_picture_may_have_its_ending_in_capitals(name: str, tmp_path: Path) -> None:
    ending = name.rpartition(".")[2].upper().replace("JPG", "JPEG")
    site = "name: Event\nplural: Events\nfields:\n  picture: {kind: image}\n"
    files: Files = {
        "content/events/_type.yaml": site,
        f"content/events/{name}": picture(ending),
        "content/events/fair.md": entry(
            "Fair", f"picture: {{file: {name}, alt: Fair}}", body=f"![Fair]({name})"
        ),
    }

    outcome = build_good(tmp_path, files)

    assert f"events/{name}" in outcome.paths
    assert f'src="/events/{name}?v=' in outcome["events/fair/index.html"]


@pytest.mark.parametrize("name", ["REPORT.PDF", "Report.Pdf", "Table.CSV", "slides.PPTX"])
def test_a_document_may_have_its_ending_in_capitals(name: str, tmp_path: Path) -> None:
    files: Files = {
        "content/site.yaml": base_text("content/site.yaml") + "files: [PPTX]\n",
        f"content/topics/{name}": {"PDF": b"%PDF-1.7", "CSV": b"a,b\n"}.get(name[-3:].upper(), slides()),
        "content/topics/food.md": entry("Food", body=f"[Our report]({name})"),
    }

    assert f"topics/{name}" in build_good(tmp_path, files).paths


def slides() -> bytes:
    import io
    import zipfile

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("ppt/presentation.xml", "x")
    return data.getvalue()


LEFT_BEHIND = (
    "Thumbs.db", "THUMBS.DB", "ehthumbs.db", ".DS_Store", "desktop.ini", "Desktop.ini", "~$report.docx",
    ".~lock.report.odt#", "food.md~", "report.bak", "food.md.orig", ".food.md.swp", "food.md.swo",
    "._food.md", "#food.md#", "report.pdf.part", "report.pdf.crdownload", "Icon\r",
    "__MACOSX/._a.png", "food.TMP",
)  # fmt: skip


@pytest.mark.parametrize("folder", ["content/topics", "content", "static", "templates"])
def test_what_programs_leave_behind_is_no_part_of_the_site(folder: str, tmp_path: Path) -> None:
    files = {f"{folder}/{name}": b"\x00 left behind" for name in LEFT_BEHIND}

    outcome = build_good(tmp_path, files)

    assert outcome.paths == build_good(tmp_path / "without").paths


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("content/topics/Müller Plan.pdf", "rename it to muller-plan.pdf"),
        ("content/topics/a .pdf", "rename it to a.pdf"),
        ("content/topics/con.pdf", "rename it: letters, digits, hyphens and full stops work everywhere"),
        ("content/topics/計画*.pdf", "rename it: letters, digits, hyphens and full stops work everywhere"),
    ],
)
def test_the_advice_is_a_name_that_works(path: str, advice: str) -> None:
    assert advice_for(path) == advice


def test_a_large_file_is_not_opened(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    film = root / "content/topics/film.pdf"
    with film.open("wb") as file:
        file.truncate(3_000_000_000)
    film.chmod(0)  # a test that runs as root could open it nevertheless

    found = scan(root, limits=load(root).limits)

    assert [(p.code, p.message) for p in found.problems] == [
        ("file.size", "the file has 3,000,000,000 bytes; at most 100,000,000 are allowed")
    ]
    assert "content/topics/film.pdf" not in found.content
