"""Single filters with one entry in an index without lists of one: links, and builds after edits."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sitegen.upkeep.next_change import next_change
from tests.build.builds import assert_as_clean, build, built, replace_in, tree, write
from tests.sites import entry, load, write_files

TERMS = (
    "{% for term in it.terms.about + it.terms.state %}<{{ term.label }} {{ term.url or 'None' }}>{% endfor %}"
)
FILES = {
    "content/site.yaml": "title: Talks\ndescription: Talks.\nbase_url: https://example.org/lab\n"
    "languages: {en: {}, sv: {}}\n"
    "lists:\n  all: {types: talks, permalink: /all/, arguments: [about], facets: [about],\n"
    "        lists_of_one: false}\n",
    "content/talks/_type.yaml": "name: Talk\nplural: Talks\ndescription: Talks.\ndate: day\nsort: [day]\n"
    "state: {from: day, until: day, values: {coming: Coming, now: Now, over: Over}}\n"
    "fields:\n  day: {kind: date, required: true}\n"
    "  about: {kind: choice, choices: {air: Air, sea: Sea}}\n  note: {kind: markdown}\n"
    "index: {facets: [about, state], lists_of_one: false, charts: [about]}\n",
    "content/talks/one.md": entry("One", "day: 2026-01-01", "about: air"),
    "content/talks/two.md": entry("Two", "day: 2026-08-01", "about: air"),
    "content/talks/two.sv.md": entry("Två"),
    "content/talks/three.md": entry("Three", "day: 2026-09-01", "about: sea"),
    "templates/page.html": "{% block main %}{% endblock %}",
    "templates/home.html": "{{ lists.all(about='air').url }},{{ lists.all(about='sea').url }}",
    "templates/entry.html": '{{ page.title }} {{ body.html }} {{ page.fields.get("note", "") }}'
    "{% set it = page %}" + TERMS,
    "templates/index.html": "{% for it in entries %}{{ it.name }}: " + TERMS + "\n{% endfor %}"
    "{% for facet in facets %}{% for it in facet.terms %}|{{ it.label }} {{ it.count }} "
    "{{ it.url or 'None' }} {{ it.entry }}{% endfor %}{% endfor %}",
    "templates/404.html": "nothing here",
}
COMING, OVER = "talks/state/coming/index.html", "talks/state/over/index.html"
AIR, SEA = "talks/about/air/index.html", "talks/about/sea/index.html"
OF_LIST = {"all/about/air/index.html"}
AUGUST = date(2026, 8, 2)
"""The day after "Two"."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return built(tmp_path / "site", FILES)


def lists(root: Path) -> set[str]:
    """Filtered lists, each in both languages."""
    paths = set(tree(root / "public"))
    found = {path for path in paths if re.match(r"(talks|all)/(about|state)/", path)}
    assert {path for path in paths if re.match(r"sv/(talks|all)/(about|state)/", path)} == {
        f"sv/{path}" for path in found
    }
    return found


def text_of(root: Path, path: str) -> str:
    return (root / "public" / path).read_text(encoding="utf-8")


def links(root: Path, path: str) -> list[str]:
    """The values of the facets on a page, with their counts, addresses and entries."""
    return [" ".join(link.split()) for link in text_of(root, path).split("|")[1:]]


def terms(root: Path, path: str) -> list[str]:
    """The terms on a page with their addresses."""
    return re.findall("<((?:Air|Sea|Coming|Over) .*?)>", text_of(root, path))


def test_a_filter_with_one_entry_has_no_list_and_its_links_lead_to_the_entry(root: Path) -> None:
    assert lists(root) == {AIR, COMING, *OF_LIST}
    expected = [
        "Air 2 /lab/talks/about/air/",
        "Sea 1 /lab/talks/three/ Three",
        "Coming 2 /lab/talks/state/coming/",
        "Over 1 /lab/talks/one/ One",
    ]
    assert links(root, "talks/index.html") == expected
    assert links(root, AIR) == ["Air 2 /lab/talks/", *expected[1:]]
    assert links(root, "all/index.html") == ["Air 2 /lab/all/about/air/", "Sea 1 /lab/talks/three/ Three"]
    assert "Air 2 /lab/sv/talks/about/air/" in links(root, "sv/talks/index.html")
    assert text_of(root, "index.html") == "/lab/all/about/air/,"


def test_a_term_of_one_entry_is_no_link_on_its_page_and_card(root: Path) -> None:
    assert terms(root, "talks/three/index.html") == ["Sea None", "Coming /lab/talks/state/coming/"]
    assert terms(root, "talks/one/index.html") == ["Air /lab/talks/about/air/", "Over None"]
    assert terms(root, "talks/index.html") == [
        "Air /lab/talks/about/air/",
        "Over None",
        "Air /lab/talks/about/air/",
        "Coming /lab/talks/state/coming/",
        "Sea None",
        "Coming /lab/talks/state/coming/",
    ]


