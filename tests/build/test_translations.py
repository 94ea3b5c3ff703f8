"""A text that changes makes its page anew, and the translations that it makes older, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.upkeep.translations import accept
from tests.build.builds import assert_as_clean, build, build_on, replace_in, write
from tests.build.test_update import FILES, HOMES, HTML
from tests.sites import entry, load

LOCK = "content/translations.lock"
NOTICE = "{% if outdated %}older than {{ outdated.language }} {{ outdated.url }}{% endif %}"
ONE, THREE = "content/notes/one.md", "content/notes/three.md"
OWN, FRENCH = {"notes/three/index.html"}, {"fr/notes/three/index.html"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Notes with French versions of the home page, of the text above them, and of one of them."""
    place = tmp_path / "site"
    files = {
        **FILES,
        "content/notes/one.fr.md": entry("Un"),
        "content/_index.md": entry("Notes"),
        "content/_index.fr.md": entry("Notes"),
        "content/notes/_index.md": entry("All notes"),
        "content/notes/_index.fr.md": entry("Toutes les notes"),
        **{
            f"templates/{name}.html": FILES[f"templates/{name}.html"].replace(
                "{% block main %}", "{% block main %}" + NOTICE + "{{ body.html }}"
            )
            for name in ("home", "entry", "index")
        },
    }
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    assert len(accept(place, load(place)).keys) == 4
    assert not build(place).report.problems
    return place


def made(root: Path) -> set[str]:
    done = build(root)
    assert not done.report.problems
    return set(done.rendered)


def notices(root: Path) -> set[str]:
    """The pages that say that they are older than their source."""
    pages = (root / "public").rglob("*.html")
    return {str(p.relative_to(root / "public")) for p in pages if "older than" in p.read_text()}


def test_a_text_that_changes_renders_its_page_and_the_translation_that_is_older_now(root: Path) -> None:
    replace_in(root, THREE, "Text.", "Words.")

    assert made(root) == OWN | FRENCH
    assert notices(root) == FRENCH
    assert "older than anglais /notes/three/" in (root / "public/fr/notes/three/index.html").read_text()
    assert_as_clean(root)


def test_a_text_that_changes_once_more_renders_its_own_page_alone(root: Path) -> None:
    replace_in(root, THREE, "Text.", "Words.")
    made(root)
    replace_in(root, THREE, "Words.", "More words.")

    assert made(root) == OWN
    assert_as_clean(root)


def test_what_is_accepted_again_loses_its_notice_and_nothing_else_is_rendered(root: Path) -> None:
    replace_in(root, THREE, "Text.", "Words.")
    made(root)
    assert accept(root, load(root), ["content/notes/three.fr.md"]).stale == 0

    assert made(root) == FRENCH
    assert notices(root) == set()
    assert_as_clean(root)


def test_a_new_translation_that_is_recorded_renders_no_page(root: Path) -> None:
    write(root, "content/notes/two.fr.md", entry("Deux"))
    made(root)
    assert accept(root, load(root)).keys == ("notes/two@fr",)

    assert made(root) == set()
    assert_as_clean(root)


def test_the_text_above_a_list_and_that_of_the_home_page_say_so_on_their_pages(root: Path) -> None:
    replace_in(root, "content/notes/_index.md", "Text.", "Words.")
    assert made(root) == {"notes/index.html", "fr/notes/index.html"}
    assert notices(root) == {"fr/notes/index.html"}

    replace_in(root, "content/_index.md", "Text.", "Words.")
    assert made(root) == HOMES
    assert notices(root) == {"fr/notes/index.html", "fr/index.html"}
    assert_as_clean(root)


def test_lines_wrapped_anew_make_nothing_older(root: Path) -> None:
    write(root, ONE, (root / ONE).read_text().replace("Text.", "Many words in\none line."))
    accept(root, load(root), ["content/notes/one.fr.md"])
    made(root)
    replace_in(root, ONE, "in\none", "in one")

    assert made(root) == {"notes/one/index.html"}
    assert notices(root) == set()


def test_the_day_of_the_last_change_of_the_source_is_on_the_notice(root: Path) -> None:
    replace_in(root, "templates/entry.html", "{{ outdated.url }}", "{{ outdated.updated or '' }}")
    replace_in(root, THREE, "Text.", "Words.")
    made(root)
    replace_in(root, THREE, "day: 2026-03-01", "day: 2026-03-01\nupdated: 2026-05-30")

    assert made(root) >= FRENCH
    assert "older than anglais 2026-05-30" in (root / "public/fr/notes/three/index.html").read_text()
    assert_as_clean(root)


def test_without_the_list_no_page_is_older_and_without_change_none_is_rendered(root: Path) -> None:
    assert made(root) == set()
    (root / LOCK).unlink()
    assert made(root) == set()

    replace_in(root, THREE, "Text.", "Words.")
    assert made(root) == OWN
    assert notices(root) == set()
    assert_as_clean(root)


def test_a_build_that_knows_the_last_from_memory_sees_the_same(root: Path) -> None:
    updated = build(root, fresh=True)
    for path, old, new, expected in (
        (THREE, "Text.", "Words.", OWN | FRENCH),
        (THREE, "Words.", "More words.", OWN),
        (THREE, "More words.", "Text.", OWN | FRENCH),
        (LOCK, "title=", "title=0000000", None),
    ):
        replace_in(root, path, old, new)
        updated = build_on(root, updated, 1)
        if expected is None:
            assert {p.code for p in updated.report.problems} == {"translation.lock"}
        else:
            assert set(updated.rendered) == expected
            assert_as_clean(root)


def test_a_list_that_cannot_be_read_leaves_the_site_as_it_was(root: Path) -> None:
    write(root, LOCK, "no translation\n")
    done = build(root)

    assert [problem.code for problem in done.report.problems] == ["translation.lock"]
    assert done.report.failed
    assert {str(p.relative_to(root / "public")) for p in (root / "public").rglob("*.html")} >= HTML
