"""Indexes in pages, whole and filtered; their numbers, links and neighbours."""

from __future__ import annotations

import re
from pathlib import Path

from tests.sites import Files, attempt, base_text, build_good, entry

MANY: Files = {
    f"content/projects/p{n}.md": entry(f"P{n}", f"start: 20{n:02}", "topics: [water]", "countries: [FR]")
    for n in range(1, 6)
}
"""With Spark six projects, two on a page."""


def listed(html: str) -> list[str]:
    return re.findall(r'<li id="([^"]+)"', html)


def pager(html: str) -> str:
    return " ".join(
        re.sub(r"<[^>]+>", " ", html.partition('<nav class="pager">')[2].partition("</nav>")[0]).split()
    )


def test_an_index_is_cut_into_pages_that_together_hold_every_entry_once(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, MANY)
    pages = [
        outcome[path]
        for path in ("projects/index.html", "projects/page/2/index.html", "projects/page/3/index.html")
    ]

    assert [listed(html) for html in pages] == [["spark", "p5"], ["p4", "p3"], ["p2", "p1"]]
    assert "projects/page/1/index.html" not in outcome.paths
    assert "projects/page/4/index.html" not in outcome.paths


def test_pages_lead_to_each_other(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, MANY)

    assert pager(outcome["projects/index.html"]) == "1/3 of 6 next"
    assert pager(outcome["projects/page/2/index.html"]) == "2/3 of 6 previous next"
    assert pager(outcome["projects/page/3/index.html"]) == "3/3 of 6 previous"
    assert '<a rel="prev" href="/projects/">' in outcome["projects/page/2/index.html"]
    assert '<a rel="next" href="/fr/projects/page/3/">' in outcome["fr/projects/page/2/index.html"]


def test_a_further_page_says_its_number_in_its_title(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, MANY)

    assert "<h1>Projects</h1>" in outcome["projects/index.html"]
    assert "<h1>Projects – Page 2</h1>" in outcome["projects/page/2/index.html"]


def test_a_filtered_index_has_pages_of_its_own(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, MANY)

    assert listed(outcome["projects/topics/water/index.html"]) == ["p5", "p4"]
    assert listed(outcome["projects/topics/water/page/3/index.html"]) == ["p1"]
    assert "<h1>Projects: Water</h1>" in outcome["projects/topics/water/index.html"]
    assert pager(outcome["projects/topics/water/index.html"]) == "1/3 of 5 next"


def test_a_chosen_filter_leads_back_to_the_whole_list(tmp_path: Path) -> None:
    html = build_good(tmp_path, MANY)["projects/topics/water/index.html"]
    facet = html.partition('id="facet-topics"')[2].partition("</section>")[0]

    assert '<a href="/projects/">Water (5)</a>' in facet
    assert '<a href="/projects/topics/food/">Food (1)</a>' in facet


def test_a_filtered_page_has_the_index_as_its_parent(tmp_path: Path) -> None:
    html = build_good(tmp_path, MANY)["projects/topics/water/page/2/index.html"]

    assert '<nav class="crumbs"><a href="/">Home</a> <a href="/projects/">Projects</a> </nav>' in html


def test_a_type_without_entries_has_an_empty_index(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, {"content/events/_type.yaml": "name: Event\nplural: Events\n"})

    assert pager(outcome["events/index.html"]) == "1/1 of 0"


def test_a_type_without_index_has_none(tmp_path: Path) -> None:
    files: Files = {
        "content/pages/_type.yaml": "name: Page\nplural: Pages\npermalink: /{slug}/\nindex: false\n",
        "content/pages/about.md": entry("About"),
    }
    outcome = build_good(tmp_path, files)

    assert "about/index.html" in outcome.paths
    assert "pages/index.html" not in outcome.paths


def test_entries_without_pages_are_on_their_index_only(tmp_path: Path) -> None:
    outcome = build_good(tmp_path)

    assert "sources/report/index.html" not in outcome.paths
    assert listed(outcome["sources/index.html"]) == ["report"]


def test_an_entry_without_a_page_is_found_on_whichever_page_of_the_index_it_stands(tmp_path: Path) -> None:
    many: Files = {
        f"content/sources/s{n:02}.yaml": f"title: S{n:02}\nurl: https://example.com/\n" for n in range(25)
    }
    glow = entry("Glow", body="See [the last](../sources/s24.yaml).")
    outcome = build_good(tmp_path, {**many, "content/projects/glow.md": glow})
    match = re.search(r'<a href="/(sources/[^"#]*)#s24">the last</a>', outcome["projects/glow/index.html"])

    assert match is not None
    assert "s24" in listed(outcome[f"{match[1]}index.html"])


def test_the_text_above_an_index_stands_on_its_first_page_only(tmp_path: Path) -> None:
    intro = entry("All projects", "summary: What we do.", body="We do **much**.")
    outcome = build_good(tmp_path, {**MANY, "content/projects/_index.md": intro})

    assert "We do <strong>much</strong>." in outcome["projects/index.html"]
    assert "<h1>All projects</h1>" in outcome["projects/index.html"]
    assert "We do" not in outcome["projects/page/2/index.html"]
    assert "We do" not in outcome["projects/topics/water/index.html"]
    assert "<h1>Projets</h1>" in outcome["fr/projects/index.html"]