def test_a_chart_leads_to_the_entry(root: Path) -> None:
    assert text_of(root, "talks/chart-about.csv").splitlines() == [
        "\N{BYTE ORDER MARK}name,count,url",
        "Air,2,https://example.org/lab/talks/about/air/",
        "Sea,1,https://example.org/lab/talks/three/",
    ]


def test_the_key_brings_and_takes_the_lists(root: Path) -> None:
    replace_in(root, "content/talks/_type.yaml", "lists_of_one: false, ", "")
    replace_in(root, "content/site.yaml", "lists_of_one: false", "lists_of_one: true")
    assert not build(root).report.problems
    assert lists(root) == {AIR, SEA, COMING, OVER, "all/about/sea/index.html", *OF_LIST}
    assert terms(root, "talks/three/index.html")[0] == "Sea /lab/talks/about/sea/"
    assert links(root, "talks/index.html")[1] == "Sea 1 /lab/talks/about/sea/"
    assert_as_clean(root)

    replace_in(root, "content/talks/_type.yaml", "charts:", "lists_of_one: false, charts:")
    assert not build(root).report.problems
    assert lists(root) == {AIR, COMING, "all/about/sea/index.html", *OF_LIST}
    assert_as_clean(root)


def test_the_second_entry_brings_the_list_and_takes_it_away(root: Path) -> None:
    replace_in(root, "content/talks/two.md", "about: air", "about: sea")
    rendered = set(build(root).rendered)

    assert lists(root) == {SEA, COMING, "all/about/sea/index.html"}
    shown = {
        "index.html",  # its list with an argument
        "talks/index.html",
        "talks/chart-about.csv",
        "all/index.html",
        "all/about/sea/index.html",
        *(SEA, COMING),
        *(f"talks/{name}/index.html" for name in ("one", "two", "three")),
    }
    pages = {path for path in rendered if re.fullmatch(r"(index\.html|(talks|all)/.*)", path)}
    assert pages == shown
    assert terms(root, "talks/one/index.html") == ["Air None", "Over None"]
    assert terms(root, "talks/three/index.html")[0] == "Sea /lab/talks/about/sea/"
    assert links(root, "talks/index.html")[0] == "Air 1 /lab/talks/one/ One"
    assert_as_clean(root)

    replace_in(root, "content/talks/two.md", "about: sea", "about: air")
    assert not build(root).report.problems
    assert lists(root) == {AIR, COMING, *OF_LIST}
    assert_as_clean(root)


def test_the_list_goes_and_comes_with_the_day(root: Path) -> None:
    found, problems = next_change(root, load(root, date(2026, 8, 1)))
    assert (found and found.day, problems) == (AUGUST, ())

    assert not build(root, today=AUGUST).report.problems
    assert lists(root) == {AIR, OVER, *OF_LIST}
    assert links(root, "talks/index.html")[2:] == [
        "Coming 1 /lab/talks/three/ Three",
        "Over 2 /lab/talks/state/over/",
    ]
    assert_as_clean(root, AUGUST)

    assert not build(root).report.problems
    assert lists(root) == {AIR, COMING, *OF_LIST}
    assert_as_clean(root)


def test_a_title_is_shown_by_all_lists_that_link_to_the_entry(root: Path) -> None:
    replace_in(root, "content/talks/three.md", "title: Three", "title: Tre")
    rendered = set(build(root).rendered)

    pages = {"talks/index.html", "talks/three/index.html", "all/index.html", AIR, COMING, *OF_LIST}
    assert {path for path in rendered if re.match(r"(talks|all)/.*html", path)} == pages
    assert links(root, COMING)[1] == "Sea 1 /lab/talks/three/ Tre"
    assert_as_clean(root)


def test_each_language_links_to_its_own_page_of_the_entry(root: Path) -> None:
    write(root, "content/talks/three.sv.md", entry("Tre"))
    assert not build(root).report.problems

    assert "Sea 1 /lab/sv/talks/three/ Tre" in links(root, "sv/talks/index.html")
    assert "Sea 1 /lab/talks/three/ Three" in links(root, "talks/index.html")
    assert terms(root, "sv/talks/three/index.html")[0] == "Sea None"
    assert_as_clean(root)


def test_a_language_without_the_second_entry_has_no_list(root: Path) -> None:
    replace_in(root, "content/talks/one.md", "about: air", "about: air\nonly_in: [en]")
    assert not build(root).report.problems

    assert (root / "public" / AIR).exists()
    assert not (root / "public/sv" / AIR).exists()
    assert "Air 1 /lab/sv/talks/two/ Två" in links(root, "sv/talks/index.html")
    assert terms(root, "talks/two/index.html")[0] == "Air /lab/talks/about/air/"
    assert terms(root, "sv/talks/two/index.html")[0] == "Air None"
    assert_as_clean(root)


