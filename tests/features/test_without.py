"""The core works without any feature: its import is blocked, and a site lacks only what the feature gives."""

from __future__ import annotations

import fnmatch
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.types.registers import FEATURES
from tests.sites import base_text, entry, make_site, write_files

ROOT = Path(__file__).parents[2]
BUILD = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if f"{name}.".startswith(f"{BLOCKED}."):
            raise ModuleNotFoundError(f"{name} is blocked", name=name)

BLOCKED = sys.argv.pop(1)
sys.meta_path.insert(0, Blocked())
from sitegen.commands.cli import main
main()
"""
CITIES = """name: City
plural: Cities
places: [country]
map: [country]
index: {map: true, facets: [country], charts: [country]}
sheet: sheet.html
illustration: {drawing: monogram}
citation: {}
network: {takes_part: {label: Takes part, relations: [meetings]}}
fields:
  country: {kind: country}
"""
MEETINGS = """name: Meeting
plural: Meetings
date: start
index: {feed: true}
calendar: {start: start, end: end}
months: month.html
fields:
  cities: {kind: reference, to: cities, many: true, inverse: meetings}
  start: {kind: date}
  end: {kind: date}
"""
MOTTO = """
from sitegen.extend import Location, Output, Problem, Severity

def plan(site, sources):
    yield Output("motto.txt", "motto", "en", {}, "content/site.yaml", indexed=False)

def check(document, config, source):
    yield Problem("motto.seen", "seen", Location(document.path), severity=Severity.NOTE)