def test_the_home_page_has_its_text_in_its_language(tmp_path: Path) -> None:
    files: Files = {
        "content/_index.md": entry("Welcome", body="Hello."),
        "content/_index.fr.md": entry("Bienvenue", body="Bonjour."),
    }
    outcome = build_good(tmp_path, files)

    assert "<p>Hello.</p>" in outcome["index.html"]
    assert "<p>Bonjour.</p>" in outcome["fr/index.html"]
    assert "<h1>Bienvenue</h1>" in outcome["fr/index.html"]


def test_a_timeline_has_the_dated_items_of_all_entries_in_order(tmp_path: Path) -> None:
    definition = base_text("content/topics/_type.yaml").replace("entry_feeds: true\n", "") + (
        "  milestones: {kind: group, many: true, fields: {date: {kind: date, partial: true}, text: {}}}\n"
        "timeline: {field: milestones, date: date, text: text}\n"
    )
    files: Files = {
        "content/topics/_type.yaml": definition,
        "content/topics/food.md": entry(
            "Food", "milestones:", "  - {date: 1994-05-27, text: Signed}", "  - {date: 2016, text: Revised}"
        ),
        "content/topics/food.fr.md": entry(
            "Alimentation", "milestones:", "  - {text: Signée}", "  - {text: Révisée}"
        ),
        "content/topics/water.md": entry(
            "Water", "milestones:", "  - {date: 2004-06, text: Begun}", body="Text."
        ),
    }
    outcome = build_good(tmp_path, {**files, "content/projects/spark.md": entry("Spark")})
    points = re.findall(
        r'<time datetime="([^"]+)">([^<]+)</time> (\w+)', outcome["topics/timeline/index.html"]
    )
    french = re.findall(r"</time> (\w+)", outcome["fr/topics/timeline/index.html"])

    assert points == [
        ("1994-05-27", "27 May 1994", "Signed"),
        ("2004-06", "June 2004", "Begun"),
        ("2016", "2016", "Revised"),
    ]
    assert french == ["Signée", "Begun", "Révisée"]
    assert '<a class="more" href="/topics/timeline/">' in outcome["topics/index.html"]


def test_the_entries_of_a_list_stand_on_a_timeline_too(tmp_path: Path) -> None:
    definition = base_text("content/topics/_type.yaml").replace("entry_feeds: true\n", "") + (
        "  milestones: {kind: group, many: true, fields: {date: {kind: date}, text: {}}}\n"
        "timeline: {field: milestones, date: date, text: text, list: latest}\n"
    )
    files: Files = {
        "content/topics/_type.yaml": definition,
        "content/topics/food.md": entry(
            "Food",
            "milestones:",
            "  - {date: 2019-05-27, text: Signed}",
            "  - {date: 2021-05-27, text: Revised}",
        ),
        "content/projects/spark.md": entry("Spark", "start: 2020", "summary: Light in streets."),
    }
    outcome = build_good(tmp_path, files)
    points = re.findall(
        r'<time datetime="([^"]+)">[^<]+</time> ([\w ]*\w)', outcome["topics/timeline/index.html"]
    )

    assert points == [("2019-05-27", "Signed"), ("2020", "Light in streets"), ("2021-05-27", "Revised")]


def test_an_entry_may_have_a_template_of_its_own(tmp_path: Path) -> None:
    files: Files = {
        "content/topics/air.md": entry("Air", "template: special.html"),
        "templates/special.html": "<h1>{{ page.title }}!</h1>",
    }

    assert build_good(tmp_path, files)["topics/air/index.html"] == "<h1>Air!</h1>"


def test_a_permalink_may_hold_the_year(tmp_path: Path) -> None:
    definition = base_text("content/projects/_type.yaml") + "permalink: /done/{year}/{slug}/\n"
    outcome = build_good(
        tmp_path, {"content/projects/_type.yaml": definition, "content/projects/zero.md": entry("Zero")}
    )

    assert {"done/2024/spark/index.html", "done/undated/zero/index.html", "done/index.html"} <= outcome.paths


def test_a_menu_has_titles_and_addresses_of_the_language(tmp_path: Path) -> None:
    site = base_text("content/site.yaml").partition("menus:")[0] + (
        "menus:\n  main:\n    - type:topics\n    - list:activities\n    - taxonomy:countries\n"
        "    - alphabet\n    - page:topics/food\n    - page:topics/water\n    - https://example.com/\n"
        "    - {target: type:projects, title: {en: What we do, fr: Nos projets}}\n"
    )
    outcome = build_good(tmp_path, {"content/site.yaml": site})
    menu = outcome["fr/index.html"].partition('<nav class="menu">')[2].partition("</nav>")[0]

    assert re.findall(r'<a href="([^"]+)" lang="(\w+)">([^<]+)</a>', menu) == [
        ("/fr/topics/", "fr", "Thèmes"),
        ("/fr/activities/", "fr", "Activities"),
        ("/fr/countries/", "fr", "Countries"),
        ("/fr/a-z/", "fr", "A to Z"),
        ("/fr/topics/food/", "fr", "Alimentation"),
        ("/topics/water/", "en", "Water"),
        ("https://example.com/", "fr", "https://example.com/"),
        ("/fr/projects/", "fr", "Nos projets"),
    ]