def test_a_card_leads_to_the_only_other_entry_of_its_language(root: Path) -> None:
    """A page that refers to "One", which is not offered in Swedish, shows its card there."""
    replace_in(root, "content/talks/_type.yaml", "  note:", "  see: {kind: reference, to: talks}\n  note:")
    replace_in(root, "content/talks/one.md", "about: air", "about: air\nonly_in: [en]")
    replace_in(root, "content/talks/three.md", "about: sea", "about: sea\nsee: one")
    write(root, "content/talks/three.sv.md", entry("Tre"))
    template = "{% if page.fields.see is defined %}{% set it = page.fields.see %}" + TERMS + "{% endif %}"
    write(root, "templates/entry.html", template)
    assert not build(root).report.problems

    assert terms(root, "sv/talks/three/index.html") == ["Air /lab/sv/talks/two/", "Over None"]
    assert terms(root, "talks/three/index.html") == ["Air /lab/talks/about/air/", "Over None"]
    assert_as_clean(root)


def test_a_term_that_only_a_retired_entry_has_is_no_link(root: Path) -> None:
    write(root, "templates/entry.html", FILES["templates/entry.html"].replace(" + it.terms.state", ""))
    replace_in(root, "content/talks/three.md", "about: sea", "about: sea\nwithdrawn: It was wrong.")
    assert not build(root).report.problems
    assert terms(root, "talks/three/index.html") == ["Sea None"]
    assert_as_clean(root)

    replace_in(root, "content/talks/two.md", "about: air", "about: sea")
    assert not build(root).report.problems
    assert terms(root, "talks/three/index.html") == ["Sea /lab/talks/two/"]
    assert_as_clean(root)


ADDRESS = "/talks/about/sea/"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("content/talks/two.md", "Text.", f"[Sea]({ADDRESS})"),
        ("content/talks/two.sv.md", "Text.", f"[Sjö](/sv{ADDRESS})"),
        ("content/talks/two.md", "about: air", f'about: air\nnote: "[it]({ADDRESS})"'),
        (
            "content/site.yaml",
            "languages:",
            f"menus: {{main: [{{target: {ADDRESS}, title: Sea}}]}}\nlanguages:",
        ),
    ],
)
def test_a_list_is_kept_in_all_languages_where_something_names_it(
    root: Path, path: str, old: str, new: str
) -> None:
    replace_in(root, path, old, new)
    assert not build(root).report.problems
    assert lists(root) == {AIR, SEA, COMING, *OF_LIST}
    assert links(root, "talks/index.html")[1] == "Sea 1 /lab/talks/about/sea/"
    assert terms(root, "talks/three/index.html")[0] == "Sea /lab/talks/about/sea/"
    assert_as_clean(root)

    replace_in(root, path, new, old)
    assert not build(root).report.problems
    assert lists(root) == {AIR, COMING, *OF_LIST}
    assert_as_clean(root)


def test_the_lists_to_which_a_named_pair_leads_are_kept(root: Path) -> None:
    replace_in(root, "content/talks/_type.yaml", "lists_of_one:", "pairs: [[about, state]], lists_of_one:")
    pair = "/talks/about/sea/state/coming/"
    replace_in(root, "content/talks/two.md", "Text.", f"[Sea]({pair})")
    assert not build(root).report.problems

    assert lists(root) == {AIR, SEA, COMING, f"{pair[1:]}index.html", *OF_LIST}
    assert links(root, f"{pair[1:]}index.html") == [
        "Air 1 /lab/talks/two/ Two",
        "Sea 1 /lab/talks/state/coming/",
        "Coming 1 /lab/talks/about/sea/",
    ]
    assert_as_clean(root)


@pytest.mark.parametrize("url", ["", "https://example.com/three"])
def test_an_entry_without_a_page_here_is_listed(root: Path, url: str) -> None:
    replace_in(root, "content/talks/three.md", "Text.\n", "")
    link = f"\nlink_to: {url}" if url else ""
    replace_in(root, "content/talks/three.md", "about: sea", f"about: sea{link}")
    if not url:
        replace_in(root, "content/talks/_type.yaml", "fields:", "page: false\nfields:")
    assert not build(root).report.problems

    assert SEA in lists(root)
    assert_as_clean(root)


def test_the_built_in_theme_names_the_entry_for_screen_readers(tmp_path: Path) -> None:
    files = {path: text for path, text in FILES.items() if not path.startswith("templates/")}
    site = files["content/site.yaml"].replace("sv: {}", "fr: {}") + "theme: network\n"
    three = entry('"Three & <all>"', "day: 2026-09-01", "about: sea")
    write_files(tmp_path, {**files, "content/site.yaml": site, "content/talks/three.md": three})
    (tmp_path / "content/talks/two.sv.md").unlink()
    assert not build(tmp_path).report.problems
    html = (tmp_path / "public/fr/talks/index.html").read_text(encoding="utf-8")

    label = "Sea\N{NARROW NO-BREAK SPACE}: Three &amp; &lt;all&gt;"
    link = f'<a href="/lab/talks/three/" hreflang="en" aria-label="{label}" data-entry>Sea</a>'
    assert html.count(link) == 2, "in the filters, and in the chart"
