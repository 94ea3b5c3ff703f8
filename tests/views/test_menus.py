"""Menus: items of one language, a second level, addresses of the site."""

from __future__ import annotations

import re
from pathlib import Path

from tests.sites import Files, base_text, build_good

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
