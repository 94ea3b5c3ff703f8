"""Entries that exist on purpose in some languages only: `only_in`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sitegen.features.search.pages import search_pages
from sitegen.serve import session as serve
from sitegen.serve.watching import Step
from tests.build.builds import assert_as_clean, build, replace_in, tree
from tests.commands.test_cli import sitegen
from tests.sites import TODAY, Files, attempt, base_text, build_good, entry, make_site, model, write_files

SITE = base_text("content/site.yaml").replace("  fr: {}\n", "  fr: {}\n  de: {}\n")
LYON = entry("Lyon", "only_in: [fr]", "start: 2026-03-01", "countries: [FR, LU]", "topics: [food]")
OSLO = entry("Oslo", "start: 2025-01-01", "follows: [lyon]", body="See [the other](lyon.fr.md).")
FILES: Files = {
    "content/site.yaml": SITE.replace('"type:topics"', '"type:topics", "page:projects/lyon"'),
    "content/projects/lyon.fr.md": LYON,
    "content/projects/oslo.md": OSLO,
}
"""Three projects, of which one is in French only, two on a page; nothing else has to do with Luxembourg."""
IN_FRENCH = {
    "fr/index.html",
    "fr/a-z/index.html",
    "fr/activities/index.html",
    "fr/activities/type/projects/index.html",
    "fr/projects/index.html",
    "fr/projects/countries/fr/index.html",
    "fr/projects/countries/lu/index.html",
    "fr/projects/state/active/index.html",
    "fr/projects/topics/food/index.html",
    "fr/projects/year/2026/index.html",
    "fr/projects/feed.xml",
    "fr/projects/feed.json",
    "fr/feed.xml",
    "fr/feed.json",
    "fr/countries/fr/index.html",
    "fr/countries/lu/index.html",
    "fr/topics/food/index.html",
    "fr/topics/food/feed.xml",
    "fr/topics/food/feed.json",
    "fr/projects/lyon/index.html",
}
MENU = re.compile(r'<nav class="menu">.*?</nav>', re.DOTALL)


def naming(files: dict[str, str], title: str) -> set[str]:
    """The outputs that have a title outside of their menu."""
    return {path for path, text in files.items() if title in MENU.sub("", text)}


def test_only_its_languages_have_it(tmp_path: Path) -> None:
    files = build_good(tmp_path, FILES).files

    assert naming(files, "Lyon") == IN_FRENCH | {"projects/oslo/index.html", "data/projects.json"}
    assert {path for path in files if "Lyon" in "".join(MENU.findall(files[path]))} == {
        path for path in files if path.startswith("fr/") and path.endswith("/index.html")
    }


def test_pages_with_nothing_else_are_made_in_its_languages_alone(tmp_path: Path) -> None:
    paths = build_good(tmp_path, FILES).paths

    for path in ("countries/lu", "projects/countries/lu", "projects/year/2026", "projects/page/2"):
        made = {code for code in ("", "fr/", "de/") if f"{code}{path}/index.html" in paths}
        assert (path, made) == (path, {"fr/"})


def test_counts_leave_it_out(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)

    assert re.search(r"Food\W[^(]*\(1\)", outcome["de/projects/index.html"])
    assert "1/1 of 2" in outcome["de/projects/index.html"]
    assert "1/2 of 3" in outcome["fr/projects/index.html"]
    assert "(2)" in outcome["fr/projects/topics/food/index.html"]


def test_no_other_language_is_said_to_have_its_pages(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)

    for path in ("countries/lu", "projects/countries/lu", "projects/page/2", "projects/lyon"):
        found = re.findall(r'hreflang="(\w+)" href="([^"]+)"', outcome[f"fr/{path}/index.html"])
        assert found == [("fr", f"https://example.org/fr/{path}/")]
    for path in ("countries/lu", "projects/lyon"):
        where = re.findall(rf"<loc>([^<]*{path}/)</loc>(.*?)</url>", outcome["sitemap.xml"], re.DOTALL)
        assert where == [(f"https://example.org/fr/{path}/", "")]


def test_links_and_references_lead_to_it(tmp_path: Path) -> None:
    page = build_good(tmp_path, FILES)["projects/oslo/index.html"]

    assert 'See <a href="/fr/projects/lyon/">the other</a>.' in page
    assert "<dd>Lyon</dd>" in page


def test_it_shows_who_names_it(tmp_path: Path) -> None:
    page = build_good(tmp_path, FILES)["fr/projects/lyon/index.html"]

    assert '<section class="relation" id="followed_by">' in page
    assert '<a href="/projects/oslo/" lang="en">Oslo</a>' in page


def test_the_default_language_can_be_the_only_one(tmp_path: Path) -> None:
    files = build_good(tmp_path, {"content/topics/moss.md": entry("Moss", "only_in: [en]")}).files

    assert naming(files, "Moss") == {
        *("a-z/index.html", "activities/index.html", "activities/type/topics/index.html"),
        *("topics/index.html", "topics/moss/index.html", "data/topics.json"),
        *("topics/food/index.html", "topics/water/index.html"),
    }


def test_another_moves_up_where_a_list_has_a_limit(tmp_path: Path) -> None:
    project = entry("Pau", "start: 2024-01-01")
    outcome = build_good(tmp_path, {**FILES, "content/projects/pau.md": project})
    latest = re.compile(r'<ul class="latest">(.*?)</ul>', re.DOTALL)
    found = {path: latest.search(outcome[path]) for path in ("index.html", "fr/index.html")}

    assert [re.findall(r">(\w+)</a>", match[1]) for match in found.values() if match] == [
        ["Oslo", "Spark"],
        ["Lyon", "Oslo"],
    ]


def test_an_entry_in_two_languages_has_a_source_and_a_translation(tmp_path: Path) -> None:
    files: Files = {
        **FILES,
        "content/projects/lyon.fr.md": LYON.replace("[fr]", "[fr, de]"),
        "content/projects/lyon.de.md": entry("Lyon auf Deutsch"),
    }
    outcome = build_good(tmp_path, files)

    assert "Lyon auf Deutsch" in outcome["de/countries/lu/index.html"]
    assert "Lyon auf Deutsch" not in outcome["fr/countries/lu/index.html"]
    assert "countries/lu/index.html" not in outcome.paths
    assert "2026" in outcome["de/projects/lyon/index.html"]


def test_facts_are_required_of_it_as_of_any_source(tmp_path: Path) -> None:
    start = "  start: {kind: date, partial: true"
    types = base_text("content/projects/_type.yaml").replace(start, f"{start}, required: true")
    files: Files = {
        "content/projects/_type.yaml": types,
        "content/projects/nice.fr.md": entry("Nice", "only_in: [fr]"),
    }

    assert [(p.code, p.location.path) for p in attempt(tmp_path, files).found] == [
        ("field.missing", "content/projects/nice.fr.md")
    ]


def test_data_is_read_in_the_index_of_its_language(tmp_path: Path) -> None:
    index = base_text("content/sources/_type.yaml") + "index: {}\n"
    files: Files = {
        "content/sources/_type.yaml": index,
        "content/sources/bulletin.fr.yaml": base_text("content/sources/report.yaml").replace(
            "title:", "only_in: [fr]\ntitle: Bulletin #", 1
        ),
        "content/topics/moss.md": entry("Moss", body="See [it](../sources/bulletin.fr.yaml)."),
    }
    outcome = build_good(tmp_path, files)

    assert '<a href="/fr/sources/#bulletin">it</a>' in outcome["topics/moss/index.html"]
    assert "Bulletin" in outcome["fr/sources/index.html"]
    assert "Bulletin" not in outcome["sources/index.html"]


def test_search_finds_it_in_its_languages(tmp_path: Path) -> None:
    found = search_pages(model(tmp_path, FILES))

    wanted = ("fr/projects/lyon/index.html", "countries/lu/index.html")
    assert {(page.language, page.name) for page in found if page.output.endswith(wanted)} == {
        ("fr", "fr/projects/lyon/index.html"),
        ("fr", "fr/countries/lu/index.html"),
    }


def test_it_is_not_missing_in_other_languages(tmp_path: Path) -> None:
    make_site(tmp_path, FILES)
    found = json.loads(sitegen("translations", "--root", str(tmp_path), "--format", "json").stdout)

    assert "lyon" not in json.dumps(found)
    assert {row["code"]: row["translatable"] for row in found["languages"]} == {"fr": 4, "de": 4}


EDITS = {
    "added": ("content/projects/lyon.fr.md", "start: 2026", "only_in: [fr]\nstart: 2026"),
    "removed": ("content/projects/oslo.md", "only_in: [en]\n", ""),
    "widened": ("content/projects/oslo.md", "[en]", "[en, de]"),
    "text": ("content/projects/oslo.md", "See", "Read"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_gives_what_a_clean_build_gives(name: str, tmp_path: Path) -> None:
    alone = "" if name == "added" else "only_in: [fr]\n"
    root = make_site(tmp_path / "site", FILES)
    write_files(
        root,
        {
            "content/projects/lyon.fr.md": LYON.replace("only_in: [fr]\n", alone),
            "content/projects/oslo.md": OSLO.replace("start:", "only_in: [en]\nstart:"),
        },
    )
    before = build(root)
    assert [p.code for p in before.report.problems] == (["translation.orphan"] if name == "added" else [])
    replace_in(root, *EDITS[name])

    assert not build(root).report.problems
    assert_as_clean(root)


def test_serve_shows_an_edit_as_a_clean_build_does(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", FILES)
    session = serve.SessionOptions(root, 8000, lambda: TODAY)
    builder = serve.Builder(session, tmp_path / "served", lambda _: None, lambda _: "")
    for old, new in (("[fr]", "[fr, de]"), ("[fr, de]", "[fr]")):
        assert list(serve.updates(builder, iter([Step.CHANGED])))
        replace_in(root, "content/projects/lyon.fr.md", old, new)
    assert list(serve.updates(builder, iter([Step.CHANGED])))

    names = {path for path, data in tree(tmp_path / "served").items() if b"Lyon" in data}
    assert not [name for name in names if name.startswith("de/") and name.endswith((".html", ".xml"))]
    assert "fr/projects/lyon/index.html" in names
