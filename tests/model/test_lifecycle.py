"""Entries that expire, are withdrawn or replaced stay where they are, and out of all that lists."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from sitegen.authoring.scaffold.new_site import make_site
from sitegen.build.build import build
from sitegen.build.context import Context
from sitegen.execute import executor_for
from sitegen.features.search.pages import search_pages
from sitegen.types.keys import ScopeKey
from tests.sites import Files, Outcome, attempt, base_text, build_good, entry, load, model

BANNER = (
    '{% extends "base.html" %}{% block main %}{% if not page.indexed %}noindex {% endif %}'
    "{% set r = page.retired %}{% if r %}retired:{{ r.reason }}|{{ r.expired|date if r.expired }}|"
    "{% if r.successor %}{{ r.successor.url }}{% endif %}{% endif %}{{ body.html }}"
    "{% for relation in relations.values() %}{% for card in relation.cards %}[{{ card.title }}]"
    "{% endfor %}{% endfor %}"
    "{% for card in related %}({{ card.title }}){% endfor %}"
    "{{ page.state.label if page.state }}"
    "{{ previous.title if previous }}{{ next.title if next }}{% endblock %}"
)
PROJECTS: Files = {
    "templates/entry.html": BANNER,
    "content/topics/food.md": entry("Food"),
    "content/projects/glow.md": entry("Glow", "start: 2025", "topics: [food]", "countries: [DE]"),
    "content/projects/dim.md": entry("Dim", "start: 2023", "topics: [food]"),
}


def with_glow(tmp_path: Path, *lines: str, today: date = date(2026, 5, 31), **more: str) -> Outcome:
    """The site with these lines in the project Glow, which no other page links to."""
    glow = entry("Glow", "start: 2025", "topics: [food]", "countries: [DE]", *lines)
    files = {**PROJECTS, "content/projects/glow.md": glow, **more}
    return build_good(tmp_path, files, today=today)


def mentions(outcome: Outcome, word: str) -> set[str]:
    """The outputs that say a word."""
    return {a.path for a in outcome.artifacts if word.encode() in a.data}


@pytest.mark.parametrize(
    "line", ["expires: 2026-05-30", "withdrawn: It had no sources.", "superseded_by: dim"]
)
def test_what_is_retired_is_on_its_own_page_and_nowhere_else(line: str, tmp_path: Path) -> None:
    before = with_glow(tmp_path / "before")
    after = with_glow(tmp_path / "after", line)

    everywhere = {
        "projects/glow/index.html", "index.html", "projects/index.html", "activities/index.html",
        "topics/food/index.html", "countries/de/index.html", "a-z/index.html", "feed.xml",
        "projects/feed.xml", "topics/food/feed.xml", "data/projects.json", "data/projects.csv",
        "projects/countries/de/index.html",
    }  # fmt: skip
    assert everywhere <= mentions(before, "Glow")
    assert mentions(after, "Glow") == {"projects/glow/index.html"}
    assert "/projects/glow/" in before["sitemap.xml"]
    assert mentions(after, "/projects/glow/") <= {"projects/glow/index.html", "data/redirects.json"}


def test_an_entry_expires_after_its_last_day(tmp_path: Path) -> None:
    on_the_day = with_glow(tmp_path / "a", "expires: 2026-05-31")
    day_after = with_glow(tmp_path / "b", "expires: 2026-05-31", today=date(2026, 6, 1))

    assert "retired" not in on_the_day["projects/glow/index.html"]
    assert "noindex retired:|31 May 2026|<" in day_after["projects/glow/index.html"]


def test_readers_are_told_why_a_page_was_withdrawn(tmp_path: Path) -> None:
    glow = entry("Glow", 'withdrawn: "No sources: <b>none</b>."', "superseded_by: dim")
    files = {**PROJECTS, "content/projects/glow.md": glow}
    outcome = build_good(tmp_path, files, warned=["field.markup"])

    assert (
        "retired:No sources: &lt;b&gt;none&lt;/b&gt;.||/projects/dim/<" in outcome["projects/glow/index.html"]
    )


def test_a_retired_page_has_no_state_and_no_neighbours(tmp_path: Path) -> None:
    outcome = with_glow(tmp_path, "withdrawn: Wrong.")

    assert "Active" not in outcome["projects/glow/index.html"]
    assert "Spark" not in outcome["projects/glow/index.html"]
    assert "Active" in outcome["projects/dim/index.html"]


def test_a_chain_leads_to_its_end_in_the_language_of_the_reader(tmp_path: Path) -> None:
    files = {
        **PROJECTS,
        "content/projects/glow.md": entry("Glow", "superseded_by: shine"),
        "content/projects/glow.fr.md": entry("Lueur"),
        "content/projects/shine.md": entry("Shine", "superseded_by: topics/food"),
        "content/topics/food.fr.md": entry("Alimentation"),
    }
    outcome = build_good(tmp_path, files)

    assert "retired:||/topics/food/<" in outcome["projects/glow/index.html"]
    assert "retired:||/topics/food/<" in outcome["projects/shine/index.html"]
    assert "retired:||/fr/topics/food/<" in outcome["fr/projects/glow/index.html"]


def test_a_translation_translates_the_reason_or_marks_it_as_foreign(tmp_path: Path) -> None:
    files = {
        **PROJECTS,
        "content/projects/glow.md": entry("Glow", "withdrawn: Wrong."),
        "content/projects/glow.fr.md": entry("Lueur", "withdrawn: Faux."),
        "content/projects/dim.md": entry("Dim", "withdrawn: Wrong."),
        "content/projects/dim.fr.md": entry("Ombre"),
    }
    outcome = build_good(tmp_path, files)

    assert "retired:Faux.|" in outcome["fr/projects/glow/index.html"]
    assert 'retired:<span lang="en" dir="ltr">Wrong.</span>|' in outcome["fr/projects/dim/index.html"]


def test_a_facet_and_a_list_do_not_count_it(tmp_path: Path) -> None:
    site = model(
        tmp_path, {**PROJECTS, "content/projects/glow.md": entry("Glow", "start: 2025", "withdrawn: No.")}
    )

    assert set(site.entries["projects"]) == {"projects/spark", "projects/dim"}
    assert set(site.facets[ScopeKey("type:projects")]["year"]) == {"2023", "2024"}
    assert "projects/glow" not in site.lists["activities"]
    assert set(site.versions) >= {"projects/glow"}


def test_search_finds_what_is_offered(tmp_path: Path) -> None:
    site_yaml = base_text("content/site.yaml") + "search: {}\n"
    glow = entry("Glow", "withdrawn: Wrong.", "countries: [DE]")
    site = model(tmp_path, {**PROJECTS, "content/projects/glow.md": glow, "content/site.yaml": site_yaml})
    found = {one.output for one in search_pages(site)}

    assert "projects/dim/index.html" in found
    assert "projects/glow/index.html" not in found


def test_the_page_of_a_term_stays_where_it_was_and_is_listed_no_more(tmp_path: Path) -> None:
    before = with_glow(tmp_path / "before")
    after = with_glow(tmp_path / "after", "expires: 2026-05-30")

    assert "/countries/de/" in before["countries/index.html"]
    assert "/countries/de/" not in after["countries/index.html"]
    assert "countries/de/index.html" in after.paths


def test_the_number_of_a_retired_figure_is_still_printed_and_leads_to_the_list(tmp_path: Path) -> None:
    figure = base_text("content/figures/members.yaml") + "withdrawn: Counted twice.\n"
    spark = entry(
        "Spark", body="Spark feeds {{< number members >}} people, see [it](../figures/members.yaml)."
    )
    files = {"content/figures/members.yaml": figure, "content/projects/spark.md": spark}
    outcome = attempt(tmp_path, files)

    assert outcome.codes == ["link.retired"]
    assert "2,500" in outcome["projects/spark/index.html"]
    assert 'href="/figures/"' in outcome["projects/spark/index.html"]
    assert json.loads(outcome["data/figures.json"])["entries"] == []


def test_what_is_retired_keeps_its_old_addresses(tmp_path: Path) -> None:
    outcome = with_glow(tmp_path, "withdrawn: Wrong.", "aliases: [/old/]")

    assert 'href="/projects/glow/"' in outcome["old/index.html"]


def test_a_type_can_require_an_owner_and_say_what_may_replace_its_entries(tmp_path: Path) -> None:
    files = {
        "content/notes/_type.yaml": (
            "name: Note\nplural: Notes\nindex: false\n"
            "fields:\n  owner: {required: true}\n  superseded_by: {to: [projects]}\n"
        ),
        "content/notes/one.md": entry("One", "superseded_by: spark", "owner: Ada"),
        "content/notes/two.md": entry("Two", "superseded_by: topics/food"),
    }
    outcome = attempt(tmp_path, files)

    assert outcome.codes == ["field.missing", "reference.type"]
    assert {p.location.path for p in outcome.found} == {"content/notes/two.md"}


def test_the_site_that_init_makes_shows_the_banner(tmp_path: Path) -> None:
    root = tmp_path / "site"
    make_site(root)
    page = root / "content/pages/old.md"
    page.write_text(
        entry("Old", "summary: Old.", 'withdrawn: "It was <wrong>."', "superseded_by: about"),
        encoding="utf-8",
    )
    built = build(root, load(root), Context(executor_for(1)))
    html = next(a.data.decode() for a in built.artifacts if a.path == "old/index.html")

    assert '<p class="alert-title">This page was withdrawn</p>' in html
    assert "<p>It was &lt;wrong&gt;.</p>" in html
    assert '<p>In its place: <a href="/about/">About</a></p>' in html
