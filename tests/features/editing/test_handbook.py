"""The editor's handbook: a page for each type, from its definition and the entries that exist."""

from __future__ import annotations

import re
from pathlib import Path

from tests.sites import Files, Outcome, build_good, entry

ROOT = Path(__file__).parents[3]
THEME = ROOT / "sitegen/themes/network"
LISTING = '{% extends "base.html" %}{% block main %}{% block content %}{% endblock %}{% endblock %}'
EVENTS = """\
name: Event
plural: Events
fields:
  start: {kind: date, partial: true, required: true, help: The first day.}
  format: {kind: choice, choices: {talk: A talk, walk: A walk}}
  themes: {kind: reference, to: topics, many: true, label: Topics}
  about: {kind: reference, to: [topics, projects]}
  spot: {kind: coordinates}
  places: {kind: integer, min: 5, default: 20}
  hosts: {kind: group, many: true, fields: {host: {required: true, max: 40}}}
"""
FILES: Files = {
    "templates/handbook.html": (THEME / "templates/handbook.html").read_text(encoding="utf-8"),
    "templates/locale/fr.po": (THEME / "locale/fr.po").read_text(encoding="utf-8"),
    "templates/listing.html": LISTING,
    "content/events/_type.yaml": EVENTS,
    "content/events/a-walk.md": entry(
        "A walk", "start: 2026-05", "themes: [food, water]", "about: projects/spark", "hosts: [{host: Ida}]"
    ),
    "content/events/b-talk.md": entry("A talk", "start: 2026-05-31", "themes: food", "format: talk"),
}


def handbook(root: Path, files: Files | None = None) -> Outcome:
    return build_good(root, {**FILES, **(files or {})}, drafts=True)


def part(page: str, field: str) -> str:
    """What is said of a field, without tags."""
    (inside,) = re.findall(rf'<h3 id="field-{field}">(.*?)(?=<h3|<h2|</div>)', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def test_it_leads_to_a_page_for_each_type(tmp_path: Path) -> None:
    site = handbook(tmp_path)

    found = re.findall(r'<li><a href="(/handbook/[^"]+)">([^<]+)', site["handbook/index.html"])
    assert found == [
        ("/handbook/events/", "Events"),
        ("/handbook/figures/", "Figures"),
        ("/handbook/projects/", "Projects"),
        ("/handbook/sources/", "Sources"),
        ("/handbook/topics/", "Topics"),
    ]


def test_it_says_where_a_file_goes_and_which_entry_to_look_at(tmp_path: Path) -> None:
    page = handbook(tmp_path)["handbook/events/index.html"]

    assert "content/events/NAME.md\ncontent/events/NAME.fr.md\n" in page
    assert "<code>/events/NAME/</code>" in page
    assert '<a href="/events/b-talk/">A talk</a>, <code>content/events/b-talk.md</code>' in page
    assert '<code>sitegen new events "…"</code>' in page


def test_it_says_of_a_field_what_it_takes_with_values_that_exist(tmp_path: Path) -> None:
    page = handbook(tmp_path)["handbook/events/index.html"]

    assert part(page, "start") == (
        "Start start · required · date The first day. start: 2026-05-31 start: 2026-05"
    )
    assert part(page, "format") == "Format format · optional · choice talk A talk walk A walk"
    assert part(page, "themes") == (
        "Topics themes · optional · reference · one or several Topics themes: [food] themes: [food, water]"
    )
    assert part(page, "about").endswith("Topics , Projects about: projects/spark")
    assert part(page, "places") == "Places places · optional · integer · at least 5 · otherwise 20 places: 20"
    assert part(page, "hosts").endswith("Host host · required · text · at most 40 characters host: Ida")


def test_where_no_entry_has_a_value_it_shows_one_that_there_could_be(tmp_path: Path) -> None:
    page = handbook(tmp_path)["handbook/events/index.html"]

    assert part(page, "spot").endswith("spot: 57.05, 9.92")


def test_an_entry_that_is_no_page_has_no_address(tmp_path: Path) -> None:
    page = handbook(tmp_path)["handbook/figures/index.html"]

    assert "content/figures/NAME.yaml" in page
    assert "/figures/NAME/" not in page


def test_readers_do_not_get_it_and_a_site_without_its_template_has_none(tmp_path: Path) -> None:
    assert [p for p in build_good(tmp_path / "a", FILES).paths if p.startswith("handbook")] == []
    without: Files = {**FILES, "templates/handbook.html": None}
    drafts = build_good(tmp_path / "b", without, drafts=True)
    assert [p for p in drafts.paths if p.startswith("handbook")] == []
    site = handbook(tmp_path / "c")
    assert "handbook" not in site["sitemap.xml"]
    assert "fr/handbook/index.html" not in site.paths
