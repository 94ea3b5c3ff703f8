"""Menus: items of one language, a second level, addresses of the site."""

from __future__ import annotations

import re
from pathlib import Path

from tests.build.builds import assert_as_clean, build, replace_in
from tests.sites import Files, base_text, build_good, entry, make_site

MENU = """\
menus:
  main:
    - type:topics
    - {target: "https://example.org/fr/inscription", title: {fr: Inscription}, languages: [fr]}
    - target: type:projects
      items:
        - alphabet
        - {target: "/projects/topics/food/", title: Food projects}
        - {target: "/data/projects.csv", title: Table}
    - title: More
      items:
        - {target: "https://example.org/en", title: {en: English only}, languages: [en]}
"""
TEMPLATE = (
    "{% for item in menus.main %}[{{ item.title }}|{{ item.url }}"
    "{% for i in item.items %}({{ i.title }}|{{ i.url }}){% endfor %}]\n{% endfor %}"
)


def site_with(menu: str) -> Files:
    definition = re.sub(r"^menus:\n(?: .*\n)*", "", base_text("content/site.yaml"), flags=re.MULTILINE)
    return {"content/site.yaml": definition + menu, "templates/404.html": TEMPLATE}


def shown(html: str) -> list[str]:
    return [line for line in html.splitlines() if line.startswith("[")]


def test_items_are_for_languages_have_a_second_level_and_lead_to_addresses(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, site_with(MENU), base_url="https://example.org/sub")

    assert shown(outcome["404.html"]) == [
        "[Topics|/sub/topics/]",
        "[Projects|/sub/projects/(A to Z|/sub/a-z/)(Food projects|/sub/projects/topics/food/)"
        "(Table|/sub/data/projects.csv)]",
        "[More|(English only|https://example.org/en)]",
    ]
    assert shown(outcome["fr/404.html"]) == [
        "[Thèmes|/sub/fr/topics/]",
        "[Inscription|https://example.org/fr/inscription]",
        "[Projets|/sub/fr/projects/(A to Z|/sub/fr/a-z/)(Food projects|/sub/fr/projects/topics/food/)"
        "(Table|/sub/data/projects.csv)]",
    ]


NESTED = """\
menus:
  main:
    - target: type:topics
      items:
        - page:topics/water
        - title: More
          items:
            - page:topics/food
            - title: Last
              items: ["page:projects/spark", {target: "https://example.net/", title: Out}]
    - type:projects
    - {target: "/", title: Start}
"""
MARKS = (
    "{% macro marks(items) %}{% for item in items %}"
    "{{ item.title }}{% if item.current %}!{% endif %}{% if item.open %}+{% endif %}"
    "{% if item.items %}({{ marks(item.items) }}){% endif %}{% if not loop.last %} {% endif %}"
    "{% endfor %}{% endmacro %}{% block main %}[{{ marks(navigation.main) }}]{% endblock %}"
)
TEMPLATES = ("entry.html", "home.html", "index.html", "alphabet.html", "taxonomy.html", "term.html")


def nested() -> Files:
    files = {f"templates/{name}": "{% extends 'base.html' %}" + MARKS for name in TEMPLATES}
    return {**site_with(NESTED), **files, "templates/404.html": base_text("templates/404.html")}


MARKED = {
    "index.html": "Topics(Water More(Food Last(Spark Out))) Projects Start!",
    "topics/index.html": "Topics!(Water More(Food Last(Spark Out))) Projects Start",
    "topics/water/index.html": "Topics+(Water! More(Food Last(Spark Out))) Projects Start",
    "topics/food/index.html": "Topics+(Water More+(Food! Last(Spark Out))) Projects Start",
    "projects/spark/index.html": "Topics+(Water More+(Food Last+(Spark! Out))) Projects+ Start",
    "projects/index.html": "Topics(Water More(Food Last(Spark Out))) Projects! Start",
    "projects/topics/food/index.html": "Topics(Water More(Food Last(Spark Out))) Projects+ Start",
    "a-z/index.html": "Topics(Water More(Food Last(Spark Out))) Projects Start",
    "countries/fr/index.html": "Topics(Water More(Food Last(Spark Out))) Projects Start",
    "fr/topics/food/index.html": "Thèmes+(Water More+(Alimentation! Last(Spark Out))) Projets Start",
}


def test_the_current_item_and_those_above_it_are_marked(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, nested(), base_url="https://example.org/sub")

    assert {path: re.findall(r"\[(.*)\]", outcome[path])[0] for path in MARKED} == MARKED


def test_an_edit_of_a_title_in_a_menu_renders_all_pages_and_a_new_entry_in_no_menu_its_own(
    tmp_path: Path,
) -> None:
    root = make_site(tmp_path / "site", nested())
    assert not build(root).report.problems

    (root / "content/topics/earth.md").write_text(entry("Earth"), encoding="utf-8")
    done = build(root)
    assert {path for path in done.rendered if path.endswith(".html")} == {
        "topics/earth/index.html",
        "activities/type/topics/index.html",  # it is on these lists
        "fr/activities/type/topics/index.html",
    }
    assert_as_clean(root)

    replace_in(root, "content/topics/water.md", "title: Water", "title: Waters")
    done = build(root)
    pages = {path for path in done.rendered if path.endswith(".html")}
    assert MARKED.keys() <= pages
    assert_as_clean(root)


SHIPPED = Path(__file__).parents[2] / "sitegen/themes/network/templates/partials/menu.html"


def test_the_look_of_sitegen_opens_the_way_to_the_page_without_script(tmp_path: Path) -> None:
    page = (
        '{% from "menu.html" import menu %}{% extends "base.html" %}'
        "{% block main %}<nav>{{ menu(navigation.main, page) }}</nav>{% endblock %}"
    )
    files = {**nested(), "templates/menu.html": SHIPPED.read_bytes(), "templates/entry.html": page}
    outcome = build_good(tmp_path, files)

    lines = [line.strip() for line in outcome["projects/spark/index.html"].splitlines()]
    assert [
        line for line in lines if "summary" in line or "details" in line or 'aria-current="page"' in line
    ] == [
        '<details class="submenu">',
        '<summary aria-current="true">Topics</summary>',
        '<li><details class="submenu" open>',
        '<summary aria-current="true">More</summary>',
        '<li><details class="submenu" open>',
        '<summary aria-current="true">Last</summary>',
        '<li><a href="/projects/spark/" aria-current="page">Spark</a></li>',
        "</details>",
        "</details>",
        "</details>",
    ]
