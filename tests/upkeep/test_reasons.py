"""The reasons given for a rebuild after an edit, and the outputs that the next build then renders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.upkeep.reasons import as_text, changes
from sitegen.upkeep.translations import accept
from tests.build.builds import build, replace_in, tree, write
from tests.sites import entry, load, make_site

FOOD = "content/topics/food.md"
FILES = {
    "content/projects/glow.md": entry("Glow", "topics: [food]", body="See [food](../topics/food.md)."),
    "content/topics/air.md": entry("Air"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = make_site(tmp_path / "site", FILES)
    assert accept(place, load(place)).keys == ("topics/food@fr",)
    assert not build(place).report.problems
    return place


def why(root: Path) -> dict[str, tuple[str, ...]]:
    found = changes(root, root / "public", load(root))
    assert not found.problems
    return {reason.address: reason.causes for reason in found.reasons}


EDITS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a text": (
        lambda root: write(root, "content/topics/air.md", entry("Air", body="Wind.")),
        "/topics/air/", "body: body topics/air@en",
    ),
    "a text that makes its translation older": (
        lambda root: replace_in(root, FOOD, "Cities plan", "Towns plan"),
        "/fr/topics/food/", "outdated: outdated topics/food@fr",
    ),
    "a title": (
        lambda root: replace_in(root, FOOD, "title: Food", "title: Good food"),
        "/projects/glow/", "page: page entry:projects/glow",
    ),
    "a template": (
        lambda root: replace_in(root, "templates/entry.html", "{% block main %}", "{% block main %}<hr>"),
        "/topics/air/", "template entry.html",
    ),
    "a new entry": (
        lambda root: write(root, "content/topics/sea.md", entry("Sea")), "/topics/sea/", "it is new",
    ),
    "a definition": (
        lambda root: replace_in(root, "content/site.yaml", "title: {en: ", "title: {en: A "),
        "/", "the definition of the site",
    ),
    "an output that somebody changed": (
        lambda root: write(root, "public/topics/air/index.html", "spam"),
        "/topics/air/", "its file was modified after the build",
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_the_reason_of_exactly_what_is_made(root: Path, edit: str) -> None:
    change, address, reason = EDITS[edit]
    change(root)
    before = tree(root)
    reasons = why(root)

    assert reason in reasons[address]
    assert {path for path, data in tree(root).items() if before.get(path) != data} <= {".sitegen/state.db"}
    assert {"/" + path.removesuffix("index.html") for path in build(root).rendered} == reasons.keys()


def test_the_answer_names_the_files_and_puts_what_has_one_reason_together(root: Path) -> None:
    replace_in(root, "templates/entry.html", "{% block main %}", "{% block main %}<hr>")
    text = as_text(changes(root, root / "public", load(root)))

    assert text.startswith("changed     templates/entry.html\n\nrebuilt     /")
    assert text.count("because     template entry.html") == 1


def test_where_nothing_changed_nothing_would_be_made(root: Path) -> None:
    assert as_text(changes(root, root / "public", load(root))) == "nothing would be rebuilt"


def test_without_a_build_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")

    assert as_text(changes(root, root / "public", load(root))) == (
        "there is no build cache; the next build will be a full one"
    )


def test_a_site_with_errors_is_not_compared(root: Path) -> None:
    write(root, FOOD, entry("Food", "sumary: x"))

    assert [p.code for p in changes(root, root / "public", load(root)).problems] == ["field.unknown"]
