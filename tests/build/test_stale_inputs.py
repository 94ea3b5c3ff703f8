"""Edits that change no more than one attribute of what a page shows; the page is rendered again."""

from __future__ import annotations

from pathlib import Path

from tests.build.builds import assert_as_clean, build, replace_in, write
from tests.sites import Files, base_text, entry, make_site

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


def test_a_file_of_an_entry_on_the_page_of_another(tmp_path: Path) -> None:
    """Its size, language and format are on the card; the page of the topic shows them."""
    shown = (
        "{% for relation in relations.values() %}{% for card in relation.cards %}{% for file in card.files %}"
        "<a href='{{ file.url }}' hreflang='{{ file.lang }}'>{{ file.format }}, {{ file.language }}, "
        "{{ file.size|filesize if file.size else 'elsewhere' }}</a>"
        "{% endfor %}{% endfor %}{% endfor %}"
    )
    types = base_text("content/projects/_type.yaml")
    fields = "fields:\n  slides: {kind: file}\n  papers: {kind: file, many: true}\n"
    files: Files = {
        "content/projects/_type.yaml": types.replace("fields:\n", fields, 1),
        "content/projects/tea.md": entry(
            "Tea", "topics: [food]", "papers:", "  - {file: a.pdf, language: fr}",
            "  - {file: 'https://example.net/b.odt', language: en}",
        ),
        "content/projects/a.pdf": b"%PDF-1.4 " + b"x" * 1191,
        "templates/entry.html": "{% extends 'base.html' %}{% block main %}" + shown + "{% endblock %}",
    }  # fmt: skip
    root = make_site(tmp_path / "site", files)
    assert build(root).report.problems == ()
    page = root / "public/topics/food/index.html"
    assert "<a href='/projects/a.pdf' hreflang='fr'>PDF, French, 1.2\xa0kB</a>" in page.read_text()
    assert "<a href='https://example.net/b.odt' hreflang='en'>ODT, English, elsewhere</a>" in page.read_text()

    (root / "content/projects/a.pdf").write_bytes(b"%PDF-1.4 " + b"x" * 2491)
    assert build(root).report.problems == ()

    assert "PDF, French, 2.5\xa0kB</a>" in page.read_text()
    assert_as_clean(root)
