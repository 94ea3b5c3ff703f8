"""What readers find: the index over the finished pages, the page for searching, and its description."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sitegen.commands.rebuild import rebuilt_otherwise
from sitegen.definition import site_search
from sitegen.execute import executor_for
from sitegen.features.search.pagefind_format import unpacked_bytes
from tests.build.builds import build, tree
from tests.features.search.indexed import files_of_pages, fragments
from tests.sites import Files, attempt, base_text, build_good, entry, load, make_site, write_files

SITE = base_text("content/site.yaml") + "search: {filters: [type, topics, countries, year], names: also}\n"
PROJECTS = base_text("content/projects/_type.yaml").replace("fields:\n", "fields:\n  also: {many: true}\n", 1)
QUIET = """title: Quiet
description: Nothing to find.
base_url: https://example.org
languages: {en: {}}
search: {}
"""
PAGE = """{% extends "base.html" %}{% block main %}<a href="{{ site.search }}">{{ site.short_name }}</a>
{% for f in filters %}<p id="{{ f.name }}">{% for t in f.terms %}{{ t.value }}={{ t.label }};{% endfor %}</p>
{% endfor %}{% for way in ways %}<a class="way" href="{{ way.url }}">{{ way.title }}</a>{% endfor %}
{% endblock %}"""
BASE = base_text("templates/base.html")
FILES: Files = {
    "content/site.yaml": SITE,
    "content/projects/_type.yaml": PROJECTS,
    "content/projects/glow.md": entry(
        "Glow", "also: [EC2]", "topics: [food]", "countries: [NO]", "start: 2024"
    ),
    "content/projects/glow.fr.md": entry("Lueur", body="Texte."),
    "content/projects/hidden.md": entry("Hidden", "noindex: true"),
    "content/projects/later.md": entry("Later", "draft: true"),
    "content/projects/moved.md": entry("Moved", "aliases: [/old/]"),
    "templates/search.html": PAGE,
    "templates/base.html": BASE.replace("<h1>", "<main><h1>").replace("</body>", "</main><i>End</i></body>"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site", FILES)
    assert not build(root).report.problems
    return root


def index(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(root / "public").items() if path.startswith("pagefind/")}


def replace_in(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


# --- the index -----------------------------------------------------------------------------------


MADE = {
    "/", "/activities/", "/figures/", "/projects/", "/sources/", "/topics/",
    "/countries/", "/countries/fr/", "/countries/no/",
}  # fmt: skip


def test_every_entry_is_found_in_every_language_and_every_page_with_a_title_of_its_own(root: Path) -> None:
    entries = {"/projects/spark/", "/projects/moved/", "/topics/water/"}

    assert fragments(root, "en").keys() == MADE | entries | {"/projects/glow/", "/topics/food/"}
    assert fragments(root, "fr").keys() == {f"/fr{url}" for url in MADE} | entries | {
        "/fr/projects/glow/", "/fr/topics/food/",
    }  # fmt: skip


def test_an_index_is_found_by_its_title_and_introduction_unless_search_engines_are_kept_away(
    tmp_path: Path,
) -> None:
    index = base_text("templates/index.html").replace(
        "{% block main %}", "{% block main %}{% if body %}{{ body.html }}{% endif %}"
    )
    files = {
        **FILES,
        "templates/index.html": index,
        "content/topics/_index.md": entry("What we do", body="A word about topics."),
        "content/projects/_index.md": entry("Projects", "noindex: true"),
    }
    root = make_site(tmp_path / "site", files)
    assert not build(root).report.problems
    found = fragments(root, "en")

    assert found["/topics/"]["meta"] == {"url": "/topics/", "lang": "en", "title": "What we do"}
    assert "A word about topics." in str(found["/topics/"]["content"])
    assert "/projects/" not in found


def test_what_is_found_has_its_title_its_language_and_its_filters(root: Path) -> None:
    english, french = fragments(root, "en"), fragments(root, "fr")

    assert english["/projects/glow/"]["meta"] == {
        "url": "/projects/glow/", "lang": "en", "title": "Glow", "start": "Glow",
    }  # fmt: skip
    assert french["/fr/projects/glow/"]["meta"] == {
        "url": "/fr/projects/glow/", "lang": "fr", "title": "Lueur", "start": "Lueur",
    }  # fmt: skip
    assert french["/projects/moved/"]["meta"] == {
        "url": "/projects/moved/", "lang": "en", "title": "Moved", "start": "Moved",
    }  # fmt: skip
    assert english["/projects/glow/"]["filters"] == {
        "type": ["projects"], "topics": ["topics/food"], "countries": ["NO"], "year": ["2024"],
    }  # fmt: skip


def test_a_summary_is_shown_with_what_is_found_and_has_breaks_as_titles_have(root: Path) -> None:
    glow = entry("Lueur", 'summary: L’éclat d’une ville, "la nuit".', body="Texte.")
    write_files(root, {"content/projects/glow.fr.md": glow})
    build(root)
    found = fragments(root, "fr")["/fr/projects/glow/"]

    assert found["meta"]["summary"] == 'L’\u2060 éclat d’\u2060 une ville, "la nuit".'


def test_what_is_marked_is_found_but_is_not_in_the_text_for_excerpts(tmp_path: Path) -> None:
    facts = '<dl data-pagefind-meta="facts" data-pagefind-ignore><dt>Seat</dt> <dd>Bonn</dd></dl></main>'
    files = {**FILES, "templates/base.html": str(FILES["templates/base.html"]).replace("</main>", facts)}
    root = make_site(tmp_path / "site", files)
    assert not build(root).report.problems
    found = fragments(root, "en")["/projects/glow/"]

    assert found["meta"]["facts"] == "Seat Bonn"
    assert "Bonn" not in str(found["content"])


def test_another_name_is_part_of_what_is_searched_and_what_all_pages_say_is_not(root: Path) -> None:
    content = str(fragments(root, "en")["/projects/glow/"]["content"])

    assert content.startswith("EC2.")
    assert "Glow" in content
    assert "End" not in content


def test_the_index_has_the_same_bytes_in_every_build(root: Path) -> None:
    first = index(root)

    for number in range(3):
        other = root.with_name(f"other{number}")
        make_site(other, FILES)
        build(other)
        assert index(other) == first


def test_the_index_is_kept_where_no_text_has_changed(root: Path) -> None:
    before = {path: (root / "public" / path).stat().st_mtime_ns for path in index(root)}
    replace_in(root, "templates/base.html", "End", "The end")
    done = build(root)

    assert "projects/glow/index.html" in done.rendered
    assert {path: (root / "public" / path).stat().st_mtime_ns for path in index(root)} == before


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("content/projects/glow.md", "Text.", "Words."),
        ("content/projects/glow.md", "EC2", "EC3"),
        ("content/projects/glow.md", "start: 2024", "start: 2025"),
        ("content/projects/glow.md", "also:", "noindex: true\nalso:"),
        ("content/projects/glow.fr.md", "Texte.", "Mots."),
    ],
)
def test_an_edit_of_what_is_searched_gives_the_index_of_a_clean_build(
    path: str, old: str, new: str, root: Path
) -> None:
    before = index(root)
    replace_in(root, path, old, new)
    assert not build(root).report.problems
    other = root.with_name("clean")
    make_site(other, {**FILES, path: (root / path).read_bytes()})
    build(other)

    assert index(root) != before
    assert tree(root / "public") == tree(other / "public")
    assert rebuilt_otherwise(root, root / "public", load(root), executor_for(1), lambda *_: None) == []


def _times(root: Path) -> dict[str, int]:
    """When each file of the index was written."""
    return {path: (root / "public" / path).stat().st_mtime_ns for path in index(root)}


def _kind(path: str) -> str:
    """Folder of a file of the index, with its language if its name has it."""
    _, folder, name = f"{path}//".split("/")[:3]
    found = re.match(r"(?:pagefind[.])?([a-z]{2})_[0-9a-f]{12}[.]pf_([a-z]+)$", name or folder)
    return f"{found[1]} {found[2]}" if found else folder


def test_an_edit_of_a_translation_makes_only_the_index_of_its_language(root: Path) -> None:
    before = _times(root)
    replace_in(root, "content/projects/glow.fr.md", "Texte.", "Mots.")
    build(root)
    after = _times(root)
    changed = {_kind(path) for path in after if after[path] != before.get(path)}

    assert "Mots." in str(fragments(root, "fr")["/fr/projects/glow/"]["content"])
    assert changed == {"pagefind-entry.json", "fragment", "fr index", "fr meta"}


def test_an_edit_of_what_stands_for_a_missing_translation_makes_the_index_of_all_languages(
    root: Path,
) -> None:
    replace_in(root, "content/projects/moved.md", "Text.", "Words.")
    build(root)

    for language in ("en", "fr"):
        assert "Words." in str(fragments(root, language)["/projects/moved/"]["content"])


def test_the_text_of_an_untranslated_page_is_stored_once_for_all_languages(root: Path) -> None:
    files = {language: set(files_of_pages(root, language)) for language in ("en", "fr")}
    shared = [json.loads(unpacked_bytes(path.read_bytes())) for path in files["en"] & files["fr"]]

    assert {page["meta"]["url"] for page in shared} == {
        "/projects/spark/", "/projects/moved/", "/topics/water/",
    }  # fmt: skip
    assert len(list((root / "public/pagefind/fragment").iterdir())) == len(files["en"] | files["fr"])


@pytest.mark.parametrize(
    ("before", "after"), [([], ["de"]), (["de"], ["es"]), (["de"], [])], ids=["more", "another", "less"]
)
def test_with_other_languages_the_index_is_that_of_a_clean_build(
    before: list[str], after: list[str], root: Path
) -> None:
    for others in (before, after):
        more = "".join(f"  {code}: {{}}\n" for code in others)
        site = SITE.replace("  fr: {}\n", f"  fr: {{}}\n{more}")
        (root / "content/site.yaml").write_text(site, encoding="utf-8")
        assert not build(root).report.failed
    found = index(root)
    build(root, fresh=True)

    assert json.loads(found["pagefind/pagefind-entry.json"])["languages"].keys() == {"en", "fr", *after}
    assert index(root) == found


def test_the_index_is_the_same_whether_languages_are_made_together_or_alone(root: Path) -> None:
    other = root.with_name("other")
    make_site(other, FILES)
    build(other, jobs=2)

    assert index(other) == index(root)


def test_a_site_in_which_nothing_is_to_be_found_has_no_index(tmp_path: Path) -> None:
    root = tmp_path / "site"
    files: Files = {
        "content/site.yaml": QUIET,
        "content/_index.md": entry("Home", "noindex: true"),
        **{f"templates/{name}.html": "{{ page.title }}" for name in ("home", "404", "search")},
    }
    write_files(root, files)

    assert not build(root).report.problems
    assert (root / "public/index.html").read_text(encoding="utf-8") == "Home"
    assert index(root) == {}


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_an_index_that_was_damaged_is_made_anew(damage: str, root: Path) -> None:
    before = index(root)
    file = root / "public/pagefind/pagefind-entry.json"
    if damage == "gone":
        file.unlink()
    else:
        file.write_text("{}")
    assert rebuilt_otherwise(root, root / "public", load(root), executor_for(1), lambda *_: None) == [
        "pagefind/pagefind-entry.json"
    ]
    build(root)

    assert index(root) == before


def test_while_somebody_writes_the_index_of_an_earlier_build_is_good_enough(root: Path) -> None:
    before = index(root)
    replace_in(root, "content/projects/glow.md", "Text.", "Words.")
    done = build(root, old_index=True)

    assert "projects/glow/index.html" in done.rendered
    assert index(root) == before
    replace_in(root, "content/projects/glow.md", "Words.", "Phrases.")
    build(root)
    assert "Phrases." in str(fragments(root, "en")["/projects/glow/"]["content"])


def test_without_search_in_the_definition_the_index_goes(root: Path) -> None:
    (root / "content/site.yaml").write_text(base_text("content/site.yaml"), encoding="utf-8")
    build(root)

    assert index(root) == {}
    assert not (root / "public/pagefind").exists()
    assert not (root / "public/search").exists()


def test_the_interfaces_that_the_site_does_without_are_not_published(root: Path) -> None:
    scripts = {path for path in index(root) if path.endswith((".js", ".css"))}

    assert scripts == {"pagefind/pagefind.js", "pagefind/pagefind-worker.js"}


def test_a_site_below_a_path_leads_there(tmp_path: Path) -> None:
    site = SITE.replace("https://example.org", "https://example.org/preview/7")
    root = make_site(tmp_path / "site", {**FILES, "content/site.yaml": site})
    build(root)

    assert "/preview/7/fr/projects/glow/" in fragments(root, "fr")
    description = ElementTree.parse(root / "public/fr/opensearch.xml")
    url = description.find("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert url is not None
    assert url.get("template") == "https://example.org/preview/7/fr/search/?q={searchTerms}"


# --- the page and what belongs to it ---------------------------------------------------------------


def test_the_page_for_searching_has_the_filters_and_the_other_ways(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)
    html = outcome["fr/search/index.html"]

    assert dict(re.findall(r'<p id="(\w+)">(.*?)</p>', html)) == {
        "type": "projects=Projets;topics=Thèmes;",
        "topics": "topics/food=Alimentation;",
        "countries": "FR=France;NO=Norvège;",
        "year": "2024=2024;",
    }
    ways = re.findall(r'<a class="way" href="([^"]+)"', html)
    assert {"/fr/countries/", "/fr/projects/", "/fr/topics/"} <= set(ways)
    assert all(f"{way.lstrip('/')}index.html" in outcome.paths for way in ways)
    assert "/search/" not in outcome["sitemap.xml"]


def test_compiled_code_is_allowed_only_where_there_is_a_search(tmp_path: Path) -> None:
    assert "script-src 'self' 'wasm-unsafe-eval';" in build_good(tmp_path / "with", FILES)["_headers"]
    assert "wasm" not in build_good(tmp_path / "without")["_headers"]


def test_without_the_program_the_site_is_whole_and_has_no_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_search, "find_spec", lambda _: None)
    outcome = attempt(tmp_path, {**FILES, "templates/home.html": "{{ site.search or 'None' }}"})

    assert outcome.codes == ["search.missing"]
    assert "projects/glow/index.html" in outcome.paths
    assert not {path for path in outcome.paths if "search" in path}
    assert "wasm" not in outcome["_headers"]
    assert outcome["index.html"] == "None"


def test_nothing_else_may_lie_where_the_index_is(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, {**FILES, "static/pagefind/pagefind.js": "1"})

    assert outcome.codes == ["address.collision"]
