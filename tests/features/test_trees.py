"""The tree around a page, and menus with what is below a page."""

from __future__ import annotations

import re
from pathlib import Path

from tests.sites import attempt, base_text, build_good, entry

TREE = (
    "{% macro below(item) %}({% for it in item.items %}{{ it.title }}{% if it.current %}*{% endif %}"
    "{% if it.items %}{{ below(it) }}{% endif %} {% endfor %}"
    "{% if item.more %}… {{ item.more }}{% endif %}){% endmacro %}"
    "{% if tree %}[{{ tree.title }} {{ tree.url }} {{ below(tree) }}]{% endif %}"
)
MENU = (
    "{% for item in menus.main %}{{ item.title }}:"
    "{% for it in item['items'] %}{{ it.title }},{% endfor %}{% endfor %}"
)
FILES = {
    "templates/entry.html": "<h1>{{ page.title }}</h1>" + TREE,
    "templates/index.html": "<h1>{{ page.title }}</h1>{% if tree is defined %}" + TREE + "{% endif %}",
    "templates/home.html": "<h1>{{ page.title }}</h1>" + MENU,
    "content/topics/deep/_index.md": entry("Deep"),
    "content/topics/deep/well.md": entry("Well", "weight: 2"),
    "content/topics/deep/er/_index.md": entry("Deeper", "weight: 1"),
    "content/topics/deep/er/pit.md": entry("Pit"),
}


def tree_on(page: str) -> str:
    return " ".join(re.findall(r"\[.*\]", page)[0].split()) if "[" in page else ""


def test_a_page_has_what_is_above_beside_and_below_it(tmp_path: Path) -> None:
    site = build_good(tmp_path, FILES)

    top = "[Topics /topics/ "
    assert tree_on(site["topics/deep/well/index.html"]) == f"{top}(Deep(Deeper Well* ) )]"
    assert tree_on(site["topics/deep/er/index.html"]) == f"{top}(Deep(Deeper*(Pit ) Well ) )]"
    assert tree_on(site["topics/deep/er/pit/index.html"]) == f"{top}(Deep(Deeper(Pit* ) ) )]"
    assert tree_on(site["topics/food/index.html"]) == f"{top}(Deep Food* Water )]"
    assert tree_on(site["projects/spark/index.html"]) == ""


def test_a_tree_has_the_nearest_entries_of_a_large_section(tmp_path: Path) -> None:
    many = {f"content/topics/deep/n{number:02d}.md": entry(f"N{number:02d}") for number in range(60)}
    site = build_good(tmp_path, {**FILES, **many})

    shown = " ".join(f"N{number:02d}{'*' if number == 30 else ''}" for number in range(10, 51))
    assert (
        tree_on(site["topics/deep/n30/index.html"]) == f"[Topics /topics/ (Deep({shown} … /topics/deep/) )]"
    )
    first = " ".join(["Deeper", "Well", *(f"N{number:02d}" for number in range(38))])
    assert tree_on(site["topics/deep/index.html"]) == (
        f"[Topics /topics/ (Deep*({first} … /topics/deep/) Food Water )]"
    )


def test_a_menu_has_what_is_below_a_page_or_type(tmp_path: Path) -> None:
    menus = (
        "\n    - {target: 'page:topics/deep', children: true}\n    - {target: 'type:topics', children: true}"
    )
    site = build_good(
        tmp_path,
        {
            **FILES,
            "content/site.yaml": base_text("content/site.yaml").replace(
                ' ["type:topics", "type:projects", alphabet]', menus
            ),
        },
    )

    assert site["index.html"].endswith("Deep:Deeper,Well,Topics:Deep,Food,Water,")


def test_only_a_page_or_type_has_children(tmp_path: Path) -> None:
    text = base_text("content/site.yaml").replace("alphabet]", "{target: alphabet, children: true}]")
    outcome = attempt(tmp_path, {"content/site.yaml": text})

    assert "config.value: only a page or a type has children" in outcome.problems
