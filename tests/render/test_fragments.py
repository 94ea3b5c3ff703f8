"""Included templates that see nothing of the page are rendered once a language."""

from __future__ import annotations

from pathlib import Path

from tests.sites import base_text, build_good


def test_navigation_is_the_same_on_every_page_of_a_language_and_in_its_words(tmp_path: Path) -> None:
    base = base_text("templates/base.html").replace("<body>", '{% include "nav.html" %}<body>', 1)
    nav = (
        '<nav>{{ site.title }} {{ _("Home") }}{% for item in menus.main %} {{ item.title }}{% endfor %}</nav>'
    )
    site = build_good(tmp_path, {"templates/base.html": base, "templates/nav.html": nav})

    assert "<nav>City Notes Home Topics Projects" in site["topics/food/index.html"]
    assert "<nav>City Notes Home Topics Projects" in site["projects/spark/index.html"]
    assert "<nav>Notes de villes Accueil Thèmes Projets" in site["fr/topics/food/index.html"]


def test_an_include_that_sees_the_page_is_rendered_for_each(tmp_path: Path) -> None:
    base = base_text("templates/base.html").replace("<body>", '{% include "nav.html" %}<body>', 1)
    files = {
        "templates/base.html": base,
        "templates/nav.html": "<nav>{{ site.title }}: {{ page.title }}</nav>",
    }
    site = build_good(tmp_path, files)

    assert "<nav>City Notes: Food</nav>" in site["topics/food/index.html"]
    assert "<nav>City Notes: Spark</nav>" in site["projects/spark/index.html"]


def test_an_include_in_a_loop_over_the_words_of_the_site_sees_the_loop(tmp_path: Path) -> None:
    loop = "{% for site in ['a', 'b'] %}{% include 'nav.html' %}{% endfor %}<body>"
    files = {
        "templates/base.html": base_text("templates/base.html").replace("<body>", loop, 1),
        "templates/nav.html": "<nav>{{ site }}</nav>",
    }

    assert "<nav>a</nav><nav>b</nav>" in build_good(tmp_path, files)["topics/food/index.html"]
