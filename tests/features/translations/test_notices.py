"""Notices for readers of a language with few pages, and of a translation without a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.builds import assert_as_clean, build, replace_in, write
from tests.build.test_update import FILES
from tests.sites import entry, write_files

THIN = "{% if thin %}[{{ thin.lang }} {{ thin.dir }} {{ thin.language }}]{% endif %}"
WITHOUT = "{% if untranslated %}[{{ untranslated.language }}: {{ untranslated.url }}]{% endif %}"
NAMES = (
    "{% for card in entries if card.foreign %}({{ card.title }}: {{ card.lang|language_name }}){% endfor %}"
)
ONE, IN_FRENCH = "content/notes/one.md", "content/notes/one.fr.md"
LIST, FRENCH = "fr/notes/index.html", "fr/notes/one/index.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Five entries with a page, of which one is in French as well, with a title alone."""
    files = {**FILES, IN_FRENCH: entry("Un", body="")}
    del files["content/notes/three.fr.md"]
    for name, notices in (("entry", THIN + WITHOUT), ("index", THIN + NAMES), ("home", THIN)):
        path = f"templates/{name}.html"
        files[path] = FILES[path].replace("{% block main %}", "{% block main %}" + notices)
    write_files(tmp_path, files)
    assert not build(tmp_path).report.problems
    return tmp_path


def page(root: Path, path: str) -> str:
    return (root / "public" / path).read_text(encoding="utf-8")


def thin_pages(root: Path) -> set[str]:
    pages = (root / "public").rglob("*.html")
    return {str(p.relative_to(root / "public")) for p in pages if "[en ltr anglais]" in p.read_text()}


def made(root: Path) -> set[str]:
    done = build(root)
    assert not done.report.problems
    return set(done.rendered)


def test_pages_of_a_language_with_few_entries_name_the_language_of_the_others(root: Path) -> None:
    assert {"fr/index.html", LIST, FRENCH} <= thin_pages(root)
    assert all(path.startswith("fr/") for path in thin_pages(root))
    assert "thin" not in page(root, "notes/index.html")
    assert "(Two: anglais)" in page(root, LIST)


def test_the_notice_stays_until_half_of_the_pages_are_written_and_then_goes_from_all(root: Path) -> None:
    before = thin_pages(root)
    write(root, "content/notes/two.fr.md", entry("Deux"))  # 2 of 5
    assert "fr/index.html" in thin_pages(root)
    assert made(root) & before < before
    assert thin_pages(root) > before

    write(root, "content/notes/three.fr.md", entry("Trois"))  # 3 of 5
    made(root)
    assert thin_pages(root) == set()
    assert_as_clean(root)


@pytest.mark.parametrize(("least", "is_thin"), [("20", False), ("21", True), ("0", False), ("100", True)])
def test_the_share_is_that_of_the_definition(root: Path, least: str, is_thin: bool) -> None:
    replace_in(root, "content/site.yaml", "lists:", f"thin_below: {least}\nlists:")
    made(root)

    assert bool(thin_pages(root)) is is_thin
    assert_as_clean(root)


def test_a_share_that_is_no_number_is_reported(root: Path) -> None:
    replace_in(root, "content/site.yaml", "lists:", "thin_below: half\nlists:")
    with pytest.raises(Exception, match='"thin_below" must be a whole number of 0 or more'):
        build(root)


@pytest.mark.parametrize("line", ["only_in: [en]", "withdrawn: It was wrong.", "draft: true"])
def test_entries_that_need_no_translation_do_not_count(root: Path, line: str) -> None:
    replace_in(root, "content/site.yaml", "lists:", "thin_below: 25\nlists:")
    made(root)
    assert thin_pages(root)  # 1 of 5

    replace_in(root, "content/places/bay.md", "title: Bay", f"title: Bay\n{line}")
    build(root)
    assert thin_pages(root) == set()  # 1 of 4
    assert_as_clean(root)


def test_a_translation_without_a_text_leads_to_the_text_of_the_source(root: Path) -> None:
    assert "[anglais: /notes/one/]" in page(root, FRENCH)
    assert "[anglais: " not in page(root, "notes/one/index.html")

    write(root, IN_FRENCH, entry("Un", body="Texte."))
    assert made(root) == {FRENCH}
    assert "[anglais: " not in page(root, FRENCH)
    assert_as_clean(root)


def test_the_notice_follows_the_text_of_the_source(root: Path) -> None:
    replace_in(root, ONE, "Text.", "")
    assert made(root) == {FRENCH, "notes/one/index.html"}
    assert "[anglais: " not in page(root, FRENCH)
    assert_as_clean(root)

    write(root, ONE, (root / ONE).read_text() + "Words.\n")
    assert made(root) == {FRENCH, "notes/one/index.html"}
    assert "[anglais: /notes/one/]" in page(root, FRENCH)
    assert_as_clean(root)


def test_another_text_of_the_source_renders_its_own_page_alone(root: Path) -> None:
    replace_in(root, ONE, "Text.", "Words.")

    assert made(root) == {"notes/one/index.html"}
    assert_as_clean(root)
