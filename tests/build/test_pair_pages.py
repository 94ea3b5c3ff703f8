"""Pairs of filters with one entry, which have no page: what links to them, and builds after edits."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sitegen.upkeep.next_change import next_change
from tests.build.builds import assert_as_clean, build, built, replace_in, tree, write
from tests.sites import TODAY, entry, load, write_files

FILES = {
    "content/site.yaml": "title: Talks\ndescription: Talks.\nbase_url: https://example.org\n"
    "languages: {en: {}, sv: {}}\n",
    "content/talks/_type.yaml": "name: Talk\nplural: Talks\ndescription: Talks.\ndate: day\nsort: [day]\n"
    "state: {from: day, until: day, values: {coming: Coming, now: Now, over: Over}}\n"
    "fields:\n  day: {kind: date, required: true}\n  about: {kind: choice, choices: {air: Air, sea: Sea}}\n"
    "  note: {kind: markdown}\n"
    "index: {facets: [about, state], pairs: [[about, state]]}\n",
    "content/talks/one.md": entry("One", "day: 2026-01-01", "about: air"),
    "content/talks/two.md": entry("Two", "day: 2026-08-01", "about: air"),
    "content/talks/two.sv.md": entry("Två"),
    "content/talks/three.md": entry("Three", "day: 2026-09-01", "about: air"),
    "content/talks/four.md": entry("Four", "day: 2026-09-02", "about: sea"),
    "templates/page.html": "{% block main %}{% endblock %}",
    "templates/home.html": "home",
    "templates/entry.html": '{{ page.title }} {{ body.html }}{{ page.fields.get("note", "") }}',
    "templates/index.html": "{% for card in entries %}{{ card.title }},{% endfor %}{% for facet in facets %}"
    "{% for it in facet.terms %}|{{ it.label }} {{ it.count }} {{ it.url or 'None' }} {{ it.entry }}"
    "{% endfor %}"
    "{% endfor %}",
    "templates/404.html": "nothing here",
}
AIR, SEA = "talks/about/air/index.html", "talks/about/sea/index.html"
COMING, OVER = "talks/about/air/state/coming/index.html", "talks/about/air/state/over/index.html"
AUGUST = date(2026, 8, 2)
"""The day after "Two", when one talk about air is left."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return built(tmp_path / "site", FILES)


def paths(root: Path) -> set[str]:
    """Pages of pairs, without languages."""
    found = (path.removeprefix("sv/") for path in tree(root / "public"))
    return {path for path in found if re.match(r"talks/about/\w+/state/", path)}


def links(root: Path, path: str) -> list[str]:
    """The values of the facets on a page, with their counts, addresses and entries."""
    text = (root / "public" / path).read_text(encoding="utf-8")
    return [" ".join(link.split()) for link in text.split("|")[1:]]


def test_a_pair_with_one_entry_has_no_page_and_its_link_leads_to_the_entry(root: Path) -> None:
    assert paths(root) == {COMING}
    assert links(root, AIR) == [
        "Air 3 /talks/",
        "Sea 1 /talks/about/sea/",
        "Coming 2 /talks/about/air/state/coming/",
        "Over 1 /talks/one/ One",
    ]
    assert links(root, SEA) == ["Air 3 /talks/about/air/", "Sea 1 /talks/", "Coming 1 /talks/four/ Four"]
    assert links(root, COMING) == [
        "Air 2 /talks/state/coming/",
        "Sea 1 /talks/four/ Four",
        "Coming 2 /talks/about/air/",
        "Over 1 /talks/one/ One",
    ]


def test_each_language_links_to_its_own_page_of_the_entry(root: Path) -> None:
    write(root, "content/talks/one.sv.md", entry("Ett"))
    assert not build(root).report.problems

    assert "Over 1 /sv/talks/one/ Ett" in links(root, f"sv/{AIR}")
    assert "Over 1 /talks/one/ One" in links(root, AIR)
    assert_as_clean(root)


def test_a_language_without_the_second_entry_has_no_page(root: Path) -> None:
    replace_in(root, "content/talks/three.md", "about: air", "about: air\nonly_in: [en]")
    assert not build(root).report.problems

    assert (root / "public" / COMING).exists()
    assert not (root / "public/sv" / COMING).exists()
    assert "Coming 1 /sv/talks/two/ Två" in links(root, f"sv/{AIR}")
    assert_as_clean(root)


