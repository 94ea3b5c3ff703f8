"""The pages of a taxonomy's term: in which order, and what happens when there is much."""

from __future__ import annotations

from pathlib import Path

from tests.sites import base_text, build_good

TERM = """{% extends "base.html" %}{% block main %}
{% for card in entries %}[{{ card.title }}]{% endfor %}
{% for group in groups %}({{ group.name }} {{ group.cards|length }}){% endfor %}
page {{ pager.number }} of {{ pager.total }}, next {{ pager.next or 'None' }},
named {% for page in pager.pages %}{{ "…" if page.gap }}{{ page.number }},{% endfor %}
{% endblock %}"""

TALKS = """name: {en: Talk, fr: Exposé}
plural: {en: Talks, fr: Exposés}
date: date
fields:
  countries: {kind: country, many: true}
  date: {kind: date}
"""


def _site(rules: str, projects: int) -> dict[str, str]:
    """Projects and one event less, all in Norway, the projects' days counting up and the events' down."""
    site = base_text("content/site.yaml").replace("{fields: countries}", f"{{fields: countries{rules}}}")
    entries = {
        f"content/projects/p{n:03}.md": f"---\ntitle: Project {n:03}\nsummary: One of many.\n"
        f"start: {2001 + n}\ncountries: [NO]\n---\nText.\n"
        for n in range(projects)
    }
    talks = {
        f"content/talks/t{n}.md": f"---\ntitle: Talk {n}\nsummary: One of many.\n"
        f"date: {2001 + projects - n}-06-01\ncountries: [NO]\n---\nText.\n"
        for n in range(1, projects)
    }
    return {
        "content/site.yaml": site,
        "content/talks/_type.yaml": TALKS,
        "templates/term.html": TERM,
        "content/projects/spark.md": base_text("content/projects/spark.md").replace(
            "countries: [NO, FR]", ""
        ),
        **entries,
        **talks,
    }


def test_without_an_order_of_its_own_a_term_lists_type_by_type(tmp_path: Path) -> None:
    page = build_good(tmp_path, _site("", 2))["countries/no/index.html"]
    assert "[Project 001][Project 000][Talk 1]" in page
    assert "(projects 2)(talks 1)" in page


def test_with_an_order_a_term_lists_all_types_together(tmp_path: Path) -> None:
    page = build_good(tmp_path, _site(", sort: [-date]", 2))["countries/no/index.html"]
    assert "[Talk 1][Project 001][Project 000]" in page


def test_a_long_term_has_pages_and_groups_hold_what_is_on_the_page(tmp_path: Path) -> None:
    site = build_good(tmp_path, _site(", paginate_by: 3", 2 + 2))
    first, second = site["countries/no/index.html"], site["countries/no/page/2/index.html"]
    assert "(projects 3)" in first
    assert "page 1 of 3, next /countries/no/page/2/" in first
    assert "(projects 1)(talks 2)" in second
    assert "<h1>Norway – Page 2</h1>" in second
    assert "fr/countries/no/page/3/index.html" in site.paths
    assert "countries/no/page/4/index.html" not in site.paths


def test_a_pager_names_the_ends_and_what_is_near_and_no_more(tmp_path: Path) -> None:
    site = build_good(tmp_path, _site(", paginate_by: 1", 7))
    assert "named 1,2,3,…13," in site["countries/no/index.html"]
    assert "named 1,2,3,4,5,6,…13," in site["countries/no/page/4/index.html"]
    assert "named 1,…5,6,7,8,9,…13," in site["countries/no/page/7/index.html"]
    assert "named 1,…11,12,13," in site["countries/no/page/13/index.html"]
