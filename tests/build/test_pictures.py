"""What is made again after an edit of a picture, or of what is done with pictures."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.build.builds import assert_as_clean, build, replace_in
from tests.photos import photo
from tests.sites import Files, base_text, entry, make_site

TYPE = "content/projects/_type.yaml"
STREET, PARK = "content/projects/street.jpg", "content/projects/park.jpg"
FILES: Files = {
    TYPE: base_text(TYPE).replace("fields:\n", "fields:\n  photo: {kind: image, label: Photo}\n", 1),
    "content/projects/glow.md": entry("Glow", body="![A street](street.jpg)"),
    "content/projects/spark.md": entry(
        "Spark", "topics: [food]", "start: 2020", "photo: {file: park.jpg, alt: A park.}"
    ),
    "templates/entry.html": base_text("templates/entry.html").replace(
        "{% block main %}",
        "{% block main %}{{ page.fields.photo.url if page.fields.photo is defined }}",
    ),
    STREET: photo(size=(900, 450)),
    PARK: photo(size=(700, 350)),
    "content/projects/unseen.jpg": photo(size=(600, 300)),
}
GLOW = {"projects/glow/index.html"}
LISTS = (
    "index.html", "a-z/index.html", "topics/food/index.html",
    "projects/index.html", "projects/state/active/index.html", "projects/topics/food/index.html",
    "projects/year/2020/index.html", "activities/index.html", "activities/type/projects/index.html",
)  # fmt: skip
"""Pages in each language with the card of Spark, which shows its photo."""
SPARK = {"projects/spark/index.html", *LISTS, *(f"fr/{path}" for path in LISTS)} | GLOW
"""Pages with the photo of Spark; Glow is the one before it."""


def files_of(name: str, *widths: int) -> set[str]:
    """The outputs that a picture of the last of these widths becomes."""
    sized = {f"projects/{name}.{width}.{kind}" for width in widths for kind in ("avif", "webp")}
    return {f"projects/{name}", *sized}


STREETS, PARKS = files_of("street.jpg", 480, 800, 900), files_of("park.jpg", 480, 700)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = make_site(tmp_path / "site", FILES)
    assert not build(place).report.problems
    return place


def rewrite(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        replace_in(root, path, old, new)

    return change


def put(path: str, data: bytes) -> Callable[[Path], object]:
    return lambda root: (root / path).write_bytes(data)


EDITS: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "a picture in a text": (put(STREET, photo(size=(900, 500))), STREETS | GLOW),
    "a picture in a field": (put(PARK, photo(size=(700, 300))), PARKS | SPARK),
    "a picture that no page shows": (
        put("content/projects/unseen.jpg", photo(size=(610, 300))),
        set(),
    ),
    "a picture that is shown for the first time": (
        rewrite("content/projects/glow.md", "![", "![A park](park.jpg) ![Not seen](unseen.jpg) !["),
        GLOW | files_of("unseen.jpg", 480, 600),
    ),
    "words about a picture": (rewrite("content/projects/glow.md", "A street", "A wide street"), GLOW),
    "the widths of all pictures": (
        rewrite("content/site.yaml", "base_url", "images: {widths: [480, 640, 800]}\nbase_url"),
        {f"projects/{name}.jpg.640.{kind}" for name in ("street", "park") for kind in ("avif", "webp")}
        | {"projects/street.jpg.800.jpg"} | GLOW | SPARK,
    ),
    "the quality of one format": (
        rewrite("content/site.yaml", "base_url", "images: {quality: {webp: 50}}\nbase_url"),
        {path for path in STREETS | PARKS if path.endswith(".webp")} | GLOW | SPARK,
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_makes_the_files_of_its_pictures_and_the_pages_that_show_them(root: Path, edit: str) -> None:
    change, expected = EDITS[edit]
    change(root)
    done = build(root)

    assert not done.report.problems
    assert set(done.rendered) == expected
    assert_as_clean(root)


def test_pictures_can_be_left_for_another_build(root: Path) -> None:
    put(STREET, photo(size=(900, 500)))(root)
    first = build(root, defer_pictures=True)

    assert set(first.rendered) == GLOW
    assert set(first.changed) == GLOW
    assert set(first.deferred) == STREETS

    assert set(build(root).rendered) == STREETS
    assert_as_clean(root)


def test_pictures_that_wait_lose_nothing_that_was_made_before(root: Path) -> None:
    shutil.rmtree(root / "public")
    (root / ".sitegen/state.db").unlink()
    build(root, defer_pictures=True)

    assert len(list((root / ".sitegen/pictures").iterdir())) == len(STREETS | PARKS)


def test_nothing_changed_makes_no_picture(root: Path) -> None:
    assert build(root).rendered == ()


def test_a_picture_that_is_gone_takes_its_files_with_it(root: Path) -> None:
    rewrite("content/projects/glow.md", "![A street](street.jpg)", "Text.")(root)
    (root / STREET).unlink()

    assert set(build(root).rendered) == GLOW
    assert not list((root / "public/projects").glob("street*"))
    assert len(list((root / ".sitegen/pictures").iterdir())) == len(PARKS)


def test_what_was_made_is_not_made_again_for_another_output(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.render.pictures.encode", None)  # nobody calls it
    done = build(root, "elsewhere")

    assert set(done.rendered) >= STREETS | PARKS
    assert not done.report.problems
    assert (root / "elsewhere/projects/street.jpg.480.avif").read_bytes() == (
        root / "public/projects/street.jpg.480.avif"
    ).read_bytes()


@pytest.mark.parametrize("damage", ["cut", "flip", "gone", "empty"])
def test_a_kept_picture_that_is_damaged_is_made_again(root: Path, damage: str) -> None:
    for path in (root / ".sitegen/pictures").iterdir():
        data = path.read_bytes()
        if damage == "gone":
            path.unlink()
        elif damage == "flip":
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        else:
            path.write_bytes(data[: len(data) // 2] if damage == "cut" else b"")
    shutil.rmtree(root / "public")

    assert not build(root).report.problems
    assert_as_clean(root)