def test_the_page_goes_and_comes_with_the_day(root: Path) -> None:
    found, problems = next_change(root, load(root, TODAY))
    assert (found and found.day, problems) == (date(2026, 8, 1), ())
    found, problems = next_change(root, load(root, date(2026, 8, 1)))
    assert (found and found.day, problems) == (AUGUST, ())

    assert not build(root, today=AUGUST).report.problems
    assert paths(root) == {OVER}
    assert links(root, AIR)[2:] == ["Coming 1 /talks/three/ Three", "Over 2 /talks/about/air/state/over/"]
    assert_as_clean(root, AUGUST)

    assert not build(root).report.problems
    assert paths(root) == {COMING}
    assert_as_clean(root)


def test_a_second_entry_brings_the_page(root: Path) -> None:
    replace_in(root, "content/talks/four.md", "about: sea", "about: air")
    replace_in(root, "content/talks/four.md", "2026-09-02", "2026-01-02")
    assert not build(root).report.problems

    assert paths(root) == {COMING, OVER}
    assert links(root, AIR)[-1] == "Over 2 /talks/about/air/state/over/"
    assert_as_clean(root)


def test_a_title_is_shown_by_the_lists_with_one_of_the_filters(root: Path) -> None:
    replace_in(root, "content/talks/four.md", "title: Four", "title: Fyra")
    rendered = set(build(root).rendered)

    lists = {
        f"talks/{name}index.html" for name in ("", "about/sea/", "state/coming/", "about/air/state/coming/")
    }
    assert {path for path in rendered if path.startswith("talks/")} == {"talks/four/index.html", *lists}
    assert links(root, COMING)[1] == "Sea 1 /talks/four/ Fyra"
    assert_as_clean(root)


def test_a_text_that_names_the_address_keeps_the_page(root: Path) -> None:
    replace_in(root, "content/talks/two.md", "Text.", "[Over](/talks/about/air/state/over/)")
    assert not build(root).report.problems
    assert paths(root) == {COMING, OVER}
    assert links(root, AIR)[-1] == "Over 1 /talks/about/air/state/over/"
    assert_as_clean(root)

    replace_in(root, "content/talks/two.md", "[Over](/talks/about/air/state/over/)", "Text.")
    assert not build(root).report.problems
    assert paths(root) == {COMING}
    assert_as_clean(root)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("content/talks/two.sv.md", "Text.", "[Över](/sv/talks/about/air/state/over/)"),
        ("content/talks/two.md", "about: air", 'about: air\nnote: "[it](/talks/about/air/state/over/)"'),
        (
            "content/site.yaml",
            "languages:",
            "menus: {main: [{target: /talks/about/air/state/over/, title: Over}]}\nlanguages:",
        ),
    ],
)
def test_a_page_is_kept_in_all_languages_where_something_names_it(
    root: Path, path: str, old: str, new: str
) -> None:
    replace_in(root, path, old, new)
    assert not build(root).report.problems

    assert {OVER, f"sv/{OVER}"} <= tree(root / "public").keys()
    assert_as_clean(root)


def test_an_entry_without_a_page_is_listed(root: Path) -> None:
    replace_in(root, "content/talks/one.md", "Text.\n", "")
    replace_in(root, "content/talks/one.md", "about: air", "about: air\nlink_to: https://example.com/one")
    assert not build(root).report.problems

    assert paths(root) == {COMING, OVER}
    assert links(root, AIR)[-1] == "Over 1 /talks/about/air/state/over/"
    assert_as_clean(root)


def test_the_built_in_theme_names_the_entry_for_screen_readers(tmp_path: Path) -> None:
    files = {path: text for path, text in FILES.items() if not path.startswith("templates/")}
    site = files["content/site.yaml"].replace("sv: {}", "fr: {}") + "theme: network\n"
    one = entry('"One & <all>"', "day: 2026-01-01", "about: air")
    write_files(tmp_path, {**files, "content/site.yaml": site, "content/talks/one.md": one})
    (tmp_path / "content/talks/two.sv.md").unlink()
    assert not build(tmp_path).report.problems
    html = (tmp_path / "public/fr" / AIR).read_text(encoding="utf-8")

    label = "Over\N{NARROW NO-BREAK SPACE}: One &amp; &lt;all&gt;"
    assert f'<a href="/talks/one/" hreflang="en" aria-label="{label}" data-entry>Over</a>' in html
