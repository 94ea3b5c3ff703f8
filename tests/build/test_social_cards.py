"""Which social cards are drawn again after an edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.builds import assert_as_clean, build
from tests.build.test_pictures import rewrite
from tests.sites import base_text, entry, make_site, picture

SITE = "content/site.yaml"
TOPIC = {"topics/glow/index.html", "cards/topics/glow.png"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    cards = 'social_cards: {fonts: package:fontpkg_noto_sans, background: "#102030"}\n'
    files = {
        SITE: base_text(SITE) + cards,
        "content/topics/glow.md": entry("Glow"),
        "templates/base.html": base_text("templates/base.html").replace(
            "<body>", "<body>{{ page.social_card.url }}"
        ),
    }
    place = make_site(tmp_path / "site", files)
    assert not build(place).report.problems
    return place


def drawn(root: Path) -> set[str]:
    done = build(root)
    assert not done.report.problems
    return {path for path in done.rendered if path.startswith("cards/")}


def test_nothing_changed_draws_nothing(root: Path) -> None:
    assert build(root).rendered == ()


def test_a_text_draws_nothing(root: Path) -> None:
    rewrite("content/topics/glow.md", "Text.", "Words.")(root)

    assert build(root).rendered == ("topics/glow/index.html",)
    assert_as_clean(root)


def test_a_title_draws_the_card_of_its_page(root: Path) -> None:
    rewrite("content/topics/glow.md", "title: Glow", "title: Glowing")(root)
    done = build(root)

    assert set(done.rendered) >= TOPIC
    assert [path for path in done.rendered if path.startswith("cards/")] == ["cards/topics/glow.png"]
    assert_as_clean(root)


def test_a_title_that_moves_to_another_line_draws_nothing(root: Path) -> None:
    rewrite("content/topics/glow.md", "title: Glow", "weight: 3\ntitle: Glow")(root)

    assert drawn(root) == set()
    assert_as_clean(root)


def test_another_colour_draws_every_card(root: Path) -> None:
    rewrite(SITE, "#102030", "#203040")(root)

    assert drawn(root) == {f"cards/{p.relative_to(root / 'public/cards')}" for p in _cards(root)}
    assert_as_clean(root)


def _cards(root: Path) -> list[Path]:
    found = list((root / "public/cards").rglob("*.png"))
    assert len(found) > 10
    return found


def test_the_name_of_a_type_draws_the_cards_of_its_entries_and_its_index(root: Path) -> None:
    rewrite("content/projects/_type.yaml", "plural: {en: ", "plural: {en: New ")(root)

    assert {path for path in drawn(root) if "fr/" not in path} == {"cards/projects.png"}


def test_a_font_that_changes_draws_every_card(root: Path) -> None:
    rewrite(SITE, "package:fontpkg_noto_sans", "package:noto_cjk_sans_jp_bold")(root)

    assert len(drawn(root)) == len(_cards(root))
    assert_as_clean(root)


def test_a_picture_and_its_focal_point_draw_the_card_of_their_entry(root: Path) -> None:
    rewrite("content/topics/_type.yaml", "fields:\n", "fields:\n  photo: {kind: image}\n")(root)
    (root / "content/topics/wide.png").write_bytes(picture(size=(90, 30)))
    photo = "title: Glow\nphoto: {file: wide.png, alt: Stripes}"
    edits = (
        rewrite("content/topics/glow.md", "title: Glow", photo),
        rewrite("content/topics/glow.md", "alt: Stripes", "alt: Stripes, focus: left"),
        lambda root: (root / "content/topics/wide.png").write_bytes(picture(size=(80, 30))),
    )
    build(root)

    for edit in edits:
        edit(root)
        assert drawn(root) == {"cards/topics/glow.png"}
    rewrite("content/topics/glow.md", "alt: Stripes", "alt: Lines")(root)
    assert drawn(root) == set()
    assert_as_clean(root)


def test_a_term_that_is_named_in_another_language_has_a_card(root: Path) -> None:
    rewrite(SITE, "taxonomies:\n", "taxonomies:\n  themes: {fields: topics}\n")(root)
    rewrite("content/projects/spark.md", "topics: [food]", "topics: [food, water]")(root)

    assert {"cards/themes/water.png", "cards/fr/themes/water.png"} <= drawn(root)
