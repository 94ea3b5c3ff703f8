"""Edits that change no more than one attribute of what a page shows; the page is rendered again."""

from __future__ import annotations

from pathlib import Path

from tests.build.builds import assert_as_clean, build, replace_in, write
from tests.sites import base_text, entry, make_site

INDEX = '{% extends "base.html" %}{% block main %}{% for card in entries %}'
END = "{% endfor %}{% endblock %}"


def test_an_entry_with_a_new_key_and_its_old_address(tmp_path: Path) -> None:
    files = {
        "content/topics/tea.md": entry("Tea", "slug: hot"),
        "templates/index.html": f"{INDEX}<p id='{{{{ card.name }}}}'></p>{END}",
    }
    root = make_site(tmp_path / "site", files)
    assert build(root).report.problems == ()
    (root / "content/topics/tea.md").rename(root / "content/topics/chai.md")
    assert build(root).report.problems == ()

    assert "<p id='chai'>" in (root / "public/topics/index.html").read_text()
    assert_as_clean(root)


def test_a_term_whose_name_is_the_same_in_another_language(tmp_path: Path) -> None:
    names = "{% for term in card.terms.get('members', ()) %}{{ term.label }}{% endfor %}"
    people = "name: Person\nplural: People\npage: false\nindex: {}\n"
    topics = base_text("content/topics/_type.yaml").replace(
        "fields:", "index: {facets: [members]}\nfields:\n  members: {kind: reference, to: people, many: true}"
    )
    files = {
        "content/people/_type.yaml": people,
        "content/people/ada.yaml": "title: Ada\n",
        "content/topics/_type.yaml": topics,
        "content/topics/tea.md": entry("Tea", "members: [ada]"),
        "templates/index.html": f"{INDEX}{names}{END}",
    }
    root = make_site(tmp_path / "site", files)
    assert build(root).report.problems == ()
    assert '<span lang="en" dir="ltr">Ada</span>' in (root / "public/fr/topics/index.html").read_text()
    write(root, "content/people/ada.fr.yaml", "title: Ada\n")
    assert build(root).report.problems == ()

    assert '<span lang="en"' not in (root / "public/fr/topics/index.html").read_text()
    assert_as_clean(root)


def test_the_title_of_the_site_that_a_list_is_part_of(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"templates/index.html": "{{ linked_data }}"})
    build(root)
    replace_in(root, "content/site.yaml", "en: City Notes", "en: Town Notes")
    assert build(root).report.problems == ()

    assert "Town Notes" in (root / "public/topics/index.html").read_text()
    assert_as_clean(root)
