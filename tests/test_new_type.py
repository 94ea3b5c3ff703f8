"""A type is added to a copy of the shipped site by a folder with `_type.yaml` and two entries: no Python."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from sitegen.build.build import build
from sitegen.build.context import Context
from sitegen.execute import executor_for
from tests.sites import Outcome, entry, load, write_files

ROOT = Path(__file__).parent.parent

TYPE = """\
name: {en: Walk, es: Paseo, fr: Promenade}
plural: {en: Walks, es: Paseos, fr: Promenades}
date: on
sort: [-on, title]
state:
  from: on
  until: on
  values:
    upcoming: {en: Upcoming, fr: À venir}
    today: {en: Today, fr: Aujourd’hui}
    past: {en: Past, fr: Passée}
fields:
  on: {kind: date, required: true}
  country: {kind: country}
  topics:
    kind: reference
    to: topics
    many: true
    inverse: walks
    inverse_label: {en: Walks, fr: Promenades}
  guide: {kind: reference, to: people, inverse: guides_walks}
index:
  facets: [topics, country, year, state]
  feed: true
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    root = tmp_path_factory.mktemp("atlas")
    for folder in ("content", "templates", "static"):
        shutil.copytree(ROOT / folder, root / folder)
    topic = sorted(path.stem for path in (root / "content/topics").glob("*.md") if "." not in path.stem)[1]
    site = root / "content/site.yaml"
    text = site.read_text(encoding="utf-8").replace(
        "    - type:cities\n", "    - type:cities\n    - type:walks\n", 1
    )
    write_files(
        root,
        {
            "content/site.yaml": text,
            "content/walks/_type.yaml": TYPE,
            "content/walks/old-town.md": entry(
                "The old town",
                "summary: Along the wall.",
                "on: 2026-05-30",
                "country: NO",
                f"topics: [{topic}]",
            ),
            "content/walks/harbour.md": entry(
                "The harbour", "summary: By the sea.", "on: 2026-07-01", "country: ES"
            ),
            "content/walks/harbour.fr.md": entry("Le port", "summary: Au bord de la mer.", body="Texte."),
        },
    )
    built = build(root, load(root), Context(executor_for(2)))
    (root / "topic").write_text(topic)
    return Outcome(root, built.artifacts, built.report.problems)


def test_it_builds_without_a_problem(outcome: Outcome) -> None:
    assert outcome.problems == ""


def test_each_entry_has_a_page(outcome: Outcome) -> None:
    assert "<h1>The old town</h1>" in outcome["walks/old-town/index.html"]
    assert re.search(r"<h1[^>]*>Le port</h1>", outcome["fr/walks/harbour/index.html"])


def test_its_index_lists_the_entries_in_every_language(outcome: Outcome) -> None:
    english, french = outcome["walks/index.html"], outcome["fr/walks/index.html"]

    assert "<h1>Walks</h1>" in english
    assert english.index("The harbour") < english.index("The old town")
    assert "<h1>Promenades</h1>" in french
    assert "Le port" in french
    assert "The old town" in french


def test_its_facets_have_pages(outcome: Outcome) -> None:
    topic = (outcome.root / "topic").read_text()

    for path in (f"topics/{topic}", "country/no", "country/es", "year/2026", "state/past", "state/upcoming"):
        assert f"walks/{path}/index.html" in outcome.paths
    assert "The harbour" in outcome["walks/state/upcoming/index.html"]
    assert "The harbour" not in outcome["walks/state/past/index.html"].partition("<main")[2]
    assert "Norway" in outcome["walks/country/no/index.html"]


def test_its_feed_has_the_entries(outcome: Outcome) -> None:
    assert re.findall(r"<title>([^<]+)</title>", outcome["walks/feed.xml"])[1:] == [
        "The old town",
        "The harbour",  # its day lies ahead
    ]
    assert "fr/walks/feed.xml" in outcome.paths


def test_the_topic_lists_what_names_it(outcome: Outcome) -> None:
    html = outcome[f"topics/{(outcome.root / 'topic').read_text()}/index.html"]

    assert "Walks" in html
    assert 'href="/walks/old-town/"' in html


def test_its_data_is_there(outcome: Outcome) -> None:
    data = json.loads(outcome["data/walks.json"])

    assert [item["id"] for item in data["entries"]] == ["walks/harbour", "walks/old-town"]
    assert data["entries"][0]["state"] == "upcoming"
    assert "walks" in [item["type"] for item in json.loads(outcome["data/index.json"])["files"]]


def test_it_can_stand_in_a_menu(outcome: Outcome) -> None:
    assert '<a href="/walks/">Walks</a>' in outcome["index.html"]
    assert '<a href="/fr/walks/">Promenades</a>' in outcome["fr/index.html"]


def test_its_entries_are_found_by_country_and_year(outcome: Outcome) -> None:
    assert 'href="/walks/old-town/"' in outcome["countries/no/index.html"]
    assert 'href="/walks/old-town/"' in outcome["years/2026/index.html"]


def test_its_pages_are_in_the_sitemap(outcome: Outcome) -> None:
    for path in ("walks/", "fr/walks/", "walks/old-town/", "fr/walks/harbour/"):
        assert f"<loc>https://atlas.example.org/{path}</loc>" in outcome["sitemap.xml"]