PLANNERS = (plan,)
RENDERERS = {"motto": lambda job: b"Together"}
DOCUMENT_RULES = (check,)
"""
SITE = {
    "content/site.yaml": base_text("content/site.yaml")
    + "search: {}\nsheets: {fonts: package:fontpkg_noto_sans}\nillustrations: {}\n"
    + "cms: {repo: someone/notes}\nsocial_cards: {fonts: package:fontpkg_noto_sans}\n",
    "extensions/motto.py": MOTTO,
    "templates/search.html": "{% extends 'base.html' %}{% block main %}{{ filters|length }}{% endblock %}",
    "content/cities/_type.yaml": CITIES,
    "content/cities/oslo.md": entry("Oslo", "country: NO"),
    "content/meetings/_type.yaml": MEETINGS,
    "content/meetings/general.md": entry("General meeting", "start: 2026-06-10", "aliases: [/old/]"),
    "templates/entry.html": base_text("templates/entry.html").replace(
        "{% block main %}",
        "{% block main %}{% if page.calendar %}<a href='{{ page.calendar }}'>Calendar</a>{% endif %}"
        "{% if page.social_card %}<img src='{{ page.social_card.url }}' alt='Card'>{% endif %}"
        "<script type='application/ld+json'>{{ linked_data }}</script>"
        "{% for rule in accessibility.checked %}{{ rule.criterion }}{% endfor %}"
        "{% if citation %}{{ citation.html }}{% endif %}"
        "{% for calendar in calendars %}<a href='{{ calendar.url }}'>{{ calendar.title }}</a>{% endfor %}",
    ),
    "templates/month.html": "{% extends 'base.html' %}{% block main %}{{ month.title }}{% endblock %}",
    "templates/index.html": (
        "{% extends 'base.html' %}{% block main %}"
        "{% if map %}map{% endif %}{% for chart in charts or () %}chart{% endfor %}"
        "{% endblock %}"
    ),
}
GIVEN: dict[str, set[str]] = {
    "sitegen.features.feeds": {"*feed.xml", "*feed.json", "*calendar.ics", "*event.ics"},
    "sitegen.features.data": {
        "data/index.json",
        "data/catalog.jsonld",
        "data/*.json",
        "data/*.csv",
        "data/*.schema.json",
    },
    "sitegen.features.editing": {"admin/index.html", "admin/config.yml"},
    "sitegen.features.social_cards": {"cards/*.png"},
    "sitegen.features.publication": {
        "sitemap.xml",
        "robots.txt",
        "old/index.html",
        "_redirects",
        "redirects.map",
        "redirects.json",
        "_headers",
    },
    "sitegen.features.maps": {
        "maps/world.svg",
        "cities/map.csv",
        "fr/cities/map.csv",
        "cities/chart-country.csv",
        "fr/cities/chart-country.csv",
        "cities/oslo/map.csv",
    },
    "sitegen.features.search": {
        "search/index.html",
        "fr/search/index.html",
        "opensearch.xml",
        "fr/opensearch.xml",
        "pagefind/",
    },
    "sitegen.features.illustrations": {"illustrations/cities/oslo.svg"},
    "sitegen.features.citations": {"cities/oslo/oslo.bib", "cities/oslo/oslo.ris", "cities/oslo/oslo.json"},
    "sitegen.features.sheets": {"cities/oslo/oslo.pdf"},
    "sitegen.features.extensions": {"motto.txt"},
    "sitegen.features.networks": {"cities/network.csv", "fr/cities/network.csv"},
    "sitegen.features.month_calendar": {"meetings/2026-06/index.html", "fr/meetings/2026-06/index.html"},
}
"""Outputs of each feature; a star stands for any characters."""


REPORTED = {
    "sitegen.features.writing": {"field.markup", "table.hyphens"},
    "sitegen.features.consistency": {"title.duplicate"},
    "sitegen.features.translations": {"translation.fact", "translation.missing"},
    "sitegen.features.outbound": {"host.unknown"},
    "sitegen.features.weight": {"budget.html"},
    "sitegen.features.severities": {"baseline.mended"},
    "sitegen.features.extensions": {"motto.seen"},
}
"""Codes of the problems that each feature reports on a site with mistakes."""
MISTAKES = {
    "extensions/motto.py": MOTTO,
    "content/site.yaml": base_text("content/site.yaml") + "budgets: {html: 0}\n",
    "content/topics/air.md": entry(
        "Air", "summary: Clean **air**", body="| a | b |\n| c | d |\n\nhttps://elsewhere.example/"
    ),
    "content/projects/spark.fr.md": entry("Étincelle", "start: 2023"),
    "content/topics/breath.md": entry("Air"),
    "content/problems.lock": "content/topics/air.md link.missing 00000000 1\n",
}


def run(root: Path, blocked: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs sitegen without a module."""
    command = [sys.executable, "-c", BUILD, blocked, *arguments, "--root", str(root)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1780185600"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert "Traceback" not in done.stderr
    return done


def outputs_of(root: Path, blocked: str) -> set[str]:
    """Outputs of a site built without a module; `pagefind/` stands for the files of the index."""
    done = run(root, blocked, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    public = root / "public"
    files = {path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()}
    index = {path for path in files if path.startswith("pagefind/")}
    return files - index - {".sitegen.json"} | ({"pagefind/"} if index else set())


def codes_of(root: Path, blocked: str) -> set[str]:
    """Codes of the problems that `sitegen check` reports without a module."""
    done = run(root, blocked, "check", "--format", "json")
    return {problem["code"] for problem in json.loads(done.stdout)["problems"]}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    root = make_site(tmp_path_factory.mktemp("whole"))
    write_files(root, SITE)
    return outputs_of(root, "no.such.module")


@pytest.mark.parametrize("feature", FEATURES)
def test_a_site_without_a_feature_lacks_only_what_it_gives(
    feature: str, whole: set[str], tmp_path: Path
) -> None:
    root = make_site(tmp_path)
    write_files(root, SITE)

    without = outputs_of(root, feature)

    assert without <= whole
    given = {pattern: set(fnmatch.filter(whole, pattern)) for pattern in GIVEN.get(feature, ())}
    assert all(given.values())
    assert whole - without == set().union(*given.values())


def test_every_mistake_is_reported_but_those_of_a_feature_that_is_missing(tmp_path: Path) -> None:
    root = make_site(tmp_path, MISTAKES)

    everything = codes_of(root, "no.such.module")

    for feature, codes in REPORTED.items():
        assert everything - codes_of(root, feature) == codes


def test_mistakes_in_templates_are_reported_by_their_feature(tmp_path: Path) -> None:
    draft = "{% for card in lists.latest %}{{ card.fields.plase }}{{ pages }}{% endfor %}"
    root = make_site(tmp_path, {"templates/draft.html": draft})

    assert codes_of(root, "no.such.module") == {"template.undefined"}
    assert "template.undefined" not in codes_of(root, "sitegen.features.templating")


def test_a_key_of_a_missing_feature_is_a_warning(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/site.yaml": base_text("content/site.yaml") + "budgets: {html: 9}\n"})

    done = run(root, "sitegen.features.weight", "build")

    assert done.returncode == 0
    assert 'warning: config.unknown: the site has no key "budgets"' in done.stdout
    assert "not installed: sitegen.features.weight; " in done.stdout


def test_a_command_of_a_missing_feature_does_not_exist(tmp_path: Path) -> None:
    done = run(make_site(tmp_path), "sitegen.features.outbound", "links")

    assert done.returncode == 2
    assert 'there is no command "links"' in done.stderr


def test_a_comparison_without_the_feature_that_measures_pages(tmp_path: Path) -> None:
    before, after = (make_site(tmp_path / name) for name in ("before", "after"))
    page = base_text("templates/base.html").replace("</head>", '<script src="/a.js"></script></head>')
    write_files(after, {"templates/base.html": page, "static/a.js": "// A script."})
    for root in (before, after):
        run(root, "no.such.module", "build")
    command = ("diff", str(before / "public"), str(after / "public"))

    whole, without = (
        run(after, blocked, *command) for blocked in ("no.such.module", "sitegen.features.weight")
    )

    assert "Weight of pages" in whole.stdout
    assert without.returncode == whole.returncode
    assert "Weight of pages" not in without.stdout


def test_an_edit_after_a_feature_was_installed_reports_what_it_finds(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": entry("Air", "summary: Clean **air**")})
    without = run(root, "sitegen.features.writing", "build").stdout
    write_files(root, {"content/topics/food.md": entry("Food", body="Another text.")})

    whole = run(root, "no.such.module", "build").stdout

    assert "field.markup" not in without
    assert "field.markup" in whole


def test_a_fault_inside_a_feature_is_not_taken_for_a_missing_feature(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    write_files(root, SITE)
    command = [sys.executable, "-c", BUILD, "sitegen.features.maps.charts", "build", "--root", str(root)]

    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )

    assert "ModuleNotFoundError: sitegen.features.maps.charts is blocked" in done.stderr