def paired(pairs: str) -> Files:
    definition = base_text("content/projects/_type.yaml").replace("  feed: true", f"  pairs: {pairs}")
    entries: Files = {
        "content/projects/spark.md": None,
        "content/projects/a.md": entry("A", "topics: [food, water]\ncountries: [NO]\nstart: 2024"),
        "content/projects/b.md": entry("B", "topics: [food]\ncountries: [NO, FR]\nstart: 2025"),
        "content/projects/c.md": entry("C", "topics: [water]\ncountries: [FR]\nstart: 2025"),
    }
    return {**entries, "content/projects/_type.yaml": definition}


def facet_of(html: str, name: str) -> list[str]:
    """The values of a facet as they stand on a page, each with its address."""
    part = html.partition(f'id="facet-{name}"')[2].partition("</section>")[0]
    return [f"{label} {url}" for url, label in re.findall(r'<a href="([^"]+)">([^<]+)</a>', part)]


def test_a_pair_has_a_page_for_each_two_values_that_several_entries_have(tmp_path: Path) -> None:
    more: Files = {"content/projects/d.md": entry("D", "topics: [food, water]\ncountries: [FR]")}
    outcome = build_good(tmp_path, {**paired("[[topics, countries]]"), **more})

    both = {p for p in outcome.paths if re.match(r"projects/topics/\w+/countries/\w+/index.html", p)}
    assert both == {
        f"projects/topics/{topic}/countries/{country}/index.html"
        for topic, country in (("food", "no"), ("food", "fr"), ("water", "fr"))
    }
    html = outcome["projects/topics/food/countries/no/index.html"]
    assert listed(html) == ["b", "a"]
    assert "<h1>Projects: Food · Norway</h1>" in html
    assert (
        "<h1>Projets: Alimentation · Norvège</h1>"
        in outcome["fr/projects/topics/food/countries/no/index.html"]
    )


def test_the_filters_of_a_pair_are_taken_away_one_by_one(tmp_path: Path) -> None:
    html = build_good(tmp_path, paired("[[topics, countries]]"))[
        "projects/topics/food/countries/no/index.html"
    ]

    assert facet_of(html, "topics") == [
        "Food (2) /projects/countries/no/",
        "Water (1) /projects/a/",
    ]
    assert facet_of(html, "countries") == [
        "France (1) /projects/b/",
        "Norway (2) /projects/topics/food/",
    ]


def test_a_facet_of_a_pair_counts_what_is_left_beside_the_filter(tmp_path: Path) -> None:
    html = build_good(tmp_path, paired("[[topics, countries]]"))["projects/topics/food/index.html"]

    assert facet_of(html, "countries") == [
        "France (1) /projects/b/",
        "Norway (2) /projects/topics/food/countries/no/",
    ]
    assert facet_of(html, "topics") == ["Food (2) /projects/", "Water (2) /projects/topics/water/"]
    assert facet_of(html, "year") == ["2025 (2) /projects/year/2025/", "2024 (1) /projects/year/2024/"]


def test_thin_pairs_and_thin_filters_are_not_offered_to_search_engines(tmp_path: Path) -> None:
    more: Files = {
        f"content/projects/{name}.md": entry(name, "topics: [food]", f"countries: {countries}")
        for name, countries in (("d", "[NO]"), ("e", "[NO, FR]"))
    }
    said = {
        "templates/index.html": base_text("templates/index.html").replace(
            "{% block main %}", "{% block main %}{{ 'noindex' if not page.indexed }}"
        )
    }
    outcome = build_good(tmp_path, {**paired("[[topics, countries]]"), **more, **said})

    assert "noindex" not in outcome["projects/topics/food/countries/no/index.html"]
    assert "noindex" in outcome["projects/topics/food/countries/fr/index.html"]
    assert "/projects/topics/" not in outcome["sitemap.xml"]


def test_with_too_many_pairs_those_with_the_most_entries_have_pages(tmp_path: Path) -> None:
    files = paired("[[topics, countries]]\n  most_pairs: 1")
    outcome = attempt(tmp_path, files)

    assert outcome.codes == ["index.pairs"]
    assert {p for p in outcome.paths if "/countries/" in p and p.startswith("projects/topics")} == {
        "projects/topics/food/countries/no/index.html"
    }
    assert facet_of(outcome["projects/topics/food/index.html"], "countries") == [
        "Norway (2) /projects/topics/food/countries/no/"
    ]
